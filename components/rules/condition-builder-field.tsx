"use client";
import { type Control, type FieldPath, type FieldValues, useController, useFormState } from "react-hook-form";
import type { ConditionGroup } from "@/lib/rules/condition";
import { ConditionBuilder, type ConditionBuilderProps } from "./condition-builder";
import { errorsBelow } from "./condition-errors";

type ConditionBuilderFieldProps<Values extends FieldValues, Output> = {
  name: FieldPath<Values>;
  control?: Control<Values, unknown, Output>;
} & Omit<ConditionBuilderProps, "value" | "onChange" | "errors">;

/** The builder bound to a form value; the messages of `checkConditions(…, name)` and of the schema stand at their rows. */
export function ConditionBuilderField<Values extends FieldValues = FieldValues, Output = Values>({
  name,
  control,
  ...builder
}: ConditionBuilderFieldProps<Values, Output>) {
  const { field } = useController({ name, control });
  const { errors } = useFormState({ name, control });
  return (
    <ConditionBuilder
      {...builder}
      value={field.value as ConditionGroup}
      onChange={(value) => field.onChange(value)}
      errors={errorsBelow(errors, name)}
    />
  );
}
