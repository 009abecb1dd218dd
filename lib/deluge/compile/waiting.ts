import type { Reference, Resolution, Scope } from "../check/resolution";

/** Whether a call or a block waits for something outside: only then can it be a promise. */
function waits(reference: Reference): boolean {
  switch (reference.kind) {
    case "task":
    case "host-task":
    case "stored":
      return true;
    case "builtin":
      return reference.entries.some(({ isAsync }) => isAsync);
    case "free":
      return reference.function.isAsync === true;
    default:
      return false;
  }
}

/** The functions of a source that wait, those that call one of them included; all others stay plain functions. */
export function waitingScopes({ scopes, references }: Resolution): ReadonlySet<Scope> {
  const waiting = new Set<Scope>();
  const callers = new Map<Scope, Scope[]>();
  const starts = scopes.map((scope) => scope.function?.start ?? 0);
  for (const [node, reference] of references) {
    if (reference.kind !== "own" && !waits(reference)) continue;
    const scope = scopes[lastAtOrBefore(starts, node.start)];
    if (!scope) continue;
    if (reference.kind !== "own") waiting.add(scope);
    else callers.set(reference.scope, [...(callers.get(reference.scope) ?? []), scope]);
  }
  const left = [...waiting];
  for (let scope = left.pop(); scope; scope = left.pop())
    for (const caller of callers.get(scope) ?? [])
      if (!waiting.has(caller)) {
        waiting.add(caller);
        left.push(caller);
      }
  return waiting;
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
