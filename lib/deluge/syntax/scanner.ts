import type { Comment } from "../ast";
import type { Span } from "../diagnostic";
import { Class, characterAt, classAt } from "./characters";
import { type Findings, replacing } from "./findings";
import { quotedEnd, type TextEnd, textEnd } from "./text-end";
import { Flag, Token, type Tokens, wordKind } from "./token";

const single: Record<string, number> = {
  ...{ ";": Token.Semicolon, ",": Token.Comma, ":": Token.Colon, "(": Token.OpenParen, ")": Token.CloseParen },
  ...{ "{": Token.OpenBrace, "}": Token.CloseBrace, "[": Token.OpenBracket, "]": Token.CloseBracket },
  ...{ "=": Token.Assign, "<": Token.Less, ">": Token.Greater, "+": Token.Plus, "-": Token.Minus, "*": Token.Star },
  ...{ "/": Token.Slash, "%": Token.Percent, "!": Token.Not, "?": Token.Question },
};
const singles = new Uint8Array(128);
for (const [text, kind] of Object.entries(single)) singles[text.charCodeAt(0)] = kind;

/** With `=` behind it. */
const doubled: Record<number, number> = {
  ...{ [Token.Assign]: Token.Equal, [Token.Not]: Token.NotEqual, [Token.Less]: Token.LessEqual },
  ...{ [Token.Greater]: Token.GreaterEqual, [Token.Plus]: Token.PlusAssign, [Token.Minus]: Token.MinusAssign },
  ...{ [Token.Star]: Token.StarAssign, [Token.Slash]: Token.SlashAssign, [Token.Percent]: Token.PercentAssign },
};

/**
 * Cuts a source into tokens (spec/deluge.md §2), in linear time, whatever it holds. Comments go aside. What is wrong with a
 * single token is reported here; the token then stands for what was probably meant.
 * `textsSpanLines` unset: a double-quoted text ends with its line at the latest.
 */
export function scan(source: string, findings: Findings, textsSpanLines: boolean): Tokens {
  const scanner = new Scanner(source, findings, textsSpanLines);
  scanner.run();
  return scanner;
}

class Scanner implements Tokens {
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly flags: Uint8Array;
  readonly comments: Comment[] = [];
  count = 0;
  private at = 0;
  private newLine: number = Flag.onNewLine;
  private readonly ending: TextEnd = { at: 0, flags: 0, spansLines: false, rawUntil: -1, reachedEnd: false };

  constructor(
    private readonly source: string,
    private readonly findings: Findings,
    private readonly textsSpanLines: boolean,
  ) {
    const most = source.length + 1;
    [this.kinds, this.flags] = [new Uint8Array(most), new Uint8Array(most)];
    [this.starts, this.ends] = [new Int32Array(most), new Int32Array(most)];
  }

  get hasOpenText() {
    return this.ending.reachedEnd;
  }

  run() {
    const { source } = this;
    const length = source.length;
    while (this.at < length) {
      const start = this.at;
      switch (classAt(source, start)) {
        case Class.space:
          this.at++;
          break;
        case Class.lineBreak:
          this.at++;
          this.newLine = Flag.onNewLine;
          break;
        case Class.letter:
          this.word(start);
          break;
        case Class.digit:
          this.number(start);
          break;
        default:
          this.mark(start);
      }
    }
    this.push(Token.End, length, length, 0);
    this.count--;
  }

  private push(kind: number, start: number, end: number, flags: number) {
    const { count } = this;
    this.kinds[count] = kind;
    this.starts[count] = start;
    this.ends[count] = end;
    this.flags[count] = flags | this.newLine;
    this.count = count + 1;
    this.newLine = 0;
    this.at = end;
  }

  private word(start: number) {
    const { source } = this;
    const end = this.wordEnd(start);
    this.push(wordKind(source, start, end), start, end, 0);
  }

  /** Warns of letters beyond ASCII (§2.3). */
  private wordEnd(start: number): number {
    const { source } = this;
    let isPlain = true;
    let at = start;
    while (at < source.length && classAt(source, at) >= Class.letter) {
      const isWide = source.charCodeAt(at) > 127;
      isPlain &&= !isWide;
      at += isWide ? characterAt(source, at).length : 1;
    }
    if (!isPlain) {
      const message = `'${source.slice(start, at)}' has letters other than A to Z, which other installations refuse`;
      this.findings.add("warning", "non-ascii-name", message, { start, end: at });
    }
    return at;
  }

  /** `1000.round(0)` is a number, a dot and a name (§2.7). */
  private number(start: number) {
    const { source } = this;
    let at = start;
    while (classAt(source, at) === Class.digit) at++;
    let kind: number = Token.Integer;
    if (source.charCodeAt(at) === 46 && classAt(source, at + 1) !== Class.letter) {
      kind = Token.Decimal;
      at++;
      while (classAt(source, at) === Class.digit) at++;
    }
    if (classAt(source, at) === Class.letter) {
      const end = this.wordEnd(at);
      const text = source.slice(start, end);
      const hint = /^(\d[\d.]*e\d*|0x[\da-f]*|[\d_]+)$/i.test(text) ? ": write the number in plain digits" : "";
      this.findings.add("error", "bad-number", `Unexpected token found '${shortened(text)}'${hint}`, { start, end });
      at = end;
    }
    this.push(kind, start, at, 0);
  }

  private mark(start: number) {
    const { source } = this;
    const code = source.charCodeAt(start);
    const next = source.charCodeAt(start + 1);
    if (code === 34 || code === 39) return this.text(start, code);
    if (code === 46) {
      if (next >= 48 && next <= 57) return this.number(start);
      return this.push(Token.Dot, start, start + 1, 0);
    }
    if (code === 47 && (next === 47 || next === 42)) return this.comment(start, next === 42);
    const kind = code < 128 ? (singles[code] ?? 0) : 0;
    if (next === 61 && kind >= Token.Assign && kind !== Token.Question)
      return this.doubled(start, doubled[kind] ?? kind);
    if (kind !== 0) return this.push(kind, start, start + 1, 0);
    this.foreign(start, code, next);
  }

  private doubled(start: number, kind: number) {
    const isTripled = this.source.charCodeAt(start + 2) === 61 && (kind === Token.Equal || kind === Token.NotEqual);
    const end = start + (isTripled ? 3 : 2);
    if (isTripled) this.instead({ start, end }, kind === Token.Equal ? "==" : "!=");
    this.push(kind, start, end, 0);
  }

  /** Characters the language has no use for, some with an obvious meaning. */
  private foreign(start: number, code: number, next: number) {
    const { source } = this;
    if (code === 38 || code === 124) {
      const isWhole = next === code;
      const span = { start, end: start + (isWhole ? 2 : 1) };
      if (!isWhole) this.instead(span, code === 38 ? "&&" : "||");
      return this.push(code === 38 ? Token.And : Token.Or, span.start, span.end, 0);
    }
    const character = characterAt(source, start);
    if (character === "“" || character === "”") return this.curlyText(start);
    this.push(Token.Unknown, start, start + character.length, 0);
  }

  /** A text between typographic quotes, as word processors make them. */
  private curlyText(start: number) {
    const [found = "“"] = /[“”][^“”\r\n"]*[“”"]?/.exec(this.source.slice(start, start + 10_000)) ?? [];
    const end = start + found.length;
    const isClosed = found.length > 1 && /[”“"]$/.test(found);
    const edits = [{ start, end: start + 1, text: '"' }];
    if (isClosed) edits.push({ start: end - 1, end, text: '"' });
    const fixes = [{ title: 'Use straight quotes: "', edits }];
    const message = `Unexpected token found '${found.charAt(0)}': texts stand in straight quotes`;
    this.findings.add("error", "unexpected-token", message, { start, end }, fixes);
    this.push(Token.Text, start, end, Flag.hasBackslash | (isClosed ? 0 : Flag.isUnclosed));
  }

  private text(start: number, quote: number) {
    const { ending, source } = this;
    if (quote === 34) textEnd(source, start, this.textsSpanLines, ending);
    else quotedEnd(source, start, ending);
    const span = { start, end: ending.at };
    if (ending.flags & Flag.isUnclosed) {
      const mark = String.fromCharCode(quote);
      this.findings.add("error", "unclosed-text", `Text is not closed properly: ${mark} is missing`, span);
    } else if (ending.spansLines) {
      const message = 'A line break inside a text: write "\\n"';
      this.findings.add("warning", "line-break-in-text", message, span);
    }
    this.push(quote === 34 ? Token.Text : Token.Quoted, start, ending.at, ending.flags);
  }

  private comment(start: number, isBlock: boolean) {
    const { source } = this;
    let end = start + 2;
    if (isBlock) {
      const close = source.indexOf("*/", end);
      end = close < 0 ? source.length : close + 2;
      if (close < 0)
        this.findings.add("error", "unclosed-comment", "Comment Task is not closed properly", { start, end });
      this.comments.push({ start, end, kind: "block", text: source.slice(start + 2, close < 0 ? end : close) });
    } else {
      while (end < source.length && classAt(source, end) !== Class.lineBreak) end++;
      this.comments.push({ start, end, kind: "line", text: source.slice(start + 2, end) });
    }
    this.at = end;
  }

  private instead(span: Span, text: string) {
    const found = this.source.slice(span.start, span.end);
    const fixes = [replacing(`Write ${text}`, span, text)];
    this.findings.add("error", "foreign-operator", `Unexpected token found '${found}': write ${text}`, span, fixes);
  }
}

const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
