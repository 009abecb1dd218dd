import type { Condition, ConditionGroup, ConditionTest, ConditionValue } from "./condition";
import { type ConditionField, findChoice, haveEvent, operatorsFor } from "./fields";
import { expectedMoment } from "./moment";
import { isBlank } from "./operator-tests";
import { operatorOf, operatorWords } from "./operators";
import { compilePattern } from "./pattern";

type Mistake = { part: "field" | "operator" | "value"; message: string };

/**
 * Mistakes that would keep conditions from meaning anything, by dotted form path (`conditions.conditions.0.value`).
 * `path` is where the group stands in the form, "" for the form itself; whether there is an event follows from `fields`.
 */
export function checkConditions(
  group: ConditionGroup,
  fields: readonly ConditionField[],
  path: string,
): Record<string, string[]> {
  const known = new Map(fields.map((field) => [field.ref, field]));
  const found: Record<string, string[]> = {};
  const below = (at: string, name: string) => (at === "" ? name : `${at}.${name}`);
  const walk = (part: Condition, at: string) => {
    if (part.type === "test") {
      const mistake = mistakeOf(part, known.get(part.field), haveEvent(fields));
      if (mistake) found[below(at, mistake.part)] = [mistake.message];
      return;
    }
    if (part.conditions.length === 0 && part !== group)
      found[below(at, "conditions")] = ["Add a condition to this group or remove it"];
    for (const [index, inner] of part.conditions.entries()) walk(inner, below(at, `conditions.${index}`));
  };
  walk(group, path);
  return found;
}

function mistakeOf(test: ConditionTest, field: ConditionField | undefined, withEvent: boolean): Mistake | undefined {
  if (!field) return { part: "field", message: unknownField(test.field, withEvent) };
  const { needsEvent, takes } = operatorOf(test.operator);
  if (!operatorsFor(field, withEvent).includes(test.operator)) {
    const label = operatorWords(test.operator, field.kind).label;
    const why =
      needsEvent && !withEvent
        ? `“${label}” needs an update to look at: only trigger rules have one`
        : `“${label}” can't be asked of “${field.label}”: choose another operator`;
    return { part: "operator", message: why };
  }
  if (takes === "nothing") return undefined;
  const message = takes === "values" ? mistakeOfList(test.value, field) : mistakeOfValue(test, test.value, field);
  return message === undefined ? undefined : { part: "value", message };
}

function unknownField(ref: string, withEvent: boolean): string {
  if (ref.trim() === "") return "Choose a field";
  if (ref.startsWith("event.") && !withEvent)
    return "This field needs an update to look at: only trigger rules have one";
  return ref.startsWith("form.")
    ? "This field is gone, or its form is not on this type of ticket: choose another"
    : `There is no field “${ref}”: choose another`;
}

function mistakeOfList(value: ConditionValue, field: ConditionField): string | undefined {
  if (!Array.isArray(value)) return "Give a list of values";
  if (value.length === 0) return field.choices ? "Choose at least one value" : "Enter at least one value";
  for (const entry of value) {
    const mistake = mistakeOfOne(entry, field);
    if (mistake) return mistake;
  }
  return undefined;
}

function mistakeOfValue({ operator }: ConditionTest, value: ConditionValue, field: ConditionField): string | undefined {
  if (operator !== "matches_pattern") return mistakeOfOne(value, field);
  if (typeof value !== "string" || value === "") return "Enter a pattern, such as ^INC\\d+$";
  const compiled = compilePattern(value);
  return "mistake" in compiled ? compiled.mistake : undefined;
}

function mistakeOfOne(value: ConditionValue, { kind, choices }: ConditionField): string | undefined {
  const blank = isBlank(value);
  if (choices) {
    if (blank) return "Choose a value";
    return findChoice(choices, value) ? undefined : "This value is gone: choose another";
  }
  switch (kind) {
    case "boolean":
      return typeof value === "boolean" ? undefined : "Choose Yes or No";
    case "number":
      return !blank && typeof value !== "boolean" && typeof value !== "object" && Number.isFinite(Number(value))
        ? undefined
        : "Enter a number";
    case "date":
    case "datetime":
      return expectedMoment(value, new Date(0))
        ? undefined
        : "Enter a date such as 2025-04-23, or today, today-7, now-2h";
    default:
      if (blank) return "Enter a value, or use “Is empty”";
      return typeof value === "object" || typeof value === "boolean" ? "Enter a text" : undefined;
  }
}
