import { builtins, freeFunctions, systemVariables, tasks } from "../builtins/index";
import type { Span } from "../diagnostic";
import { freeText, onFirstText, ownText, roleText, storedText, taskText, typeAt, typeText } from "./describe";
import { type Document, scopeAt } from "./document";
import { callInsert, type Item, plain } from "./item";
import { elseSnippets, expressionSnippets, operatorWords, type Snippet, statementSnippets } from "./snippets";

/** Variables that have a value at the offset: assigned before it, and caught errors inside their block (§3). */
export function variableItems(document: Document, word: Span): Item[] {
  const items: Item[] = [];
  for (const variable of scopeAt(document, word.start).variables) {
    const { name, role, until } = variable;
    const first = document.checked.types.variables.get(variable)?.[0];
    const isKnown = role === "parameter" || (first && first.at <= word.start);
    if (!isKnown || name === "" || (until !== undefined && word.start > until)) continue;
    const type = typeAt(document, variable, word.start);
    const kind = role === "parameter" ? "parameter" : "variable";
    const detail = type === "any" ? roleText(variable) : `${typeText(type)}, ${roleText(variable)}`;
    items.push({ label: name, kind, detail, text: name, span: word, rank: 0 });
  }
  return items;
}

const snippetItems = (snippets: readonly Snippet[], word: Span, rank: number): Item[] =>
  snippets.map(({ label, detail, text }) => {
    const isSnippet = text.includes("$");
    const kind = isSnippet ? "snippet" : "keyword";
    return { label, kind, detail, text, span: word, rank, ...(isSnippet ? { isSnippet: true as const } : {}) };
  });

/** Functions callable by a bare name or path, and system variables. */
function functionItems(document: Document, word: Span, hasParens: boolean): Item[] {
  const items: Item[] = [];
  const { checked, context } = document;
  for (const scope of checked.resolution.scopes) {
    if (!scope.function || scope.path === "") continue;
    const made = callInsert(scope.path, scope.parameters, hasParens);
    items.push({ label: scope.path, kind: "function", detail: ownText(scope).text, span: word, rank: 4, ...made });
  }
  for (const stored of context.functions ?? []) {
    const made = callInsert(stored.path, stored.signature?.parameters ?? [], hasParens);
    const detail = storedText(stored).text;
    items.push({ label: stored.path, kind: "function", detail, doc: stored.doc, span: word, rank: 5, ...made });
  }
  for (const { path, type, doc } of systemVariables)
    items.push({ label: path, kind: "variable", detail: typeText(type), doc, text: path, span: word, rank: 7 });
  for (const entry of freeFunctions) {
    const { path, doc, parameters } = entry;
    const made = callInsert(path, parameters, hasParens);
    items.push({ label: path, kind: "function", detail: freeText(entry).text, doc, span: word, rank: 7, ...made });
  }
  for (const { path, doc } of context.hostTasks ?? [])
    items.push({ label: path, kind: "task", doc, text: path, span: word, rank: 8 });
  for (const entry of builtins) {
    const made = callInsert(entry.name, [{ name: "value" }, ...entry.parameters], hasParens);
    const detail = onFirstText(entry).text;
    items.push({ label: entry.name, kind: "function", detail, doc: entry.doc, span: word, rank: 9, ...made });
  }
  return items;
}

/** Block tasks as snippets with their required attributes. */
function taskItems(word: Span, isStatement: boolean): Item[] {
  return tasks
    .filter(({ returns }) => isStatement || returns !== "void")
    .map((task) => {
      let stop = 0;
      const lines = task.attributes
        .filter(({ key, isRequired, bareWords }) => isRequired || (key === "type" && bareWords))
        .map(({ key, bareWords }) => `\n\t${key} : \${${++stop}:${plain(bareWords?.[0] ?? key)}}`);
      const text = `${plain(task.path)}\n[${lines.join("")}$0\n]`;
      const detail = taskText(task);
      const end = isStatement && task.returns === "void" ? ";" : "";
      return {
        ...{ label: task.path, kind: "task", detail, doc: task.doc, text: `${text}${end}`, isSnippet: true },
        ...{ span: word, rank: 6 },
      } satisfies Item;
    });
}

export function statementItems(document: Document, word: Span, hasParens: boolean): Item[] {
  const before = document.source.slice(0, word.start).trimEnd();
  const isAfterIf = before.endsWith("}");
  return [
    ...variableItems(document, word),
    ...snippetItems(statementSnippets, word, 2),
    ...(isAfterIf ? snippetItems(elseSnippets, word, 1) : []),
    ...taskItems(word, true),
    ...functionItems(document, word, hasParens),
  ];
}

export const expressionItems = (document: Document, word: Span, hasParens: boolean): Item[] => [
  ...variableItems(document, word),
  ...snippetItems(expressionSnippets, word, 3),
  ...taskItems(word, false),
  ...functionItems(document, word, hasParens),
];

export const operatorItems = (word: Span): Item[] =>
  operatorWords.map((label) => ({ label, kind: "keyword", text: label, span: word, rank: 0 }));
