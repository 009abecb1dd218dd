import type { ConditionTest, ConditionValue } from "./condition";
import { type ConditionField, operatorsFor } from "./fields";
import { type OperatorName, operatorOf } from "./operators";

/** A row as the builder adds it: no field yet. */
export const emptyTest: ConditionTest = { type: "test", field: "", operator: "equals", value: null };

/** A row that asks another field; operator and value stay as far as they make sense of it. */
export function withField(test: ConditionTest, field: ConditionField, withEvent: boolean): ConditionTest {
  const possible = operatorsFor(field, withEvent);
  const operator = possible.includes(test.operator) ? test.operator : (possible[0] ?? "equals");
  const value = test.field === field.ref ? test.value : null;
  return withOperator({ ...test, field: field.ref, operator, value }, operator, field);
}

/** A row with another operator; one value becomes a list of one and the other way round. */
export function withOperator(test: ConditionTest, operator: OperatorName, field?: ConditionField): ConditionTest {
  return { ...test, operator, value: valueFor(operator, test.value, field) };
}

function valueFor(operator: OperatorName, value: ConditionValue, field?: ConditionField): ConditionValue {
  const one = Array.isArray(value) ? (value[0] ?? null) : value;
  switch (operatorOf(operator).takes) {
    case "nothing":
      return null;
    case "values":
      if (Array.isArray(value)) return value;
      if (typeof one === "number") return [one];
      return typeof one === "string" && one !== "" ? [one] : [];
    case "value":
      return field?.kind === "boolean" && typeof one !== "boolean" ? true : one;
  }
}
