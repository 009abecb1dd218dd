"use client";
import type { ComponentProps } from "react";
import { type FieldValues, useController } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { BoundField, OptionalMark } from "./bound-field";

type TextFieldProps<Values extends FieldValues, Output> = BoundField<Values, Output> &
  OptionalMark &
  Pick<
    ComponentProps<"input">,
    "type" | "placeholder" | "autoComplete" | "inputMode" | "maxLength" | "spellCheck" | "autoFocus"
  > & {
    mono?: boolean;
    /** Text after the box: "seconds". */
    unit?: string;
  };

/** One line of text; `type="number"` yields a number, or undefined when blank. */
export function TextField<Values extends FieldValues = FieldValues, Output = Values>({
  name,
  control,
  label,
  help,
  optional,
  aside,
  hideLabel,
  className,
  unit,
  disabled,
  type = "text",
  ...input
}: TextFieldProps<Values, Output>) {
  const { field, fieldState } = useController({ name, control });
  const read = (text: string) => (type !== "number" ? text : text === "" ? undefined : Number(text));
  return (
    <Field {...{ label, help, optional, aside, hideLabel, className }} error={fieldState.error?.message}>
      {(wiring) => (
        <span className="flex items-center gap-2">
          <Input
            {...wiring}
            {...input}
            {...field}
            type={type}
            disabled={disabled}
            value={field.value ?? ""}
            onChange={(event) => field.onChange(read(event.target.value))}
            className={type === "number" ? "w-28 tabular-nums" : undefined}
          />
          {unit && <span className="text-muted">{unit}</span>}
        </span>
      )}
    </Field>
  );
}
