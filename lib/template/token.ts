import { TemplateError } from "./errors";

export type Token = {
  kind: "word" | "number" | "string" | "symbol";
  /** Source text; for a string its value. */
  text: string;
  offset: number;
  end: number;
};

export type TagTokens = { tokens: Token[]; end: number; trimsAfter: boolean };

const space = /\s+/y;
const letter = "[\\p{L}\\p{N}\\p{M}_$]";
const number = new RegExp(`-?\\d+(?:\\.\\d+)?(?!-*${letter})`, "uy");
const word = new RegExp(`${letter}+(?:-+${letter}+)*`, "uy");
const symbol = /==|!=|<=|>=|[<>()[\]{},:.|]/y;
// Word processors turn quotes curly, so either side of a pair closes it.
const closers: Record<string, string> = { '"': '"', "'": "'", "“": '“”"', "”": '“”"', "‘": "‘’'", "’": "‘’'" };
const advice: Record<string, string> = {
  "=": "Compare with ==",
  "!": "Write not in front of the condition",
  "&": "Write and between two conditions",
  "\\": "Quotes inside a placeholder are written without a backslash",
  "~": "Put two placeholders next to each other to join their texts",
  "?": "Choose between values with {% if %}",
  "+": "There is no arithmetic in templates",
  "-": "There is no arithmetic in templates",
  "*": "There is no arithmetic in templates",
  "/": "There is no arithmetic in templates",
  "%": "There is no arithmetic in templates",
};

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function scanString(source: string, offset: number): Token {
  const ends = closers[source[offset] ?? ""] ?? "";
  let text = "";
  let at = offset + 1;
  while (at < source.length) {
    const char = source[at] ?? "";
    if (ends.includes(char)) return { kind: "string", text, offset, end: at + 1 };
    if (char === "\\" && at + 1 < source.length) {
      const code = /^u[0-9a-fA-F]{4}/.exec(source.slice(at + 1, at + 6))?.[0];
      const next = source[at + 1] ?? "";
      text += code ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[next] ?? next);
      at += code ? 6 : 2;
    } else {
      text += char;
      at += 1;
    }
  }
  throw new TemplateError(`This text has no closing ${source[offset]}`, source, offset);
}

function scanToken(source: string, at: number): Token {
  const first = source[at] ?? "";
  if (first in closers) return scanString(source, at);
  for (const [kind, pattern] of [
    ["number", number],
    ["word", word],
    ["symbol", symbol],
  ] as const) {
    const text = match(pattern, source, at);
    if (text !== undefined) return { kind, text, offset: at, end: at + text.length };
  }
  const help = advice[first];
  const char = String.fromCodePoint(source.codePointAt(at) ?? 0);
  throw new TemplateError(`"${char}" has no meaning here${help ? `. ${help}` : ""}`, source, at);
}

function scanUntil(source: string, start: number, close: "}}" | "%}", opened: number): TagTokens {
  const tokens: Token[] = [];
  let braces = 0;
  let at = start;
  for (;;) {
    at += match(space, source, at)?.length ?? 0;
    if (at >= source.length || (source[at] === "{" && /[{%#]/.test(source[at + 1] ?? "")))
      throw neverClosed(source, opened, close);
    if (braces === 0) {
      if (source.startsWith(close, at)) return { tokens, end: at + 2, trimsAfter: false };
      if (source[at] === "-" && source.startsWith(close, at + 1)) return { tokens, end: at + 3, trimsAfter: true };
    }
    if (source[at] === "}" && braces === 0) throw new TemplateError(`Close this with ${close}`, source, at);
    const token = scanToken(source, at);
    if (token.kind === "symbol" && token.text === "{") braces += 1;
    if (token.kind === "symbol" && token.text === "}") braces -= 1;
    tokens.push(token);
    at = token.end;
  }
}

function neverClosed(source: string, opened: number, close: string): TemplateError {
  const what = close === "}}" ? "placeholder" : "tag";
  return new TemplateError(`This ${what} is never closed. End it with ${close}`, source, opened, 2);
}

/** Reads one `{{ … }}` or `{% … %}` from just after its opening; `opened` is where that opening begins. */
export function scanTag(source: string, start: number, close: "}}" | "%}", opened: number): TagTokens {
  try {
    return scanUntil(source, start, close, opened);
  } catch (error) {
    // Without its end a tag swallows what follows; the missing end is the mistake to report, not what was swallowed.
    const end = source.indexOf(close, start);
    const nextOpening = source.slice(start, end < 0 ? undefined : end).search(/\{[{%#]/);
    throw end < 0 || nextOpening >= 0 ? neverClosed(source, opened, close) : error;
  }
}
