export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** `value` as an object with own keys, or undefined for anything else (arrays included). */
export const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;

const step = /\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\.?([^.[\]]+)/gy;

/** Splits `result.items[0].number` into its keys; undefined when the path is malformed. `$` is the root. */
export function parsePath(path: string): (string | number)[] | undefined {
  const text = path.trim().replace(/^\$\.?/, "");
  const keys: (string | number)[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (!match) return undefined;
    keys.push(match[1] !== undefined ? Number(match[1]) : (match[2] ?? match[3] ?? ""));
  }
  return keys;
}

/** The value at a dot path with `[n]` (spec §4.5); undefined when absent. Own properties only. */
export function getPath(value: unknown, path: string): unknown {
  const keys = parsePath(path);
  if (!keys) return undefined;
  let current: unknown = value;
  for (const key of keys) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}
