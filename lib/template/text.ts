import { type Budget, checkLength, exceeded } from "./limits";
import { dateText } from "./value";

// Not JSON.stringify: it would call toJSON, follow shared references without end, and knows nothing of date-only values.
function write(value: unknown, budget: Budget, depth: number, written: number): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) ? String(value) : "null";
    case "boolean":
    case "bigint":
      return String(value);
    case "object":
      break;
    default:
      return "null";
  }
  if (value === null) return "null";
  const date = dateText(value);
  if (date !== undefined) return date === "" ? "null" : JSON.stringify(date);
  if (depth >= budget.limits.nesting) {
    throw exceeded(
      budget.source,
      budget.at,
      `The value of this placeholder is nested more than ${budget.limits.nesting} levels deep. Choose a field inside it`,
    );
  }
  const isList = Array.isArray(value);
  let text = isList ? "[" : "{";
  for (const key of isList ? value.keys() : Object.keys(value)) {
    const member = (value as Record<string | number, unknown>)[key];
    const name = isList ? "" : `${JSON.stringify(key)}:`;
    if (!isList && (member === undefined || typeof member === "function" || typeof member === "symbol")) continue;
    const before = text.length > 1 ? "," : "";
    text += before + name + write(member, budget, depth + 1, written + text.length);
    checkLength(budget, written + text.length);
  }
  return text + (isList ? "]" : "}");
}

/** `value` as JSON, dates as text. Own properties only; throws TemplateError("limit") when too long or too deep. */
export const jsonText = (value: unknown, budget: Budget): string => write(value, budget, 0, 0);

/** What a person reads: true is 1, false and nothing are empty (spec P7), dates by V6, collections as JSON text. */
export function textOf(value: unknown, budget: Budget): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return Number.isFinite(value) ? String(value) : "";
    case "boolean":
      return value ? "1" : "";
    case "bigint":
      return String(value);
    case "object":
      return value === null ? "" : (dateText(value) ?? jsonText(value, budget));
    default:
      return "";
  }
}
