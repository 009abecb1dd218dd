import {
  type ForNode,
  type IfNode,
  type LoopName,
  type Node,
  type OutputNode,
  type Placeholder,
  shownPath,
} from "./ast";
import { type Cursor, deeper, fail, type Parsing, peek, take, takeWord } from "./cursor";
import { TemplateError } from "./errors";
import { count, defaultLimits, exceeded } from "./limits";
import { parseCondition, parseFiltered } from "./parse-expression";
import { normaliseKey } from "./path";
import { cutPieces, type Piece } from "./piece";
import { lineStarts, positionAt } from "./position";
import { didYouMean } from "./suggest";
import type { Template } from "./template";

type TagPiece = Extract<Piece, { kind: "tag" | "output" }>;
type Blocks = { parsing: Parsing; pieces: readonly Piece[]; next: number; placeholders: Placeholder[] };

const tags = ["if", "elseif", "else", "endif", "for", "endfor"];

function cursorOf(blocks: Blocks, piece: TagPiece, inCondition: boolean, next = 0): Cursor {
  return { parsing: blocks.parsing, tokens: piece.tokens, next, end: piece.end, inCondition };
}

function expectEnd(cursor: Cursor, what: string): void {
  const token = peek(cursor);
  if (!token) return;
  if (token.kind === "symbol" && /^[=!<>]/.test(token.text)) {
    fail(
      cursor,
      what === "a condition" ? "Join two comparisons with and" : `Comparisons go into {% if %}, not into ${what}`,
    );
  }
  if (token.kind === "symbol" && token.text === ",") fail(cursor, `There is one value too many in ${what}`);
  fail(cursor, `The end of ${what} should be here. Filters follow a |`);
}

function parseOutput(blocks: Blocks, piece: TagPiece): OutputNode {
  const { source, starts } = blocks.parsing;
  const cursor = cursorOf(blocks, piece, false);
  const expression = parseFiltered(cursor);
  expectEnd(cursor, "a placeholder");
  const length = piece.end - piece.offset;
  blocks.placeholders.push({
    ...positionAt(starts, piece.offset),
    length,
    path: shownPath(expression)?.path ?? "",
    text: source.slice(piece.offset, piece.end),
  });
  return { kind: "output", expression, offset: piece.offset, length };
}

function tagName(piece: Piece | undefined): string | undefined {
  return piece?.kind === "tag" ? (piece.tokens[0]?.text ?? "") : undefined;
}

/** Nodes up to one of the tags in `until`, which is left for the caller, or to the end of the source. */
function parseNodes(blocks: Blocks, until: readonly string[]): Node[] {
  const nodes: Node[] = [];
  for (let piece = blocks.pieces[blocks.next]; piece; piece = blocks.pieces[blocks.next]) {
    if (piece.kind === "text") nodes.push(piece);
    else if (piece.kind === "output") nodes.push(parseOutput(blocks, piece));
    else {
      const name = tagName(piece) ?? "";
      if (until.includes(name)) break;
      blocks.next += 1;
      nodes.push(parseTag(blocks, piece, name));
      continue;
    }
    blocks.next += 1;
  }
  return nodes;
}

function parseTag(blocks: Blocks, piece: TagPiece, name: string): Node {
  const read = name === "if" ? parseIf : name === "for" ? parseFor : undefined;
  if (read) return deeper(blocks.parsing, piece.offset, () => read(blocks, piece));
  const message = tags.includes(name)
    ? `This ${name} belongs to no open ${name === "endfor" ? "for" : "if"}`
    : `There is no tag called ${name || "nothing"}; use if or for${didYouMean(name, tags)}`;
  throw new TemplateError(message, blocks.parsing.source, piece.offset, piece.end - piece.offset);
}

/** Steps over the tag the last parseNodes stopped at; a missing one is reported at the tag that opened the block. */
function takeTag(blocks: Blocks, opened: TagPiece, end: string): { piece: TagPiece; name: string } {
  const piece = blocks.pieces[blocks.next];
  if (piece?.kind !== "tag") {
    throw new TemplateError(
      `This tag is never closed. Add {% ${end} %}`,
      blocks.parsing.source,
      opened.offset,
      opened.end - opened.offset,
    );
  }
  blocks.next += 1;
  return { piece, name: tagName(piece) ?? "" };
}

function readBare(blocks: Blocks, piece: TagPiece): void {
  if (piece.tokens[1]?.text === "if") fail(cursorOf(blocks, piece, true, 1), "Write elseif as one word");
  expectEnd(cursorOf(blocks, piece, true, 1), "this tag");
}

function parseIf(blocks: Blocks, opened: TagPiece): IfNode {
  const branches: { condition: IfNode["branches"][number]["condition"]; body: readonly Node[] }[] = [];
  let otherwise: readonly Node[] = [];
  let piece = opened;
  for (;;) {
    const cursor = cursorOf(blocks, piece, true, 1);
    const condition = parseCondition(cursor);
    expectEnd(cursor, "a condition");
    branches.push({ condition, body: parseNodes(blocks, ["elseif", "else", "endif"]) });
    let tag = takeTag(blocks, opened, "endif");
    if (tag.name === "elseif") {
      piece = tag.piece;
      continue;
    }
    readBare(blocks, tag.piece);
    if (tag.name === "else") {
      otherwise = parseNodes(blocks, ["endif"]);
      tag = takeTag(blocks, opened, "endif");
      readBare(blocks, tag.piece);
    }
    return { kind: "if", branches, otherwise, offset: opened.offset };
  }
}

/** The words before `in` or the comma: the name a loop gives to each item. */
function readLoopName(cursor: Cursor): string {
  const words: string[] = [];
  for (let token = peek(cursor); token?.kind === "word" && token.text !== "in"; token = peek(cursor)) {
    words.push(token.text);
    cursor.next += 1;
  }
  const name = normaliseKey(words.join(" "));
  if (name === "" || name === "loop")
    fail(cursor, "Give each item a name other than loop, as in: for row in ticket.assets");
  return name;
}

function parseFor(blocks: Blocks, opened: TagPiece): ForNode {
  const { parsing } = blocks;
  const cursor = cursorOf(blocks, opened, true, 1);
  const first = readLoopName(cursor);
  const second = take(cursor, ",") ? readLoopName(cursor) : undefined;
  if (!takeWord(cursor, "in")) fail(cursor, "The word in is missing here, as in: for row in ticket.assets");
  cursor.inCondition = false;
  const source = parseFiltered(cursor);
  expectEnd(cursor, "this tag");
  const outer = parsing.loops;
  const slot = [...outer.values()].reduce((most, name) => Math.max(most, name.slot + 1), 0);
  const names: [string, LoopName][] = [
    ["loop", { slot, role: "loop" }],
    [second ?? first, { slot, role: "value" }],
  ];
  if (second !== undefined) names.push([first, { slot, role: "key" }]);
  parsing.loops = new Map([...outer, ...names]);
  const body = parseNodes(blocks, ["else", "endfor"]);
  parsing.loops = outer;
  let tag = takeTag(blocks, opened, "endfor");
  readBare(blocks, tag.piece);
  let otherwise: readonly Node[] = [];
  if (tag.name === "else") {
    otherwise = parseNodes(blocks, ["endfor"]);
    tag = takeTag(blocks, opened, "endfor");
    readBare(blocks, tag.piece);
  }
  return { kind: "for", slot, source, body, otherwise, offset: opened.offset };
}

/** Reads a template. Throws TemplateError with the place of the first mistake. */
export function parseTemplate(source: string): Template {
  if (source.length > defaultLimits.templateChars) {
    throw exceeded(
      source,
      0,
      `A template may have at most ${count(defaultLimits.templateChars)} characters; this one has ${count(source.length)}`,
    );
  }
  const parsing: Parsing = { source, starts: lineStarts(source), references: [], loops: new Map(), depth: 0 };
  const blocks: Blocks = { parsing, pieces: cutPieces(source), next: 0, placeholders: [] };
  const nodes = parseNodes(blocks, []);
  return { source, nodes, placeholders: blocks.placeholders, references: parsing.references, programs: {} };
}
