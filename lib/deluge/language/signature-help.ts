import { builtinsNamed, freeFunctionNamed } from "../builtins/lookup";
import type { Reference } from "../check/resolution";
import { isWord, Token } from "../syntax/token";
import { enclosing, tokenBefore, tokenText } from "./brackets";
import { type CallText, callText, freeText, methodText, onFirstText, ownText, storedText } from "./describe";
import { type Document, documentOf, type LanguageContext } from "./document";

export type SignatureHelp = {
  /** Every form the function has; `active` is the index of the one that fits. */
  signatures: readonly (CallText & { doc?: string })[];
  active: number;
  /** Index of the parameter the cursor is in. */
  parameter: number;
};

/** The call whose parentheses the offset stands in; null outside all. Works while the call is half written. */
export function signatureHelp(source: string, offset: number, context: LanguageContext = {}): SignatureHelp | null {
  const document = documentOf(source, context);
  const { tokens } = document;
  const at = tokenBefore(tokens, Math.min(Math.max(offset, 0), source.length));
  const isPastStart = at >= 0 && (tokens.kinds[at] ?? 0) === Token.OpenParen && offset <= (tokens.starts[at] ?? 0);
  const isClosing = at >= 0 && (tokens.kinds[at] ?? 0) === Token.CloseParen && offset < (tokens.ends[at] ?? 0);
  const open = callAround(document, isPastStart || isClosing ? at - 1 : at);
  if (open === null) return null;
  const { signatures, count } = signaturesAt(document, open, commasBetween(document, open, at, offset));
  if (signatures.length === 0) return null;
  const fits = signatures.findIndex(
    ({ parameters }) => parameters.length > count || parameters.at(-1)?.label.startsWith("…"),
  );
  const active = Math.max(fits, 0);
  const most = Math.max((signatures[active]?.parameters.length ?? 1) - 1, 0);
  return { signatures, active, parameter: Math.min(count, most) };
}

/** Index of the parenthesis of the innermost call; brackets and literals inside its arguments are passed over. */
function callAround({ tokens }: Document, from: number): number | null {
  let at = from;
  while (at >= 0) {
    const { kind, index } = enclosing(tokens, at);
    if (index < 0 || kind === Token.OpenBracket) return null;
    const word = tokens.kinds[index - 1] ?? 0;
    if (kind === Token.OpenParen && isWord(word) && index > 0) return index;
    at = index - 1;
  }
  return null;
}

function commasBetween({ tokens }: Document, open: number, last: number, offset: number): number {
  let depth = 0;
  let count = 0;
  for (let index = open + 1; index <= last; index++) {
    const kind = tokens.kinds[index] ?? 0;
    if ((tokens.ends[index] ?? 0) > offset) break;
    if (kind === Token.OpenParen || kind === Token.OpenBracket || kind === Token.OpenBrace) depth++;
    else if (kind === Token.CloseParen || kind === Token.CloseBracket || kind === Token.CloseBrace) depth--;
    else if (kind === Token.Comma && depth === 0) count++;
  }
  return count;
}

const constructors: Record<string, CallText> = {
  list: callText("List", [{ label: "items?: LIST" }], "LIST"),
  map: callText("Map", [{ label: "entries?: KEY-VALUE" }], "KEY-VALUE"),
  collection: callText("Collection", [{ label: "…items: ANY or key : value" }], "COLLECTION"),
};

function signaturesAt(
  document: Document,
  open: number,
  count: number,
): Pick<SignatureHelp, "signatures"> & { count: number } {
  const name = open - 1;
  const { tokens, words, checked } = document;
  const lower = tokenText(document, name).toLowerCase();
  if (tokens.kinds[name] === Token.If) {
    const isValue = tokens.kinds[name - 1] !== Token.Semicolon && isOperand(tokens.kinds[name - 1] ?? 0);
    const text = callText("if", [{ label: "condition" }, { label: "value" }, { label: "other value" }], "either");
    return { signatures: isValue || count > 0 ? [text] : [], count };
  }
  const isMethod = tokens.kinds[name - 1] === Token.Dot;
  const word = words.get(tokens.starts[name] ?? -1);
  if (word?.kind === "function") return { signatures: [], count };
  const reference = word?.kind === "node" ? checked.resolution.references.get(word.node) : undefined;
  const known = reference && textsOf(reference, isMethod);
  if (known) return { signatures: known, count };
  const free = freeFunctionNamed(lower);
  if (!isMethod && free) return { signatures: [{ ...freeText(free), doc: free.doc }], count };
  const entries = builtinsNamed(lower);
  if (entries.length > 0) return { signatures: textsOf({ kind: "builtin", entries }, isMethod) ?? [], count };
  const made = Object.hasOwn(constructors, lower) && !isMethod ? constructors[lower] : undefined;
  return { signatures: made ? [made] : [], count };
}

const isOperand = (kind: number) =>
  kind >= Token.Assign && kind <= Token.Not
    ? true
    : kind === Token.OpenParen || kind === Token.Comma || kind === Token.Return;

function textsOf(reference: Reference, isMethod: boolean): SignatureHelp["signatures"] | null {
  switch (reference.kind) {
    case "builtin":
      return reference.entries.map((entry) => ({ ...(isMethod ? methodText : onFirstText)(entry), doc: entry.doc }));
    case "free":
      return [{ ...freeText(reference.function), doc: reference.function.doc }];
    case "own":
      return [ownText(reference.scope)];
    case "stored":
      return reference.function ? [{ ...storedText(reference.function), doc: reference.function.doc }] : null;
    default:
      return null;
  }
}
