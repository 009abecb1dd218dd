import type { Comment } from "../ast";

/** Kinds of tokens (spec/deluge.md §2.9). Words come last: `Identifier`, the hard keywords of §2.4, then those that only
 * mean something in their place. */
export const Token = {
  ...{ End: 0, Semicolon: 1, Comma: 2, Colon: 3, Dot: 4, OpenParen: 5, CloseParen: 6, OpenBrace: 7, CloseBrace: 8 },
  ...{ OpenBracket: 9, CloseBracket: 10, Assign: 11, PlusAssign: 12, MinusAssign: 13, StarAssign: 14 },
  ...{ SlashAssign: 15, PercentAssign: 16, Or: 17, And: 18, Equal: 19, NotEqual: 20, Less: 21, Greater: 22 },
  ...{ LessEqual: 23, GreaterEqual: 24, Plus: 25, Minus: 26, Star: 27, Slash: 28, Percent: 29, Not: 30 },
  ...{ Integer: 31, Decimal: 32, Text: 33, Quoted: 34, Question: 35, Unknown: 36 },
  Identifier: 40,
  ...{ True: 41, False: 42, Null: 43, If: 44, Else: 45, For: 46, Try: 47, Catch: 48, Return: 49 },
  ...{ Info: 50, Throw: 51, Break: 52, Continue: 53, Alert: 54, Cancel: 55, Insert: 56, Delete: 57, Update: 58 },
  ...{ FieldTask: 59, While: 60, Do: 61, Switch: 62, Foreach: 63, Mail: 64, UrlTask: 65, In: 66, Contains: 67 },
  ...{ Like: 68, StartsWith: 69, EndsWith: 70, Is: 71, NotWord: 72, AndWord: 73, OrWord: 74, List: 75, Map: 76 },
  ...{ Collection: 77, Sort: 78, Range: 79, Finally: 80, ElseIf: 81 },
} as const;

const hardWords: readonly (readonly [string, number])[] = [
  ...([
    ["true", Token.True],
    ["false", Token.False],
    ["null", Token.Null],
    ["if", Token.If],
  ] as const),
  ...([
    ["else", Token.Else],
    ["for", Token.For],
    ["try", Token.Try],
    ["catch", Token.Catch],
  ] as const),
  ["return", Token.Return],
];

const contextualWords: readonly (readonly [string, number])[] = [
  ...([
    ["info", Token.Info],
    ["throw", Token.Throw],
    ["break", Token.Break],
    ["continue", Token.Continue],
  ] as const),
  ...([
    ["alert", Token.Alert],
    ["cancel", Token.Cancel],
    ["insert", Token.Insert],
    ["delete", Token.Delete],
  ] as const),
  ...([
    ["update", Token.Update],
    ["while", Token.While],
    ["do", Token.Do],
    ["switch", Token.Switch],
  ] as const),
  ...["show", "hide", "enable", "disable", "clear", "reload"].map((word) => [word, Token.FieldTask] as const),
  ...["sendmail", "sendsms", "pushnotification"].map((word) => [word, Token.Mail] as const),
  ...["invokeurl", "invokeapi", "ftp", "sftp"].map((word) => [word, Token.UrlTask] as const),
  ...([
    ["foreach", Token.Foreach],
    ["in", Token.In],
    ["contains", Token.Contains],
    ["like", Token.Like],
  ] as const),
  ...([
    ["startswith", Token.StartsWith],
    ["endswith", Token.EndsWith],
    ["is", Token.Is],
  ] as const),
  ...([
    ["not", Token.NotWord],
    ["and", Token.AndWord],
    ["or", Token.OrWord],
    ["list", Token.List],
  ] as const),
  ...([
    ["map", Token.Map],
    ["collection", Token.Collection],
    ["sort", Token.Sort],
    ["range", Token.Range],
  ] as const),
  ...([
    ["finally", Token.Finally],
    ["elseif", Token.ElseIf],
    ["elsif", Token.ElseIf],
  ] as const),
];

const words = new Map([...hardWords, ...contextualWords]);

/** Per first letter, a bit for each length a keyword has: most names need no look-up. */
const lengths = new Int32Array(128);
for (const word of words.keys()) {
  for (const first of [word.charCodeAt(0), word.charCodeAt(0) - 32])
    lengths[first] = (lengths[first] ?? 0) | (1 << word.length);
}

/** The kind of the word at these offsets, in any letter case (§2.3). */
export function wordKind(source: string, start: number, end: number): number {
  const first = source.charCodeAt(start);
  if (first > 127 || end - start > 16 || (((lengths[first] ?? 0) >> (end - start)) & 1) === 0) return Token.Identifier;
  return words.get(source.slice(start, end).toLowerCase()) ?? Token.Identifier;
}

export const isWord = (kind: number) => kind >= Token.Identifier;

/** A word that may name a variable (§2.4). */
export const isName = (kind: number) => kind === Token.Identifier || kind > Token.Return;

const openers: ReadonlySet<number> = new Set<number>([
  ...[Token.OpenParen, Token.OpenBrace, Token.OpenBracket, Token.Not, Token.Minus, Token.Plus, Token.Integer],
  ...[Token.Decimal, Token.Text, Token.Quoted, Token.True, Token.False, Token.Null, Token.If],
]);

/** Whether an expression can begin with it. */
export const startsExpression = (kind: number) => isName(kind) || openers.has(kind);

/** What the scanner noticed about a token. */
export const Flag = {
  /** First on its line. */
  onNewLine: 1,
  hasBackslash: 2,
  /** A single-quoted one whose backslashes are plain characters (§2.6). */
  isRaw: 4,
  isUnclosed: 8,
} as const;

/** Tokens side by side in arrays; the last is `Token.End`. */
export type Tokens = {
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly flags: Uint8Array;
  /** Without the end. */
  readonly count: number;
  readonly comments: readonly Comment[];
  /** A double-quoted text runs to the end of the source. */
  readonly hasOpenText: boolean;
};

/** Types a header or a declaration may name, lower-cased (§6.1). */
export const typeWords: ReadonlySet<string> = new Set([
  ...["void", "string", "map", "list", "int", "bool", "boolean", "float", "decimal", "date", "file", "bigint"],
  ...["number", "text", "collection", "datetime", "timestamp", "time", "long", "double", "key-value"],
]);

/** Element types of `List:String()`, lower-cased (§3.1). */
export const elementTypes: ReadonlySet<string> = new Set([
  ...["string", "int", "bigint", "date", "timestamp", "bool", "float", "decimal"],
]);
