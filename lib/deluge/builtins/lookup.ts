import type { Builtin, FreeFunction, SystemVariable, Task } from "./builtin";
import { builtins, freeFunctions, systemVariables, tasks } from "./index";

const methods = new Map<string, Builtin[]>();
for (const entry of builtins) {
  for (const name of [entry.name, ...(entry.aliases ?? [])]) {
    const known = methods.get(name.toLowerCase());
    if (known) known.push(entry);
    else methods.set(name.toLowerCase(), [entry]);
  }
}

const byPath = <Entry extends { path: string; aliases?: readonly string[] }>(entries: readonly Entry[]) =>
  new Map(
    entries.flatMap((entry) => [entry.path, ...(entry.aliases ?? [])].map((path) => [path.toLowerCase(), entry])),
  );

const free = byPath<FreeFunction>(freeFunctions);
const variables = new Map(systemVariables.map((entry) => [entry.path.toLowerCase(), entry]));
const blocks = new Map(tasks.map((entry) => [entry.path.toLowerCase(), entry]));

const none: readonly Builtin[] = [];

/** Entries of a name, lower-cased: one per kind of receiver at most (spec/deluge.md §2.3, §9). */
export const builtinsNamed = (lowerName: string): readonly Builtin[] => methods.get(lowerName) ?? none;

/** A function called by its path, say "zoho.encryption.md5", lower-cased (§9.11). */
export const freeFunctionNamed = (lowerPath: string): FreeFunction | undefined => free.get(lowerPath);

/** A system variable by its path, lower-cased (§9.12). */
export const systemVariableNamed = (lowerPath: string): SystemVariable | undefined => variables.get(lowerPath);

/** A block task by its path, lower-cased (§6.9). */
export const taskNamed = (lowerPath: string): Task | undefined => blocks.get(lowerPath);

/** Edits that turn one word into the other, at most `limit`; `limit` + 1 stands for more. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return Math.min(above[b.length] ?? 0, limit + 1);
}

const officialNames = [
  ...new Set([...builtins.map((entry) => entry.name), ...freeFunctions.map((entry) => entry.path)]),
];

/** Library names a misspelt one may have meant, nearest first, three at most. */
export function similarNames(name: string): string[] {
  if (name.length > 60) return [];
  const wanted = name.toLowerCase();
  const limit = wanted.length <= 4 ? 1 : 2;
  return officialNames
    .map((official) => ({ official, edits: distance(wanted, official.toLowerCase(), limit) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits || (a.official < b.official ? -1 : 1))
    .slice(0, 3)
    .map(({ official }) => official);
}
