import type { Run } from "../builtins/builtin";
import { putKey } from "../values/keys";
import { KeyValue, List, settled, type Value } from "../values/value";
import { type CallSite, sightOf } from "./call-site";

// The calls scripts make most, answered without the library where the answer is the same by its own rules; everything
// else goes the way of every call (spec/deluge.md §9.5, §9.6).

type Answer = Value | Promise<Value>;

export const call1 = (run: Run, site: CallSite, self: Value, given: Value): Answer =>
  sightOf(self) === site.seen ? site.call(run, self, given) : site.slow(run, self, given);

const call0 = (run: Run, site: CallSite, self: Value): Answer =>
  sightOf(self) === site.seen ? site.call(run, self) : site.slow(run, self);

export function get(run: Run, site: CallSite, self: Value, key: Value): Answer {
  if (self instanceof KeyValue) {
    const value = self.entries.get(key);
    if (value !== undefined) return value;
  } else if (self instanceof List && typeof key === "number" && !self.isUndecided) {
    // Only a place from 0 up to the end: reading beside it would make V8 look at prototypes.
    if (key >= 0 && key < self.items.length) return self.items[key] ?? null;
  }
  return call1(run, site, self, key);
}

export function put(run: Run, site: CallSite, self: Value, key: Value, value: Value): Answer {
  if (self instanceof KeyValue && typeof key === "string" && self.entries.size < run.limits.elements) {
    const item = typeof value === "object" ? settled(value) : value;
    if (self.entries.has(key)) self.entries.set(key, item);
    else putKey(self, key, item);
    return null;
  }
  return sightOf(self) === site.seen ? site.call(run, self, key, value) : site.slow(run, self, key, value);
}

export function push(run: Run, site: CallSite, self: Value, value: Value): Answer {
  if (self instanceof List && self.element === null && !self.isUndecided && self.items.length < run.limits.elements) {
    self.items.push(typeof value === "object" ? settled(value) : value);
    return null;
  }
  return call1(run, site, self, value);
}

export function size(run: Run, site: CallSite, self: Value): Answer {
  if (self instanceof List && !self.isUndecided) return self.items.length;
  return self instanceof KeyValue ? self.entries.size : call0(run, site, self);
}

export function text(run: Run, site: CallSite, self: Value): Answer {
  if (typeof self === "string") return self;
  return typeof self === "number" ? `${self}` : call0(run, site, self);
}

export function long(run: Run, site: CallSite, self: Value): Answer {
  return typeof self === "number" ? self : call0(run, site, self);
}

/** The calls with a way of their own, by lower-cased name and number of arguments without the receiver. */
export const fastCalls: ReadonlyMap<string, "get" | "put" | "push" | "size" | "text" | "long"> = new Map([
  ...([
    ["get 1", "get"],
    ["put 2", "put"],
    ["add 1", "push"],
    ["size 0", "size"],
    ["tostring 0", "text"],
    ["tolong 0", "long"],
  ] as const),
]);
