import type { Block, Expression, Name, Statement } from "../ast";
import type { Span } from "../diagnostic";
import { sourceLimits } from "../options";
import type { Findings, Fix } from "./findings";
import { Flag, isName, isWord, Token, type Tokens } from "./token";

/** The rules that need each other, so that their files need not. */
export type Rules = {
  expression(cursor: Cursor): Expression;
  /** `=` compares inside (spec/deluge.md §4.2). */
  condition(cursor: Cursor): Expression;
  statement(cursor: Cursor): Statement;
  block(cursor: Cursor): Block;
};

const marks: Record<number, string> = {
  ...{
    [Token.Semicolon]: ";",
    [Token.Comma]: ",",
    [Token.Colon]: ":",
    [Token.OpenParen]: "(",
    [Token.CloseParen]: ")",
  },
  ...{ [Token.OpenBrace]: "{", [Token.CloseBrace]: "}", [Token.OpenBracket]: "[", [Token.CloseBracket]: "]" },
  ...{ [Token.In]: "in", [Token.Catch]: "catch", [Token.Assign]: "=" },
};

/** Where the parser stands, and how it fared. One per parse. */
export class Cursor {
  at = 0;
  /** Kind, start and end of the token it stands at. */
  kind = 0;
  start = 0;
  end = 0;
  /** Where the token before ended. */
  previousEnd = 0;
  /** `=` compares here. */
  comparesByAssign = false;
  /** Height of the tree of the expression read last. */
  height = 0;
  /** Something was reported; silent until the parser has found its way again. */
  isLost = false;
  private depth = 0;
  private isGivenUp = false;

  constructor(
    readonly source: string,
    readonly tokens: Tokens,
    readonly findings: Findings,
    readonly rules: Rules,
    readonly keepsBackslashN: boolean,
  ) {
    this.moveTo(0);
  }

  private moveTo(at: number) {
    this.at = at;
    this.kind = this.tokens.kinds[at] ?? 0;
    this.start = this.tokens.starts[at] ?? 0;
    this.end = this.tokens.ends[at] ?? 0;
  }

  /** Does not pass the end. */
  advance() {
    if (this.kind === Token.End) return;
    this.previousEnd = this.end;
    this.moveTo(this.at + 1);
  }

  /** Kind of the token some places ahead. */
  ahead(places: number): number {
    return this.tokens.kinds[Math.min(this.at + places, this.tokens.count)] ?? 0;
  }

  accept(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.advance();
    return true;
  }

  /** The token itself; a text literal with its quotes. */
  text(): string {
    return this.source.slice(this.start, this.end);
  }

  textAhead(places: number): string {
    const at = Math.min(this.at + places, this.tokens.count);
    return this.source.slice(this.tokens.starts[at], this.tokens.ends[at]);
  }

  flagsAhead(places = 0): number {
    return this.tokens.flags[Math.min(this.at + places, this.tokens.count)] ?? 0;
  }

  get isOnNewLine(): boolean {
    return (this.flagsAhead() & Flag.onNewLine) !== 0;
  }

  /** The word it stands at, whatever it is, as a name. */
  takeName(): Name {
    const name = { start: this.start, end: this.end, text: this.text() };
    this.advance();
    return name;
  }

  /** A name for a variable or parameter; an empty one, and a report, where there is none. */
  expectName(): Name {
    if (isName(this.kind)) return this.takeName();
    if (isWord(this.kind)) {
      this.report("reserved-word", `'${this.text()}' is a reserved word: choose another name`);
      return this.takeName();
    }
    this.complain("a name");
    return { start: this.previousEnd, end: this.previousEnd, text: "" };
  }

  /** A closing mark that is found puts a lost parser back on its way. */
  expect(kind: number): boolean {
    if (this.kind === kind) {
      this.isLost = false;
      this.advance();
      return true;
    }
    this.complain(`'${marks[kind] ?? "?"}'`);
    return false;
  }

  /** Like `expect`, for closing marks: skips what stands before it, as far as the statement goes. */
  expectClosing(kind: number): boolean {
    if (this.expect(kind)) return true;
    let depth = 0;
    for (let at = this.at; at < this.tokens.count; at++) {
      const found = this.tokens.kinds[at] ?? 0;
      if (found === kind && depth === 0) {
        this.moveTo(at);
        return this.expect(kind);
      }
      if (found === Token.OpenParen || found === Token.OpenBracket) depth++;
      else if (found === Token.CloseParen || found === Token.CloseBracket) depth--;
      if (depth < 0 || found === Token.Semicolon || found === Token.OpenBrace || found === Token.CloseBrace) break;
      if (at - this.at > 1_000) break;
    }
    return false;
  }

  /** Reports once; then all is silent until the parser has found its way again. */
  report(code: string, message: string, span: Span = this, fixes?: readonly Fix[]) {
    const isAfterOpenText = (this.flagsAhead(-1) & Flag.isUnclosed) !== 0;
    if (!this.isLost && !this.isGivenUp && !isAfterOpenText) {
      this.findings.add("error", code, message, { start: span.start, end: span.end }, fixes);
    }
    this.isLost = true;
  }

  warn(code: string, message: string, span: Span, fixes?: readonly Fix[]) {
    if (!this.isGivenUp) this.findings.add("warning", code, message, span, fixes);
  }

  /** Reports the token it stands at, in the language's words (§11). `wanted` comes with its quotes. */
  complain(wanted?: string) {
    const found = this.found();
    if (this.kind === Token.Question) {
      return this.report("unexpected-token", "Unexpected token found '?': write if(condition, value, other value)");
    }
    const isStrange = this.kind === Token.Unknown || !wanted;
    if (isStrange && this.kind !== Token.End) {
      return this.report("unexpected-token", `Unexpected token found '${found}'`);
    }
    this.report("expected-token", `Expecting ${wanted ?? "an expression"} but found '${found}'`);
  }

  /** The token it stands at, as messages quote it. */
  found(): string {
    if (this.kind === Token.End) return "<EOF>";
    const text = this.text().replace(/\s+/g, " ");
    return text.length > 40 ? `${text.slice(0, 40)}…` : text;
  }

  /** Begins something that may hold its own kind; false beyond the deepest nesting, where parsing ends. */
  enter(): boolean {
    if (this.depth < sourceLimits.depth) {
      this.depth++;
      return true;
    }
    this.giveUp(
      "nesting",
      `Nested more than ${sourceLimits.depth} levels deep: take parts out into variables or functions`,
    );
    return false;
  }

  leave() {
    this.depth--;
  }

  /** Notes the height of a tree just built; beyond the limit parsing ends. */
  grow(height: number) {
    this.height = height;
    if (height <= sourceLimits.height) return;
    this.height = 0;
    this.giveUp(
      "long-expression",
      `An expression of more than ${sourceLimits.height} parts: build it in several statements`,
    );
  }

  private giveUp(code: string, message: string) {
    this.isLost = false;
    this.report(code, message);
    this.isGivenUp = true;
    this.previousEnd = Math.max(this.previousEnd, this.start);
    this.moveTo(this.tokens.count);
  }
}
