/** How many leaves of react-hook-form's `dirtyFields` tree are true. */
export function countChanges(dirty: unknown): number {
  if (dirty === true) return 1;
  if (typeof dirty !== "object" || dirty === null) return 0;
  return Object.values(dirty).reduce((sum: number, child) => sum + countChanges(child), 0);
}

/** "2 unsaved changes". */
export const unsavedText = (dirty: unknown): string => {
  const count = Math.max(1, countChanges(dirty));
  return `${count} unsaved ${count === 1 ? "change" : "changes"}`;
};
