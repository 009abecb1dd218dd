import type { Expression } from "../ast";
import type { Variable } from "../check/resolution";
import type { Document } from "./document";

/** Methods whose first argument is a key of a map, lower-cased. */
export const keyed: ReadonlySet<string> = new Set(
  "get getjson put containkey containskey remove notcontains update deletekey".split(" "),
);

/** Keys the source itself shows for the map a variable holds; not the one being written at the offset. */
export function keysSeen({ checked }: Document, variable: Variable, writing: number): string[] {
  const keys = new Set<string>();
  for (const { node } of checked.types.variables.get(variable) ?? []) for (const key of keysOf(node)) keys.add(key);
  for (const [node, reference] of checked.resolution.references) {
    if (node.kind !== "method" || reference.kind !== "builtin" || !keyed.has(node.name.text.toLowerCase())) continue;
    const first = node.arguments[0]?.value;
    if (first?.kind !== "text" || (first.start <= writing && writing <= first.end)) continue;
    const { object } = node;
    const subject =
      object.kind === "name" || object.kind === "member" ? checked.resolution.references.get(object) : undefined;
    if (subject?.kind === "variable" && subject.variable === variable) keys.add(first.value);
  }
  return [...keys];
}

/** Of a map literal, and of what `invokeurl [ detailed : true ]` gives (§7). */
function keysOf(node: Expression | undefined): string[] {
  if (node?.kind === "group") return keysOf(node.value);
  if (node?.kind === "construct") return keysOf(node.arguments[0]?.value);
  if (node?.kind === "map") return node.entries.flatMap(({ key }) => (key.kind === "text" ? [key.value] : []));
  if (node?.kind !== "task") return [];
  const isDetailed = node.attributes.some(({ key }) => key.text === "detailed");
  return isDetailed ? ["responseCode", "responseText", "responseHeader"] : [];
}
