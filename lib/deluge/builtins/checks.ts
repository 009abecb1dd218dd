import { isTrue } from "../values/convert";
import { fail } from "../values/errors";
import { Collection, KeyValue, List, settled, type Value } from "../values/value";
import type { Builtin, FreeFunction, Run } from "./builtin";
import { isNumberLike } from "./conversion";

const onAny = { on: ["any"], section: "§9.9", parameters: [] } as const;

/** What the matrix of §9.9 tells apart. */
type Shape = "blank" | "empty text" | "null" | "empty list" | "empty map" | "other";

function shapeOf(given: Value): Shape {
  const value = settled(given);
  if (value === null) return "null";
  if (typeof value === "string") return value === "" ? "empty text" : value.trim() === "" ? "blank" : "other";
  if (value instanceof List) return value.items.length === 0 ? "empty list" : "other";
  if (value instanceof KeyValue) return value.entries.size === 0 ? "empty map" : "other";
  return value instanceof Collection && value.entries.size === 0 ? "empty list" : "other";
}

type Row = Record<"isBlank" | "isNull" | "isEmpty", boolean | null>;

/** Cell by cell as the vendor documents them outside Creator. */
const documented: Record<Shape, Row> = {
  blank: { isBlank: true, isNull: false, isEmpty: true },
  "empty text": { isBlank: true, isNull: true, isEmpty: null },
  null: { isBlank: false, isNull: true, isEmpty: null },
  "empty list": { isBlank: true, isNull: false, isEmpty: true },
  "empty map": { isBlank: false, isNull: false, isEmpty: false },
  other: { isBlank: false, isNull: false, isEmpty: false },
};

/** As scripts use them (DECISION of §9.9). */
const practical: Record<Shape, Row> = {
  ...documented,
  "empty text": { isBlank: true, isNull: true, isEmpty: true },
  null: { isBlank: true, isNull: true, isEmpty: true },
  "empty map": { isBlank: false, isNull: false, isEmpty: true },
};

const tell = (run: Run, value: Value, name: keyof Row): boolean | null =>
  (run.options.blankChecks === "documented" ? documented : practical)[shapeOf(value)][name];

/** Checks of any value, null included (spec/deluge.md §5, §9.9). */
export const checks: readonly Builtin[] = [
  {
    ...{ ...onAny, name: "isNull", returns: "boolean" },
    doc: "Whether the value is null or an empty text.",
    example: 'isNull("") -> true',
    call: (run, self) => tell(run, self, "isNull"),
  },
  {
    ...{ ...onAny, name: "isBlank", returns: "boolean" },
    doc: "Whether the value is null, an empty list, or a text of nothing but spaces.",
    example: 'isBlank("  ") -> true',
    call: (run, self) => tell(run, self, "isBlank"),
  },
  {
    ...{ ...onAny, name: "isEmpty", returns: "boolean" },
    doc: "Whether a text, list, map or collection has nothing in it. Called on null as x.isEmpty() it is an error.",
    example: "List().isEmpty() -> true",
    call(run, self) {
      if (self === null && run.options.blankChecks === "practical") {
        return fail("Function specified in criteria has returned null value");
      }
      return tell(run, self, "isEmpty");
    },
  },
  {
    ...{ ...onAny, name: "isNumber", returns: "boolean" },
    doc: "Whether the value is a number, or a text that reads as one.",
    example: 'isNumber("12") -> true',
    call: (_run, self) => isNumberLike(self),
  },
  {
    ...{ ...onAny, name: "isText", returns: "boolean" },
    doc: "Whether the value is a text.",
    example: "isText(12) -> false",
    call: (_run, self) => typeof self === "string",
  },
  {
    ...{ ...onAny, name: "isValidObject", returns: "boolean" },
    doc: "Whether there is a value: neither null nor an empty text.",
    example: 'isValidObject("") -> false',
    call: (_run, self) => self !== null && self !== "",
  },
  {
    ...{ name: "ifNull", on: ["any"], section: "§5", returns: "any" },
    parameters: [{ name: "otherwise", type: "any" }],
    doc: "The value, or the other one when it is null. An empty text is not null. The other is computed only when needed.",
    example: 'ifnull(null,"d") -> d',
    call: (_run, self, otherwise = null) => (self === null ? otherwise : self),
  },
];

/** The forms without a receiver that differ (§5, §9.9). */
export const checkFunctions: readonly FreeFunction[] = [
  {
    ...{ path: "if", section: "§5", returns: "any" },
    parameters: [
      { name: "condition", type: "boolean" },
      { name: "then", type: "any" },
      { name: "otherwise", type: "any" },
    ],
    doc: "One of two values by a condition; only the chosen one is computed.",
    example: 'if(3 > 2,"yes","no") -> yes',
    // The compiler does this itself, without computing the other value; here for completion and documentation.
    call: (run, condition = null, then = null, otherwise = null) => (isTrue(condition, run) ? then : otherwise),
  },
  {
    ...{ path: "isEmpty", section: "§9.9", parameters: [{ name: "value", type: "any" }], returns: "boolean" },
    doc: "Whether a text, list, map or collection has nothing in it; true for null.",
    example: "isEmpty(null) -> true",
    call: (run, value = null) => tell(run, value, "isEmpty"),
  },
];
