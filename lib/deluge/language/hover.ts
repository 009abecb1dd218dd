import { taskNamed } from "../builtins/lookup";
import type { Reference } from "../check/resolution";
import type { Span } from "../diagnostic";
import { isWord, type Tokens } from "../syntax/token";
import { enclosing, tokenBefore, tokenText } from "./brackets";
import {
  freeText,
  methodText,
  onFirstText,
  ownText,
  roleText,
  storedText,
  taskText,
  typeAt,
  typeText,
} from "./describe";
import { type Document, documentOf, type LanguageContext, type Word } from "./document";
import { placeAt } from "./place";
import { keywordDocs } from "./snippets";

/** What the word is, in Markdown; `code` parts are Deluge. */
export type Hover = Span & { code: string; text: string };

/** Tells what the word at the offset means; null where there is none. */
export function hover(source: string, offset: number, context: LanguageContext = {}): Hover | null {
  const document = documentOf(source, context);
  const { tokens } = document;
  const at = wordAt(tokens, offset);
  if (at === null) return null;
  const [start, end] = [tokens.starts[at] ?? 0, tokens.ends[at] ?? 0];
  const found =
    attribute(document, at, start) ?? ofWord(document, document.words.get(start), start) ?? keyword(document, at);
  return found && { start, end, ...found };
}

/** Index of the word that the offset is in or at the end of. */
function wordAt(tokens: Tokens, offset: number): number | null {
  for (const at of [tokenBefore(tokens, offset + 1), tokenBefore(tokens, offset)]) {
    const isTouched = at >= 0 && (tokens.starts[at] ?? 0) <= offset && offset <= (tokens.ends[at] ?? 0);
    if (isTouched && isWord(tokens.kinds[at] ?? 0)) return at;
  }
  return null;
}

type Said = { code: string; text: string };

const joined = (parts: readonly (string | undefined)[]) => parts.filter((part) => part).join("\n\n");

function ofWord(document: Document, word: Word | undefined, offset: number): Said | null {
  if (!word) return null;
  if (word.kind === "function") return { code: ownText(word.scope).text, text: "Function of this script" };
  if (word.kind === "binding") return ofVariable(document, { kind: "variable", variable: word.variable }, offset);
  const reference = document.checked.resolution.references.get(word.node);
  if (!reference) return null;
  if (reference.kind === "variable") return ofVariable(document, reference, offset);
  return ofReference(reference, word.node.kind === "method");
}

function ofVariable(document: Document, { variable }: Extract<Reference, { kind: "variable" }>, offset: number): Said {
  const type = typeAt(document, variable, offset);
  const assigned = document.checked.types.expressions;
  const word = document.words.get(offset);
  const written = word?.kind === "node" ? assigned.get(word.node)?.type : undefined;
  const shown = written && written !== "any" ? written : type;
  return { code: shown === "any" ? variable.name : `${variable.name}: ${typeText(shown)}`, text: roleText(variable) };
}

function ofReference(reference: Reference, isMethod: boolean): Said | null {
  switch (reference.kind) {
    case "builtin": {
      const { entries } = reference;
      const forms = entries.map((entry) => (isMethod ? methodText : onFirstText)(entry).text);
      const docs = entries.map(({ doc, example }) => joined([doc, example && `\`${example}\``]));
      return { code: [...new Set(forms)].join("\n"), text: joined([...new Set(docs)]) };
    }
    case "free": {
      const { doc, example } = reference.function;
      return { code: freeText(reference.function).text, text: joined([doc, example && `\`${example}\``]) };
    }
    case "system":
      return { code: `${reference.variable.path}: ${typeText(reference.variable.type)}`, text: reference.variable.doc };
    case "own":
      return { code: ownText(reference.scope).text, text: "Function of this script" };
    case "stored": {
      const { function: stored, path } = reference;
      return { code: stored ? storedText(stored).text : path, text: joined(["Stored function", stored?.doc]) };
    }
    case "task":
      return { code: taskText(reference.task), text: reference.task.doc };
    case "host-task":
      return { code: reference.path, text: "Task of the host" };
    case "host-variable":
      return { code: reference.path, text: "Variable of the host" };
    case "bare-word":
      return { code: reference.text, text: "Stands for its own text" };
    case "field":
      return null;
    default:
      return null;
  }
}

/** A key of a task block. */
function attribute(document: Document, at: number, start: number): Said | null {
  const place = placeAt(document, start);
  if (place.kind !== "attribute") return null;
  const { tokens } = document;
  const task = taskNamed(place.task.toLowerCase());
  const open = enclosing(tokens, at - 1).index;
  if (!task || open < 0) return null;
  const text = tokenText(document, at).toLowerCase();
  const known =
    task.attributes.find(({ key }) => key === text) ??
    task.attributes.find(({ key }) => key.split(/[ -]/).includes(text));
  if (!known) return null;
  const words = known.bareWords?.join(" | ") ?? typeText(known.type);
  return {
    code: `${known.key} : ${words}`,
    text: joined([known.doc, known.isRequired && "Required."].map((part) => part || undefined)),
  };
}

function keyword(document: Document, at: number): Said | null {
  const text = tokenText(document, at).toLowerCase();
  const doc = Object.hasOwn(keywordDocs, text) ? keywordDocs[text] : undefined;
  if (doc) return { code: text, text: doc };
  const task = taskNamed(text);
  return task ? { code: taskText(task), text: task.doc } : null;
}
