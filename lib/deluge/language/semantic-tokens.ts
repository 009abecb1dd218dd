import type { FunctionNode, Name } from "../ast";
import type { Reference, Variable } from "../check/resolution";
import type { Span } from "../diagnostic";
import { isWord, Token } from "../syntax/token";
import { type Document, documentOf, type LanguageContext, type Word } from "./document";

/** In the order a legend lists them. */
export const tokenTypes = [
  ...(["keyword", "variable", "parameter", "function", "method", "property", "namespace", "type", "string"] as const),
  ...(["number", "comment", "enumMember"] as const),
];

export const tokenModifiers = ["declaration", "modification", "defaultLibrary"] as const;

export type SemanticToken = Span & {
  type: (typeof tokenTypes)[number];
  modifiers: readonly (typeof tokenModifiers)[number][];
};

/** Every word, literal and comment by what it means, in text order and without overlaps. */
export function semanticTokens(source: string, context: LanguageContext = {}): SemanticToken[] {
  const document = documentOf(source, context);
  const { tokens, words } = document;
  const named = namedSpans(document);
  const found: SemanticToken[] = [];
  for (let at = 0; at < tokens.count; at++) {
    const [start, end] = [tokens.starts[at] ?? 0, tokens.ends[at] ?? 0];
    const kind = tokens.kinds[at] ?? 0;
    const word = words.get(start);
    const told = word ? ofWord(document, word, start) : (named.get(start) ?? ofToken(document, kind, at));
    if (told && end > start) found.push({ start, end, ...told });
  }
  for (const { start, end } of tokens.comments) found.push({ start, end, type: "comment", modifiers: [] });
  return found.sort((a, b) => a.start - b.start);
}

type Told = Pick<SemanticToken, "type" | "modifiers">;

const told = (type: SemanticToken["type"], ...modifiers: SemanticToken["modifiers"]): Told => ({ type, modifiers });

/** Words that only mean something in their place and are no keywords of the scanner. */
const placed = new Set("each index by as asc desc to from into submit".split(" "));

function ofToken({ source, tokens }: Document, kind: number, at: number): Told | null {
  switch (kind) {
    case Token.Integer:
    case Token.Decimal:
      return told("number");
    case Token.Text:
    case Token.Quoted:
      return told("string");
    case Token.List:
    case Token.Map:
    case Token.Collection:
      return told("type");
  }
  if (!isWord(kind)) return null;
  if (kind !== Token.Identifier) return told("keyword");
  const text = source.slice(tokens.starts[at], tokens.ends[at]).toLowerCase();
  return placed.has(text) ? told("keyword") : null;
}

function ofWord({ checked }: Document, word: Word, start: number): Told | null {
  if (word.kind === "function") return told("function", "declaration");
  if (word.kind === "binding") return ofVariable(word.variable, start);
  const reference = checked.resolution.references.get(word.node);
  return reference ? ofReference(reference, word.node.kind === "method", start) : null;
}

function ofVariable(variable: Variable, start: number): Told {
  const type = variable.role === "parameter" ? "parameter" : "variable";
  if (variable.definition.start === start && variable.definition.end > start) return told(type, "declaration");
  return variable.writes.some((write) => write.start === start) ? told(type, "modification") : told(type);
}

function ofReference(reference: Reference, isMethod: boolean, start: number): Told | null {
  switch (reference.kind) {
    case "variable":
      return ofVariable(reference.variable, start);
    case "system":
    case "host-variable":
      return told("variable", "defaultLibrary");
    case "namespace":
      return told("namespace");
    case "field":
      return told("property");
    case "builtin":
      return told(isMethod ? "method" : "function", "defaultLibrary");
    case "free":
    case "host-task":
      return told("function", "defaultLibrary");
    case "own":
    case "stored":
      return told("function");
    case "task":
      return told("keyword", "defaultLibrary");
    case "bare-word":
      return told("enumMember");
    default:
      return null;
  }
}

/** Words that are no references: types in headers, keys of task blocks. */
function namedSpans({ checked, tokens }: Document): Map<number, Told> {
  const named = new Map<number, Told>();
  const addType = (name: Name | undefined) => name && named.set(name.start, told("type"));
  const addHeader = ({ returnType, parameters }: FunctionNode) => {
    addType(returnType);
    for (const { type } of parameters) addType(type);
  };
  for (const node of checked.script.functions) addHeader(node);
  for (const node of checked.resolution.references.keys())
    if (node.kind === "task")
      for (const { key } of node.attributes) {
        named.set(key.start, told("property"));
        for (const part of key.text.matchAll(/[ -]+/g)) {
          const next = key.start + part.index + part[0].length;
          if (next < key.end && tokens.count > 0) named.set(next, told("property"));
        }
      }
  return named;
}
