import { momentOf } from "@/lib/template/date-value";
import type { ConditionValue } from "./condition";
import { isLike } from "./like";
import { expectedMoment, orderOfMoments } from "./moment";
import type { ConditionKind } from "./operators";
import { matchesPattern } from "./pattern";

/** One value against one value; "not" and lists of either are evaluate.ts's business. */
export type ValueTest = (
  actual: unknown,
  expected: ConditionValue,
  context: { kind: ConditionKind; now: Date },
) => boolean;

/** Nothing, blank text, a list without entries. False and 0 are values. */
export function isBlank(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return value.trim() === "";
  return Array.isArray(value) && value.length === 0;
}

/** Texts are compared without surrounding space and case, whichever way an accent was typed. */
function normal(value: unknown): string {
  if (typeof value === "string") return value.normalize("NFC").trim().toLowerCase();
  if (value instanceof Date) return momentOf(value) ? value.toISOString().toLowerCase() : "";
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" && value.length <= 400 ? Number(value) : Number.NaN;
}

function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  return { true: true, false: false }[normal(value)];
}

/** Negative, zero or positive; undefined where the two have no order, as with anything missing. */
function order(...[actual, expected, { kind, now }]: Parameters<ValueTest>): number | undefined {
  if (isBlank(actual) || isBlank(expected)) return undefined;
  if (kind === "date" || kind === "datetime") {
    const a = momentOf(actual);
    const b = expectedMoment(expected, now);
    return a && b && orderOfMoments(a, b);
  }
  const difference = numberOf(actual) - numberOf(expected);
  return Number.isNaN(difference) ? undefined : difference;
}

const byOrder =
  (holds: (order: number) => boolean): ValueTest =>
  (actual, expected, context) => {
    const found = order(actual, expected, context);
    return found !== undefined && holds(found);
  };

/** Nothing can be found in nothing, nor nothing in something. */
const byText =
  (holds: (actual: string, expected: string) => boolean): ValueTest =>
  (actual, expected) => {
    const [text, wanted] = [normal(actual), normal(expected)];
    return text !== "" && wanted !== "" && holds(text, wanted);
  };

const equals: ValueTest = (actual, expected, context) => {
  if (isBlank(actual) || isBlank(expected)) return isBlank(actual) && isBlank(expected);
  if (context.kind === "boolean") return booleanOf(actual) === booleanOf(expected);
  if (context.kind === "number" || context.kind === "date" || context.kind === "datetime")
    return order(actual, expected, context) === 0;
  return typeof expected !== "object" && normal(actual) === normal(expected);
};

/** What each operator does that is not merely the opposite of another one or about a change. */
export const operatorTests = {
  equals,
  greater_than: byOrder((found) => found > 0),
  greater_than_or_equal: byOrder((found) => found >= 0),
  less_than: byOrder((found) => found < 0),
  less_than_or_equal: byOrder((found) => found <= 0),
  like: byText(isLike),
  // An entry of a list is contained as a whole; a part of it is what `like` finds.
  contains: (actual, expected, context) =>
    context.kind === "list"
      ? !isBlank(expected) && equals(actual, expected, context)
      : byText((text, wanted) => text.includes(wanted))(actual, expected, context),
  starts_with: byText((text, wanted) => text.startsWith(wanted)),
  ends_with: byText((text, wanted) => text.endsWith(wanted)),
  is_one_of: (actual, expected, context) =>
    Array.isArray(expected)
      ? expected.some((entry) => equals(actual, entry, context))
      : equals(actual, expected, context),
  is_not_empty: (actual) => !isBlank(actual),
  // Patterns see the text as it is: their author decides about space and case.
  matches_pattern: (actual, expected) =>
    typeof expected === "string" &&
    expected !== "" &&
    matchesPattern(typeof actual === "string" ? actual : normal(actual), expected),
} as const satisfies Record<string, ValueTest>;
