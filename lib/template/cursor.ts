import type { LoopName, Reference } from "./ast";
import { TemplateError } from "./errors";
import { defaultLimits, exceeded } from "./limits";
import { positionAt } from "./position";
import type { Token } from "./token";

/** What all parts of the parser share. `loops` are the names the surrounding `for` tags introduced. */
export type Parsing = {
  source: string;
  starts: readonly number[];
  references: Reference[];
  loops: ReadonlyMap<string, LoopName>;
  depth: number;
};

/** A place in the tokens of one tag. In conditions `and`, `or`, `not` and `in` are operators, elsewhere part of a name. */
export type Cursor = { parsing: Parsing; tokens: readonly Token[]; next: number; end: number; inCondition: boolean };

export const peek = (cursor: Cursor): Token | undefined => cursor.tokens[cursor.next];

export const isSymbol = (token: Token | undefined, text: string): boolean =>
  token?.kind === "symbol" && token.text === text;

export const isWord = (token: Token | undefined, text: string): boolean =>
  token?.kind === "word" && token.text === text;

export function take(cursor: Cursor, text: string): boolean {
  if (!isSymbol(peek(cursor), text)) return false;
  cursor.next += 1;
  return true;
}

export function takeWord(cursor: Cursor, text: string): boolean {
  if (!isWord(peek(cursor), text)) return false;
  cursor.next += 1;
  return true;
}

export function fail(cursor: Cursor, message: string): never {
  const token = peek(cursor);
  const offset = token ? token.offset : Math.max(0, cursor.end - 2);
  throw new TemplateError(message, cursor.parsing.source, offset, token ? token.end - token.offset : 2);
}

export function expect(cursor: Cursor, text: string, why: string): void {
  if (!take(cursor, text)) fail(cursor, `A ${text} is missing here ${why}`);
}

/** Runs `read` one level deeper; throws TemplateError("limit") when levels run out. */
export function deeper<T>(parsing: Parsing, offset: number, read: () => T): T {
  if (parsing.depth >= defaultLimits.nesting) {
    throw exceeded(parsing.source, offset, `This template is nested more than ${defaultLimits.nesting} levels deep`);
  }
  parsing.depth += 1;
  const result = read();
  parsing.depth -= 1;
  return result;
}

export function addReference(parsing: Parsing, reference: Omit<Reference, "line" | "column">): void {
  parsing.references.push({ ...reference, ...positionAt(parsing.starts, reference.offset) });
}
