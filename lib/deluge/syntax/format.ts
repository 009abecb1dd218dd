import type { Comment } from "../ast";
import type { Diagnostic } from "../diagnostic";
import { findingsOf } from "./findings";
import { Mark, type Marks, marksOf } from "./marks";
import { parse } from "./parse";
import { scan } from "./scanner";
import { Token, type Tokens } from "./token";

/**
 * Lays a source out as the vendor's editor does: indented by tabs, braces and brackets on lines of their own, a statement a
 * line, an attribute of a task a line (spec/deluge.md §6, §7). Changes white space and semicolons only; keeps comments, at
 * most one blank line in a row, and line breaks inside expressions. Lines end with LF. Formatting twice changes nothing
 * more. A source with errors is left alone.
 */
export function format(source: string): { text: string } | { diagnostics: readonly Diagnostic[] } {
  const { script, diagnostics } = parse(source);
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics };
  const layout = new Layout(source, scan(source, findingsOf(source), true), marksOf(source, script));
  return { text: layout.text() };
}

/** A token or a comment, as it goes into the text. */
type Item = { start: number; end: number; kind: number; mark: number; comment?: Comment };

type Opened = { breaks: boolean };

const isOpening = ({ kind }: Item) =>
  kind === Token.OpenParen || kind === Token.OpenBrace || kind === Token.OpenBracket;
const isClosing = ({ kind }: Item) =>
  kind === Token.CloseParen || kind === Token.CloseBrace || kind === Token.CloseBracket;
/** No space in front. */
const isAttached = ({ kind, mark }: Item) =>
  kind === Token.Semicolon ||
  kind === Token.Comma ||
  kind === Token.Dot ||
  kind === Token.Colon ||
  kind === Token.CloseParen ||
  kind === Token.CloseBrace ||
  kind === Token.CloseBracket ||
  (mark & Mark.close) !== 0;

class Layout {
  private made = "";
  private indent = 0;
  /** Brackets of the statement that are open. */
  private opened: Opened[] = [];
  private previous: Item | null = null;
  /** The token before, comments left aside. */
  private previousToken: Item | null = null;
  private awaitsAttributes = false;

  constructor(
    private readonly source: string,
    private readonly tokens: Tokens,
    private readonly marks: Marks,
  ) {}

  text(): string {
    const { tokens, marks } = this;
    let comment = 0;
    for (let at = 0; at <= tokens.count; at++) {
      const [start = 0, end = 0, kind = Token.End] = [tokens.starts[at], tokens.ends[at], tokens.kinds[at]];
      const item = { start, end, kind, mark: this.markOf(kind, start) };
      for (let next = tokens.comments[comment]; next && next.start < start; next = tokens.comments[++comment]) {
        this.put({ start: next.start, end: next.end, kind: -1, mark: 0, comment: next }, item);
      }
      if (kind === Token.End || this.isIdle(item)) continue;
      this.put(item, item);
      if (marks.unfinished.has(end)) this.made += ";";
    }
    return this.made === "" ? "" : `${this.made}\n`;
  }

  private markOf(kind: number, start: number): number {
    const mark = this.marks.at[start] ?? 0;
    const opens = this.awaitsAttributes && kind === Token.OpenBracket;
    if (opens) this.awaitsAttributes = false;
    if (mark & Mark.task) this.awaitsAttributes = true;
    return opens ? mark | Mark.opensBlock : mark;
  }

  private isIdle({ kind, start }: Item): boolean {
    const before = this.previousToken;
    if (kind === Token.Semicolon) return this.marks.idle.has(start) || before?.kind === Token.Semicolon;
    return kind === Token.Comma && before !== null && this.marks.attributeEnds.has(before.end);
  }

  /** `next`: the token that follows, for a comment. */
  private put(item: Item, next: Item) {
    if (item.mark & Mark.closes) this.indent--;
    this.made += this.separator(item, next);
    this.made += item.comment?.kind === "line" ? this.slice(item).trimEnd() : this.slice(item);
    this.previous = item;
    if (item.comment) return;
    this.previousToken = item;
    if (item.mark & Mark.opensBlock) this.indent++;
    else if (isOpening(item)) this.opened.push({ breaks: false });
    else if (isClosing(item) && !(item.mark & Mark.closes)) this.opened.pop();
  }

  private slice = ({ start, end }: Item) => this.source.slice(start, end);

  private separator(item: Item, next: Item): string {
    const { previous } = this;
    if (!previous) return "";
    const breaks = this.breaksBetween(previous, item);
    if (this.startsLine(item)) return this.newLine(item, breaks, this.indent);
    const wasLine = previous.comment?.kind === "line";
    if (item.comment) {
      if (breaks === 0 && !wasLine) return " ";
      return this.newLine(item, breaks, this.startsLine(next) ? this.indent : this.continued(next));
    }
    if (wasLine || (breaks > 0 && this.keepsBreak(item, previous))) return `\n${this.tabs(this.continued(item))}`;
    return this.hasSpace(item, previous) ? " " : "";
  }

  private startsLine({ kind, mark }: Item): boolean {
    if (kind === Token.End || mark & (Mark.startsLine | Mark.opensBlock | Mark.closes)) return true;
    return (kind === Token.Else || kind === Token.Catch) && (this.previousToken?.mark ?? 0) === Mark.closes;
  }

  private newLine(item: Item, breaks: number, indent: number): string {
    const before = this.previous;
    const isFunction = this.marks.functions.has(item.start) && !before?.comment;
    const mayBeBlank = item.comment || item.mark & Mark.startsLine;
    const isInside = ((before?.mark ?? 0) & Mark.opensBlock) !== 0 || (item.mark & Mark.closes) !== 0;
    const isBlank = isFunction || (breaks > 1 && mayBeBlank && !isInside);
    return `${isBlank ? "\n\n" : "\n"}${this.tabs(indent)}`;
  }

  private tabs = (count: number) => "\t".repeat(Math.max(count, 0));

  /** Depth of a line that goes on with a statement: one more, or one more for each bracket broken over lines. */
  private continued(item: Item): number {
    const top = this.opened.at(-1);
    if (top) top.breaks = true;
    const isClosed = top !== undefined && isClosing(item);
    const broken = this.opened.filter(({ breaks }) => breaks).length;
    return this.indent + (isClosed ? broken - 1 : Math.max(broken, 1));
  }

  /** Line breaks between operands and inside brackets are the author's. */
  private keepsBreak(item: Item, previous: Item): boolean {
    if (previous.comment) return true;
    if (this.isRaw(previous)) return true;
    if (previous.kind === Token.Dot || previous.mark & (Mark.sign | Mark.close) || item.mark & Mark.close) return false;
    if (item.kind === Token.OpenParen && !(item.mark & Mark.group)) return false;
    if (item.kind === Token.Semicolon || item.kind === Token.Comma || item.kind === Token.Colon) return false;
    if (item.kind === Token.Dot || (item.mark | previous.mark) & Mark.operator) return true;
    return this.opened.length > 0;
  }

  /** A literal whose meaning depends on what else is on its line (§2.6). */
  private isRaw({ kind, start, end }: Item): boolean {
    return kind === Token.Quoted && this.source.slice(start, end).includes("\\");
  }

  private hasSpace(item: Item, previous: Item): boolean {
    if (isAttached(item)) return false;
    if (previous.comment) return true;
    if (previous.mark & (Mark.sign | Mark.close) || previous.kind === Token.Dot || isOpening(previous)) return false;
    if (item.kind !== Token.OpenParen || item.mark & Mark.group) return true;
    return previous.kind === Token.Catch;
  }

  /** Line breaks in the source between two items. */
  private breaksBetween({ end }: Item, { start }: Item): number {
    let breaks = 0;
    for (let at = end; at < start; at++) {
      const code = this.source.charCodeAt(at);
      if (code === 10 || (code === 13 && this.source.charCodeAt(at + 1) !== 10)) breaks++;
    }
    return breaks;
  }
}
