import type { Codec } from "./codec";
import { dotPaths } from "./dot-paths";

const maxPairs = 1000;
const maxDepth = 10;

type Group = Map<string, Node>;
type Node = string | string[] | Group;

const isIndex = (key: string) => /^\d{1,9}$/.test(key);

/** `a[b][]` as its keys; text that is not well bracketed is one key. */
function keysOf(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (!match) return [name];
  return [match[1] ?? "", ...[...(match[2] ?? "").matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? "")];
}

function nextIndex(group: Group): string {
  let index = group.size;
  while (group.has(String(index))) index++;
  return String(index);
}

/** Puts one pair in its place; false when the name is both a value and a group. */
function put(root: Group, keys: string[], value: string): boolean {
  let group = root;
  for (const [depth, key] of keys.entries()) {
    const name = key === "" && depth > 0 ? nextIndex(group) : key;
    const known = group.get(name);
    if (depth === keys.length - 1) {
      if (known instanceof Map) return false;
      group.set(name, known === undefined ? value : [...(typeof known === "string" ? [known] : known), value]);
    } else {
      if (known !== undefined && !(known instanceof Map)) return false;
      const inner: Group = known ?? new Map();
      group.set(name, inner);
      group = inner;
    }
  }
  return true;
}

/** Groups whose keys are all numbers become lists in that order. Objects have no prototype, so any key is just a key. */
function plain(node: Node, isRoot: boolean): unknown {
  if (!(node instanceof Map)) return node;
  const entries = [...node];
  if (!isRoot && entries.every(([key]) => isIndex(key)))
    return entries.sort(([one], [other]) => Number(one) - Number(other)).map(([, inner]) => plain(inner, false));
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, inner] of entries) object[key] = plain(inner, false);
  return object;
}

/** Flat and bracketed names (`a=1&b[c]=2&list[]=x`); a repeated name is a list. */
export const form: Codec = {
  ...dotPaths,
  decode(body) {
    const root: Group = new Map();
    let pairs = 0;
    for (const [name, value] of new URLSearchParams(body.trim())) {
      pairs++;
      const keys = keysOf(name);
      const shown = JSON.stringify(name.slice(0, 60));
      if (pairs > maxPairs) return { ok: false, message: `The form reply has more than ${maxPairs} fields.` };
      if (keys.length > maxDepth)
        return { ok: false, message: `The form field ${shown} is nested more than ${maxDepth} levels deep.` };
      if (!put(root, keys, value))
        return { ok: false, message: `The form field ${shown} is used both as a value and as a group.` };
    }
    return { ok: true, value: plain(root, true) };
  },
};
