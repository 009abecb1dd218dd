// The language's values. Text, whole numbers, booleans and null are JavaScript's own; the rest are classes, because their
// type must be told quickly and for certain. None of them is ever indexed by a name from a script.

/** NUMBER is `number` while it is a safe integer and `bigint` beyond, up to 64 bits (spec/deluge.md §2.7). */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | Decimal
  | DateValue
  | List
  | KeyValue
  | Collection
  | FileValue
  | Caught;

/** DECIMAL: also when it is whole, `100.0`. */
export class Decimal {
  constructor(readonly value: number) {}
}

/** DATE-TIME: an instant shown in the portal's zone; date-only ones stand for 00:00:00 there. */
export class DateValue {
  constructor(
    /** Epoch milliseconds. */
    readonly ms: number,
    readonly isDateOnly: boolean,
  ) {}
}

/** Element types of `List:Float()` and the like (§3.1), lower-cased; null takes anything. */
export type ElementType = "string" | "int" | "bigint" | "date" | "timestamp" | "bool" | "float" | "decimal";

export class List {
  /** Set once an empty brace `{}` was used as a map; whoever takes a value from a script looks here first (`settled`). */
  asMap: KeyValue | null = null;
  constructor(
    readonly items: Value[],
    readonly element: ElementType | null = null,
    /** An empty brace that may still become a map. */
    public isUndecided = false,
  ) {}
}

/** KEY-VALUE: insertion order, overwriting keeps the place. Use keys.ts to read and write: keys are loose (§9.6). */
export class KeyValue {
  /** Keys that are neither text nor number by their text, once there are any; keys.ts keeps it. */
  twins: Map<string, Value> | null = null;
  constructor(readonly entries: Map<Value, Value> = new Map()) {}
}

/** COLLECTION: index → value (`isKeyed` false, keys 0…) or key → value, decided by the first insertion (§9.7). */
export class Collection {
  isKeyed: boolean | null = null;
  readonly entries: Map<Value, Value> = new Map();
}

export class FileValue {
  charset: string | null = null;
  /** Name of the part in a multipart body. */
  paramName: string | null = null;
  constructor(
    public name: string,
    public type: string,
    readonly bytes: Uint8Array,
  ) {}
}

/** What `catch (e)` binds: its text is the message; `e.message`, `e.lineNo` (§6.10). */
export class Caught {
  constructor(
    readonly message: string,
    readonly line: number,
  ) {}
}

export type Kind =
  | "text"
  | "number"
  | "decimal"
  | "boolean"
  | "null"
  | "date"
  | "list"
  | "map"
  | "collection"
  | "file"
  | "error";

/** An empty brace that has become a map is that map. */
export const settled = (value: Value): Value => (value instanceof List && value.asMap ? value.asMap : value);

export function kindOf(value: Value): Kind {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
    case "bigint":
      return "number";
    case "boolean":
      return "boolean";
  }
  if (value instanceof List) return value.asMap ? "map" : "list";
  if (value instanceof KeyValue) return "map";
  if (value instanceof Decimal) return "decimal";
  if (value instanceof DateValue) return "date";
  if (value instanceof Collection) return "collection";
  if (value instanceof FileValue) return "file";
  return "error";
}

/** As messages call it (spec/deluge.md §3). */
export const typeNames: Record<Kind, string> = {
  ...{ text: "TEXT", number: "NUMBER", decimal: "DECIMAL", boolean: "BOOLEAN", null: "NULL", date: "DATE-TIME" },
  ...{ list: "LIST", map: "KEY-VALUE", collection: "COLLECTION", file: "FILE", error: "ERROR" },
};
