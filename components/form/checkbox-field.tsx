"use client";
import { useId } from "react";
import { type FieldValues, useController } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldNote } from "@/components/ui/field";
import type { BoundField } from "./bound-field";

/** A box and its words; the value is a boolean. */
export function CheckboxField<Values extends FieldValues = FieldValues, Output = Values>({
  name,
  control,
  label,
  help,
  disabled,
}: BoundField<Values, Output>) {
  const id = useId();
  const { field, fieldState } = useController({ name, control });
  const error = fieldState.error?.message;
  return (
    <div className="flex items-start gap-2.5">
      <Checkbox
        id={id}
        className="mt-0.5"
        name={field.name}
        inputRef={field.ref}
        checked={Boolean(field.value)}
        disabled={disabled}
        onCheckedChange={field.onChange}
        onBlur={field.onBlur}
        aria-describedby={help || error ? `${id}-note` : undefined}
        aria-invalid={error ? true : undefined}
      />
      <div className="min-w-0">
        <label htmlFor={id}>{label}</label>
        <div className="-mt-1">
          <FieldNote id={`${id}-note`} help={help} error={error} />
        </div>
      </div>
    </div>
  );
}
