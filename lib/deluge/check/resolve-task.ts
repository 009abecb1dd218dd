import type { Attachment, Attribute, Expression, TaskNode } from "../ast";
import type { Task, TaskAttribute } from "../builtins/builtin";
import { systemVariableNamed, taskNamed } from "../builtins/lookup";
import { replacing } from "../syntax/findings";
import { certain, type Inferred, unknown } from "./inferred";
import { spanning } from "./paths";
import { refuseTask } from "./refused";
import { findVariable } from "./scopes";
import { similarWords } from "./similar";
import type { State } from "./state";

/** A block task, as a statement or an expression (§6.9, §7, §8). */
export function resolveTask(node: TaskNode, isStatement: boolean, state: State): Inferred {
  const path = node.path.map(({ text }) => text).join(".");
  const task = taskNamed(path.toLowerCase());
  const first = node.path[0] ?? node;
  const head = spanning(first, node.path.at(-1) ?? first);
  if (!task) return resolveHostTask(node, path, head, state);
  state.references.set(node, { kind: "task", task });
  const isMisplaced = task.returns === "void" && !isStatement;
  if (isMisplaced)
    state.report.error(head, "task-without-value", `Improper Statement: ${path} gives no value: it stands alone`);
  checkKeys(node, task, state);
  const attributes = new Map(task.attributes.map((attribute) => [attribute.key, attribute]));
  for (const { key, values } of node.attributes) {
    const attribute = attributes.get(key.text);
    for (const value of values) if (attribute || hasMeaning(value, state)) readAttribute(value, attribute, state);
  }
  return task.returns === "any" || isMisplaced ? unknown : certain(task.returns);
}

/** A bare word of a key that does not exist is not wrong once more. */
const hasMeaning = (value: Expression | Attachment, { scope }: State) =>
  value.kind !== "name" || findVariable(scope, value.text) || systemVariableNamed(value.text.toLowerCase());

function resolveHostTask(node: TaskNode, path: string, head: { start: number; end: number }, state: State): Inferred {
  state.references.set(node, { kind: "host-task", path });
  for (const { values } of node.attributes) for (const value of values) readAttribute(value, undefined, state);
  const { hasTask } = state.context;
  const [only] = node.path;
  if (only && node.path.length === 1 && refuseTask(only, state)) return unknown;
  if (hasTask && !hasTask(path))
    state.report.warning(
      head,
      "unknown-task",
      `Not able to find '${path}' task here: running it is an error at run time`,
    );
  return unknown;
}

function readAttribute(value: Expression | Attachment, attribute: TaskAttribute | undefined, state: State) {
  if (value.kind === "attachment") {
    state.read(value.value);
    return;
  }
  const words = attribute?.bareWords;
  if (words && value.kind === "name") {
    const word = words.find((one) => one.toLowerCase() === value.text.toLowerCase());
    if (word) state.references.set(value, { kind: "bare-word", text: word });
    else if (findVariable(state.scope, value.text)) state.read(value);
    else {
      state.references.set(value, { kind: "unknown" });
      reportWord(value, value.text, attribute, words, "", state);
    }
    return;
  }
  state.read(value);
  if (words && value.kind === "text" && !words.some((one) => one.toLowerCase() === value.value.trim().toLowerCase()))
    reportWord(value, value.value, attribute, words, '"', state);
}

function reportWord(
  span: Expression,
  word: string,
  { key }: TaskAttribute,
  words: readonly string[],
  quote: string,
  state: State,
) {
  const likely = similarWords(word, words, 1);
  state.report.error(
    span,
    "attribute-word",
    `'${word}' is no ${key}: write ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`,
    likely.map((text) => replacing(`Change to ${text}`, span, `${quote}${text}${quote}`)),
  );
}

function checkKeys(node: TaskNode, task: Task, state: State) {
  const known = task.attributes.map(({ key }) => key);
  const seen = new Map<string, Attribute>();
  const meant = new Set<string>();
  for (const attribute of node.attributes) {
    const { key } = attribute;
    if (seen.has(key.text))
      state.report.error(key, "duplicate-attribute", `'${key.text}' is given twice to ${task.path}`);
    else if (!known.includes(key.text) && key.text !== "") {
      const similar = similarWords(key.text, known);
      for (const text of similar.slice(0, 1)) meant.add(text);
      state.report.error(
        key,
        "unknown-attribute",
        `${task.path} has no attribute '${key.text}'. It takes ${known.join(", ")}`,
        similar.map((text) => replacing(`Change to ${text}`, key, text)),
      );
    }
    seen.set(key.text, attribute);
  }
  const head = spanning(node.path[0] ?? node, node.path.at(-1) ?? node);
  for (const { key, isRequired } of task.attributes)
    if (isRequired && !seen.has(key) && !meant.has(key))
      state.report.error(head, "missing-attribute", `'${key.toUpperCase()}' message is missing for ${task.path} task`);
  const body = seen.get("body");
  if (body && seen.has("parameters"))
    state.report.error(body.key, "exclusive-attributes", "'body' and 'parameters' can't be given together: keep one");
}
