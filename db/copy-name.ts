const limit = 200;

/** The name of a copy, cut, where needed, between characters so that it fits. */
export function copyName(name: string): string {
  const suffix = " (copy)";
  const start = name.slice(0, limit - suffix.length);
  return `${start.isWellFormed() ? start : start.slice(0, -1)}${suffix}`;
}
