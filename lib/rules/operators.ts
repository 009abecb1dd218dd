/** What a value is, as far as comparing it goes; `choice` is one of a list (by id or by text). */
export type ConditionKind = "text" | "number" | "boolean" | "date" | "datetime" | "choice" | "list";

export type Operator = {
  label: string;
  /** Where it can be offered. */
  kinds: readonly ConditionKind[];
  /** How many values it is compared with. */
  takes: "value" | "values" | "nothing";
  /** In a sentence: "Priority equals High". */
  verb: string;
  /** The operator it is the exact opposite of, wherever the field exists at all. */
  not?: string;
  /** Only where an event led to the evaluation, and on fields whose changes are recorded. */
  needsEvent?: true;
  /** Label and verb for kinds where the general ones read badly. */
  words?: Partial<Record<ConditionKind, { label: string; verb: string }>>;
};

const single = ["text", "number", "boolean", "date", "datetime", "choice"] as const;
const ordered = ["number", "date", "datetime"] as const;
const listed = ["text", "number", "choice", "list"] as const;
const emptiable = ["text", "number", "date", "datetime", "choice", "list"] as const;

const dated = (label: string, verb: string) => ({ date: { label, verb }, datetime: { label, verb } });
const onList = (label: string) => ({ list: { label, verb: label.toLowerCase() } });

/**
 * Everything a condition can ask of a field, in the order of the drop-down: Vivantio's operators by their names (spec §4.7),
 * then Deskpro's (spec §2.2.3) and our own. What each one does is in operator-tests.ts.
 */
export const operators = {
  equals: { label: "Equals", verb: "equals", kinds: single, takes: "value" },
  does_not_equal: { label: "Does not equal", verb: "does not equal", kinds: single, takes: "value", not: "equals" },
  greater_than: {
    label: "Greater than",
    verb: "is greater than",
    kinds: ordered,
    takes: "value",
    words: dated("Greater than (after)", "is after"),
  },
  greater_than_or_equal: {
    label: "Greater than or equal to",
    verb: "is greater than or equal to",
    kinds: ordered,
    takes: "value",
    words: dated("Greater than or equal to (on or after)", "is on or after"),
  },
  less_than: {
    label: "Less than",
    verb: "is less than",
    kinds: ordered,
    takes: "value",
    words: dated("Less than (before)", "is before"),
  },
  less_than_or_equal: {
    label: "Less than or equal to",
    verb: "is less than or equal to",
    kinds: ordered,
    takes: "value",
    words: dated("Less than or equal to (on or before)", "is on or before"),
  },
  like: { label: "Like", verb: "is like", kinds: ["text", "list"], takes: "value", words: onList("Has one like") },
  not_like: {
    label: "Not like",
    verb: "is not like",
    kinds: ["text", "list"],
    takes: "value",
    not: "like",
    words: onList("Has none like"),
  },
  contains: { label: "Contains", verb: "contains", kinds: ["text", "list"], takes: "value" },
  does_not_contain: {
    label: "Does not contain",
    verb: "does not contain",
    kinds: ["text", "list"],
    takes: "value",
    not: "contains",
  },
  starts_with: { label: "Starts with", verb: "starts with", kinds: ["text"], takes: "value" },
  ends_with: { label: "Ends with", verb: "ends with", kinds: ["text"], takes: "value" },
  is_one_of: {
    label: "Is one of",
    verb: "is one of",
    kinds: listed,
    takes: "values",
    words: onList("Contains one of"),
  },
  is_none_of: {
    label: "Is none of",
    verb: "is none of",
    kinds: listed,
    takes: "values",
    not: "is_one_of",
    words: onList("Contains none of"),
  },
  is_empty: { label: "Is empty", verb: "is empty", kinds: emptiable, takes: "nothing", not: "is_not_empty" },
  is_not_empty: { label: "Is not empty", verb: "is not empty", kinds: emptiable, takes: "nothing" },
  matches_pattern: { label: "Matches pattern", verb: "matches the pattern", kinds: ["text"], takes: "value" },
  changed: { label: "Changed", verb: "changed", kinds: [...single, "list"], takes: "nothing", needsEvent: true },
  not_changed: {
    label: "Did not change",
    verb: "did not change",
    kinds: [...single, "list"],
    takes: "nothing",
    not: "changed",
    needsEvent: true,
  },
  changed_to: { label: "Changed to", verb: "changed to", kinds: single, takes: "value", needsEvent: true },
  changed_from: { label: "Changed from", verb: "changed from", kinds: single, takes: "value", needsEvent: true },
} as const satisfies Record<string, Operator>;

export type OperatorName = keyof typeof operators;
export const operatorNames = Object.keys(operators) as [OperatorName, ...OperatorName[]];

/** The operator as a plain record, whichever one it is. */
export const operatorOf = (name: OperatorName): Operator => operators[name];

/** “Greater than (after)” and “is after” for dates, “Greater than” and “is greater than” for numbers. */
export const operatorWords = (name: OperatorName, kind: ConditionKind): { label: string; verb: string } =>
  operatorOf(name).words?.[kind] ?? operators[name];
