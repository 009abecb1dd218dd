/** A tab of the editor, by the form fields it shows. */
export type TabFields = { id: string; fields: readonly string[] };

/** The tabs that hold at least one of the failed fields, in their order. */
export const tabsWithErrors = (tabs: readonly TabFields[], errors: object): string[] =>
  tabs.filter(({ fields }) => fields.some((field) => Object.hasOwn(errors, field))).map(({ id }) => id);

/** The dotted path of the first failed field of a tab, for the focus. */
export function firstError(errors: object, fields: readonly string[]): string | undefined {
  for (const field of fields) {
    const found = leafOf((errors as Record<string, unknown>)[field], field);
    if (found) return found;
  }
  return undefined;
}

function leafOf(error: unknown, path: string): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("message" in error && typeof error.message === "string") return path;
  for (const [key, child] of Object.entries(error)) {
    if (key === "ref") continue;
    const found = leafOf(child, `${path}.${key}`);
    if (found) return found;
  }
  return undefined;
}
