"use client";
import type { ComponentProps } from "react";
import { type FieldValues, useController } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { BoundField, OptionalMark } from "./bound-field";

type TextareaFieldProps<Values extends FieldValues, Output> = BoundField<Values, Output> &
  OptionalMark &
  Pick<ComponentProps<"textarea">, "rows" | "placeholder" | "maxLength" | "spellCheck"> & { mono?: boolean };

export function TextareaField<Values extends FieldValues = FieldValues, Output = Values>({
  name,
  control,
  label,
  help,
  optional,
  aside,
  hideLabel,
  className,
  disabled,
  ...area
}: TextareaFieldProps<Values, Output>) {
  const { field, fieldState } = useController({ name, control });
  return (
    <Field {...{ label, help, optional, aside, hideLabel, className }} error={fieldState.error?.message}>
      {(wiring) => <Textarea {...wiring} {...area} {...field} disabled={disabled} value={field.value ?? ""} />}
    </Field>
  );
}
