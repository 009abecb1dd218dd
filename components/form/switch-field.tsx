"use client";
import { useId } from "react";
import { type FieldValues, useController } from "react-hook-form";
import { FieldNote } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import type { BoundField } from "./bound-field";

/** On or off, words left, switch right; the value is a boolean. */
export function SwitchField<Values extends FieldValues = FieldValues, Output = Values>({
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
    <div className="flex items-start justify-between gap-6">
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <div className="-mt-1">
          <FieldNote id={`${id}-note`} help={help} error={error} />
        </div>
      </div>
      <Switch
        id={id}
        className="mt-px"
        name={field.name}
        inputRef={field.ref}
        checked={Boolean(field.value)}
        disabled={disabled}
        onCheckedChange={field.onChange}
        onBlur={field.onBlur}
        aria-describedby={help || error ? `${id}-note` : undefined}
      />
    </div>
  );
}
