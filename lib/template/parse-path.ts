import type { PathExpression } from "./ast";
import { addReference, type Cursor, fail, isSymbol, peek, take } from "./cursor";
import { formatPath, normaliseKey } from "./path";
import type { Token } from "./token";

const operators = new Set(["and", "or", "not", "in"]);
const unsafe = "Only fields of the record can be used, and nothing can be called";

/** One step of a path: words up to the next dot, "Linked assets" included. In conditions an operator word ends it. */
function readName(cursor: Cursor): string[] {
  const words: string[] = [];
  for (let token = peek(cursor); token; token = peek(cursor)) {
    const isName = token.kind === "word" || (token.kind === "number" && !token.text.startsWith("-"));
    if (!isName || (cursor.inCondition && words.length > 0 && operators.has(token.text))) break;
    words.push(token.text);
    cursor.next += 1;
  }
  // `rows.0.1` reaches us as the number 0.1.
  return words.length === 0 ? [] : words.join(" ").split(".").map(normaliseKey);
}

function readBracket(cursor: Cursor): string {
  const token = peek(cursor);
  const isKey = token?.kind === "string" || (token?.kind === "number" && /^\d+$/.test(token.text));
  if (!token || !isKey)
    fail(cursor, 'Between [ and ] goes a row number or a quoted name, such as [0] or ["Asset (old)"]');
  cursor.next += 1;
  if (!take(cursor, "]")) fail(cursor, "A ] is missing here");
  return normaliseKey(token.text);
}

/** A path such as `ticket.Linked assets[0].asset`; the cursor stands on its first word. */
export function parsePath(cursor: Cursor): PathExpression {
  const first = cursor.tokens[cursor.next] as Token;
  const steps = readName(cursor);
  for (;;) {
    if (take(cursor, ".")) {
      const name = readName(cursor);
      if (name.length === 0) fail(cursor, "A field name is missing after the dot");
      steps.push(...name);
    } else if (take(cursor, "[")) steps.push(readBracket(cursor));
    else break;
  }
  if (isSymbol(peek(cursor), "(")) fail(cursor, unsafe);
  const last = cursor.tokens[cursor.next - 1] as Token;
  const { parsing } = cursor;
  const local = parsing.loops.get(steps[0] ?? "");
  const place = { offset: first.offset, length: last.end - first.offset };
  const path = formatPath(steps);
  addReference(parsing, {
    ...place,
    path,
    steps,
    text: parsing.source.slice(first.offset, last.end),
    isLoopVariable: local !== undefined,
  });
  return { kind: "path", steps, path, ...(local ? { local } : {}), ...place };
}
