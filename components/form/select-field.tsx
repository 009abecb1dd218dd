"use client";
import { type FieldValues, useController } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import type { BoundField, OptionalMark } from "./bound-field";

type SelectFieldProps<Values extends FieldValues, Output> = BoundField<Values, Output> &
  OptionalMark & { options: readonly SelectOption[]; placeholder?: string };

/** One of several; the value is the option's string. */
export function SelectField<Values extends FieldValues = FieldValues, Output = Values>({
  name,
  control,
  label,
  help,
  optional,
  aside,
  hideLabel,
  className,
  ...select
}: SelectFieldProps<Values, Output>) {
  const { field, fieldState } = useController({ name, control });
  return (
    <Field {...{ label, help, optional, aside, hideLabel, className }} error={fieldState.error?.message}>
      {(wiring) => (
        <Select
          {...wiring}
          {...select}
          ref={field.ref}
          name={field.name}
          value={field.value ?? null}
          onValueChange={field.onChange}
          onBlur={field.onBlur}
        />
      )}
    </Field>
  );
}
