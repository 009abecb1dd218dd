import type { Argument, Expression, TaskNode } from "../ast";
import { awaited, constant, type Emitter, referenceOf, runtime, unwritten } from "./emitter";

const arrayOf = (nodes: readonly Expression[], emitter: Emitter) =>
  `[${nodes.map((node) => emitter.expression(node)).join(",")}]`;

const keyed = (given: readonly Argument[]) => given.flatMap(({ key, value }) => (key ? [key, value] : []));

/** `List:Int({…})`, `Map({…})`, `Collection("k" : v)` (spec/deluge.md §3.1). */
export function emitConstruct(node: Extract<Expression, { kind: "construct" }>, emitter: Emitter): string {
  const given = node.arguments;
  const values = () =>
    arrayOf(
      given.map(({ value }) => value),
      emitter,
    );
  if (node.type === "map") return `${runtime(emitter, "makeMap")}(r,${values()})`;
  if (node.type === "list") {
    const element = node.element ? constant(emitter, node.element.text.toLowerCase()) : "null";
    return `${runtime(emitter, "makeList")}(r,${element},${values()})`;
  }
  const entries = keyed(given);
  if (entries.length > 0) return `${runtime(emitter, "keyedCollection")}(r,${arrayOf(entries, emitter)})`;
  return `${runtime(emitter, "collection")}(r,${values()})`;
}

/** A block task of the library or of the host, with its attributes by lower-cased key (§6.9). */
export function emitTask(node: TaskNode, emitter: Emitter): string {
  const reference = referenceOf(emitter, node);
  const attributes = node.attributes.map(({ key, values }) => {
    const nodes = values.map((value) => (value.kind === "attachment" ? value.value : value));
    return `[${constant(emitter, key.text.toLowerCase())},${arrayOf(nodes, emitter)}]`;
  });
  const map = `new Map([${attributes.join(",")}])`;
  const path = constant(emitter, node.path.map(({ text }) => text).join("."));
  if (reference?.kind === "host-task") return awaited(`${runtime(emitter, "hostTask")}(r,${path},{attributes:${map}})`);
  if (reference?.kind !== "task") return unwritten("task");
  const call = constant(emitter, reference.task.call);
  return awaited(
    emitter.isTraced ? `${runtime(emitter, "tracedTask")}(r,${path},${call},${map})` : `${call}(r,${map})`,
  );
}
