/** The questions the vendor's documents leave open, each cheap to answer the other way (spec/deluge.md §14). */
export type Options = {
  /** Text of a list outside a map: `a,b` or `["a","b"]` (§4.3). */
  listText: "bare" | "json";
  /** `toList()` without a separator: split at commas, or one element (§9.1). */
  toListWithoutSeparator: "comma" | "whole";
  /** `list.get(9)` of a shorter list (§9.5). */
  getOutOfRange: "error" | "null";
  /** isBlank, isNull and isEmpty as scripts use them, or cell by cell as documented (§9.9). */
  blankChecks: "practical" | "documented";
  /** `"\n"` in a text literal: a line break, or two characters (§2.5). */
  backslashN: "newline" | "literal";
  /** 100/4: NUMBER 25, or DECIMAL 25.0 (§4.2). */
  exactQuotient: "number" | "decimal";
  /** Space in `encodeUrl` (§9.11). */
  encodeUrlSpace: "plus" | "percent";
  /** A text that is no date where one is expected (§9.3). */
  unreadableDate: "error" | "null";
  /** Text of a map: `{"k":"v"}` or the older engine's `{k=v}` (§14.9). */
  mapText: "json" | "pairs";
  /** `if(null)`: not taken, or a run-time error (§3.2). */
  nullCondition: "false" | "error";
};

/** What this product decides (spec/deluge.md, every DECISION). */
export const defaultOptions: Options = {
  ...{ listText: "bare", toListWithoutSeparator: "comma", getOutOfRange: "error", blankChecks: "practical" },
  ...{ backslashN: "newline", exactQuotient: "number", encodeUrlSpace: "plus", unreadableDate: "error" },
  ...{ mapText: "json", nullCondition: "false" },
};

/** What one execution may use up. Running out ends it, `catch` or not (spec/deluge.md §6.10, §10). */
export type Limits = {
  /** Executed statements, loop checks included. */
  statements: number;
  /** Depth of calls from function to function. */
  calls: number;
  /** Milliseconds from start to end, waiting included. */
  timeMs: number;
  /** UTF-16 units of one text. */
  textLength: number;
  /** Entries of one list, map or collection. */
  elements: number;
  /** Characters and elements made over the whole execution, by everything that makes many at once. */
  made: number;
  /** UTF-16 units of all `info` lines. */
  infoLength: number;
  /** Outgoing calls and tasks. */
  outgoing: number;
  mails: number;
};

export const defaultLimits: Limits = {
  ...{ statements: 5_000, calls: 75, timeMs: 30_000, textLength: 5_000_000, elements: 500_000, made: 50_000_000 },
  ...{ infoLength: 500_000, outgoing: 100, mails: 20 },
};

/** Of the source itself: longer or deeper is refused with a diagnostic, never a crash. */
export const sourceLimits = {
  length: 1_000_000,
  depth: 250,
  /** Of an expression's tree: a chain `a + b + c …` is as high as it is long. */
  height: 1_000,
};
