import { normaliseKey } from "./path";

/** Where placeholders find their values. `path` is normalised: lower case, no white space; `undefined` means unknown. */
export type Scope = { get(path: readonly string[]): unknown };

/** Indexes of the large objects met so far; lives as long as one scope or one render, so changed data is seen by the next. */
export type KeyIndex = { index: WeakMap<object, Map<string, string>> | undefined };

const scannedDirectly = 24;

function realKey(value: object, key: string, cache: KeyIndex): string | undefined {
  const indexed = cache.index?.get(value);
  if (indexed) return indexed.get(key);
  const keys = Object.keys(value);
  if (keys.length <= scannedDirectly) return keys.find((candidate) => normaliseKey(candidate) === key);
  const index = new Map<string, string>();
  for (const candidate of keys) {
    const normal = normaliseKey(candidate);
    if (!index.has(normal)) index.set(normal, candidate);
  }
  cache.index ??= new WeakMap();
  cache.index.set(value, index);
  return index.get(key);
}

/** The own property of `value` called `key`: spelled exactly so, else the first that is equal once normalised. Never a function. */
export function memberOf(value: unknown, key: string, cache: KeyIndex): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  let found = key;
  if (!Object.hasOwn(value, key)) {
    if (Array.isArray(value)) return undefined;
    const real = realKey(value, key, cache);
    if (real === undefined || !Object.hasOwn(value, real)) return undefined;
    found = real;
  }
  const member = (value as Record<string, unknown>)[found];
  return typeof member === "function" || typeof member === "symbol" ? undefined : member;
}

/** A scope over plain data. Only own properties are found; nothing inherited and no function can be reached. */
export function scopeOf(value: object): Scope {
  const cache: KeyIndex = { index: undefined };
  return {
    get(path) {
      let current: unknown = value;
      for (let step = 0; step < path.length; step++) {
        current = memberOf(current, path[step] ?? "", cache);
        if (current === undefined) return undefined;
      }
      return current;
    },
  };
}
