import type { Condition, ConditionGroup, ConditionTest } from "./condition";
import type { Facts } from "./facts";
import { isBlank, operatorTests, type ValueTest } from "./operator-tests";
import { type OperatorName, operatorOf } from "./operators";
import { changeOf, type Subject, subjectOf } from "./subject";

/** Whether a ticket satisfies a group. A row whose field is gone, or that needs an event where there is none, does not hold. */
export function matches(group: ConditionGroup, facts: Facts): boolean {
  return combine(group, (part) => (part.type === "group" ? matches(part, facts) : testHolds(part, facts)));
}

/** A group's verdict from those of its parts; groups without rows have no part in it, and without parts all is well. */
export function combine(group: ConditionGroup, holds: (part: Condition) => boolean): boolean {
  const parts = group.conditions.filter(saysSomething);
  if (parts.length === 0) return true;
  if (group.mode === "all") return parts.every(holds);
  return parts.some(holds) === (group.mode === "any");
}

/** Whether there is a row in it, however deep. */
export const saysSomething = (part: Condition): boolean =>
  part.type === "test" || part.conditions.some((inner) => saysSomething(inner));

/** Whether one row holds. */
export function testHolds(test: ConditionTest, facts: Facts): boolean {
  const subject = subjectOf(test.field, facts);
  if (!subject) return false;
  const { needsEvent, not } = operatorOf(test.operator);
  if (needsEvent && !facts.event) return false;
  const positive = (not ?? test.operator) as Exclude<OperatorName, Negative>;
  return holds(positive, test, subject, facts) !== (not !== undefined);
}

type Negative = "does_not_equal" | "not_like" | "does_not_contain" | "is_none_of" | "is_empty" | "not_changed";

function holds(
  operator: Exclude<OperatorName, Negative>,
  { field, value }: ConditionTest,
  subject: Subject,
  facts: Facts,
): boolean {
  const context = { kind: subject.kind, now: facts.now };
  switch (operator) {
    case "changed":
      return changeOf(field, facts) !== undefined;
    case "changed_to":
    case "changed_from": {
      const change = changeOf(field, facts);
      const side = operator === "changed_to" ? change?.after : change?.before;
      return change !== undefined && operatorTests.equals(ofKind(subject, side), value, context);
    }
    case "equals":
      // Nothing at all equals nothing, be it no rows or rows without a value.
      return isBlank(value)
        ? subject.values.every(isBlank)
        : subject.values.some((actual) => operatorTests.equals(actual, value, context));
    default: {
      const test: ValueTest = operatorTests[operator];
      return subject.values.some((actual) => test(actual, value, context));
    }
  }
}

const ofKind = ({ kind }: Subject, value: unknown) => (kind === "boolean" ? value === true : value);
