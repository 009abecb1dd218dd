import type { Comparison } from "./ast";
import { momentOf } from "./date-value";
import type { FilterEnv } from "./filter";
import { itemsOf } from "./filters-list";
import { charge } from "./limits";
import { jsonText, textOf } from "./text";
import { isCollection, isDateOnly, isTrue } from "./value";

const isDate = (value: unknown): boolean => value instanceof Date || isDateOnly(value);

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string" || value.trim() === "" || value.length > 400) return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** Equality as in PHP 8, except that two texts are equal only when they are the same ("0e1" is not "0e2"). */
export function isEqual(left: unknown, right: unknown, env: FilterEnv): boolean {
  const a = left ?? null;
  const b = right ?? null;
  if (a === b) return true;
  if (a === null || b === null) {
    const other = a === null ? b : a;
    return typeof other === "string" ? other === "" : !isTrue(other);
  }
  if (typeof a === "boolean" || typeof b === "boolean") return isTrue(a) === isTrue(b);
  if (isDate(a) || isDate(b)) {
    const moments = [momentOf(a)?.ms, momentOf(b)?.ms];
    return moments[0] !== undefined && moments[0] === moments[1];
  }
  if (isCollection(a) || isCollection(b)) {
    if (!isCollection(a) || !isCollection(b)) return false;
    const text = jsonText(a, env);
    charge(env, text.length);
    return text === jsonText(b, env);
  }
  if (typeof a === "string" && typeof b === "string") {
    charge(env, Math.min(a.length, b.length));
    return a === b;
  }
  const number = numberOf(a);
  return number !== undefined && number === numberOf(b);
}

/** Negative, zero or positive; undefined when the two have no order. Nothing counts as 0. */
function order(left: unknown, right: unknown): number | undefined {
  if (isDate(left) || isDate(right)) {
    const a = momentOf(left);
    const b = momentOf(right);
    return a && b ? a.ms - b.ms : undefined;
  }
  const a = numberOf(left ?? 0);
  const b = numberOf(right ?? 0);
  if (a !== undefined && b !== undefined) return a < b ? -1 : Number(a > b);
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : Number(left > right);
  return undefined;
}

function contains(needle: unknown, haystack: unknown, env: FilterEnv): boolean {
  const items = itemsOf(haystack, env);
  if (items) return items.some((item) => isEqual(item, needle, env));
  const text = textOf(haystack, env);
  charge(env, text.length);
  return text !== "" && text.includes(textOf(needle, env));
}

type Test = (left: unknown, right: unknown, env: FilterEnv) => boolean;

const byOrder =
  (holds: (order: number) => boolean): Test =>
  (left, right) => {
    const found = order(left, right);
    return found !== undefined && holds(found);
  };

export const comparisons: Record<Comparison, Test> = {
  "==": isEqual,
  "!=": (left, right, env) => !isEqual(left, right, env),
  "<": byOrder((found) => found < 0),
  "<=": byOrder((found) => found <= 0),
  ">": byOrder((found) => found > 0),
  ">=": byOrder((found) => found >= 0),
  in: contains,
  "not in": (left, right, env) => !contains(left, right, env),
};
