import type { Builtin, TypeName } from "../builtins/builtin";
import { builtins, freeFunctions, systemVariables, tasks } from "../builtins/index";
import { isNamespace, pathOf } from "../check/paths";
import type { Span } from "../diagnostic";
import { freeText, methodText, ownText, storedText, typeText } from "./describe";
import { type Document, dottedAt, read, scopeAt } from "./document";
import { callInsert, type Item } from "./item";

/** What can stand behind the dot: methods by the type before it, or the next words of a path. */
export function completeMember(document: Document, dot: number, word: Span, offset: number): Item[] {
  const subject = subjectAt(document, dot) ?? subjectAt(cutOff(document, dot), dot);
  const hasParens = /^\s*\(/.test(document.source.slice(word.end, word.end + 20));
  if (subject && "path" in subject) return pathItems(document, subject.path, word, offset, hasParens);
  return methodItems(subject?.type ?? "any", word, hasParens);
}

type Subject = { path: string } | { type: TypeName };

function subjectAt(document: Document, dot: number): Subject | null {
  const node = dottedAt(document, dot);
  if (!node) return null;
  const { object } = node;
  if (isNamespace(object, document.checked.resolution)) return { path: (pathOf(object) ?? []).join(".") };
  const inferred = document.checked.types.expressions.get(object);
  return inferred ? { type: inferred.type } : null;
}

/** The source up to the dot, where what follows it made the parser lose its way. */
function cutOff({ source, context }: Document, dot: number): Document {
  return read(`${source.slice(0, dot)}.x;`, context);
}

const known: ReadonlySet<TypeName> = new Set([
  "text",
  "number",
  "decimal",
  "boolean",
  "date",
  "list",
  "map",
  "collection",
  "file",
  "error",
] as const);

/** Types a value becomes where a function needs it (§3.2), less likely meant. */
const alsoAs: Partial<Record<TypeName, readonly string[]>> = {
  ...{ text: ["date", "list", "map"], number: ["decimal", "date"], decimal: ["number"], error: ["text"] },
};

function rankOf({ on, returns }: Builtin, type: TypeName): number | null {
  if (!known.has(type)) return 0;
  if (on.some((one) => one === type)) return 0;
  if (on.includes("any")) return 10;
  // What only changes its receiver would change a copy.
  return returns !== "void" && on.some((one) => alsoAs[type]?.includes(one)) ? 20 : null;
}

function methodItems(type: TypeName, word: Span, hasParens: boolean): Item[] {
  const items: Item[] = [];
  const names = new Map<string, number>();
  for (const entry of builtins) {
    const rank = rankOf(entry, type);
    if (rank === null || (names.get(entry.name) ?? 99) <= rank) continue;
    names.set(entry.name, rank);
    items.push({
      ...{ label: entry.name, kind: "method", detail: methodText(entry).text, doc: entry.doc, span: word, rank },
      ...callInsert(entry.name, entry.parameters, hasParens),
    });
  }
  if (type === "error") {
    items.push({ label: "message", kind: "property", detail: "TEXT", text: "message", span: word, rank: 0 });
    items.push({ label: "lineNo", kind: "property", detail: "NUMBER", text: "lineNo", span: word, rank: 0 });
  }
  return items;
}

/** The words that continue a path: of functions, system variables, tasks and parameters. */
function pathItems(document: Document, path: string, word: Span, offset: number, hasParens: boolean): Item[] {
  const lower = path.toLowerCase();
  if (lower === "input") return parameterItems(document, word, offset);
  const items: Item[] = [];
  const add = (
    whole: string,
    item: Omit<Item, "label" | "text" | "span" | "rank">,
    insert?: (name: string) => { text: string },
  ) => {
    if (!whole.toLowerCase().startsWith(`${lower}.`)) return;
    const rest = whole.slice(path.length + 1);
    const next = rest.split(".", 1)[0] ?? rest;
    if (next !== rest) items.push({ label: next, kind: "namespace", text: next, span: word, rank: 5 });
    else items.push({ ...item, label: next, text: next, ...insert?.(next), span: word, rank: 0 });
  };
  for (const { path: whole, type, doc } of systemVariables)
    add(whole, { kind: "variable", detail: typeText(type), doc });
  for (const entry of freeFunctions) {
    const { path: whole, doc, parameters } = entry;
    const insert = (name: string) => callInsert(name, parameters, hasParens);
    add(whole, { kind: "function", detail: freeText(entry).text, doc }, insert);
  }
  for (const task of tasks) add(task.path, { kind: "task", doc: task.doc });
  const { context, checked } = document;
  for (const scope of checked.resolution.scopes) {
    const insert = (name: string) => callInsert(name, scope.parameters, hasParens);
    if (scope.function) add(scope.path, { kind: "function", detail: ownText(scope).text }, insert);
  }
  for (const stored of context.functions ?? []) {
    const insert = (name: string) => callInsert(name, stored.signature?.parameters ?? [], hasParens);
    add(stored.path, { kind: "function", detail: storedText(stored).text, doc: stored.doc }, insert);
  }
  const insert = (name: string) => callInsert(name, [{ name: "", isOptional: true }], hasParens);
  for (const task of context.hostTasks ?? []) add(task.path, { kind: "task", doc: task.doc }, insert);
  return items;
}

function parameterItems(document: Document, word: Span, offset: number): Item[] {
  return scopeAt(document, offset).parameters.map(({ name }) => ({
    ...{ label: name, kind: "parameter", detail: "parameter", text: name, span: word, rank: 0 },
  }));
}
