"use client";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { type FieldValues, useController } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { BoundField, OptionalMark } from "./bound-field";

type SecretFieldProps<Values extends FieldValues, Output> = BoundField<Values, Output> &
  OptionalMark & {
    /** A value is kept on the server; it is never sent here. */
    stored: boolean;
    /** For keys of several lines, which browsers can't hide while typing. */
    multiline?: boolean;
  };

/** A password or key. A stored one shows as an empty box that says so; blank keeps it. */
export function SecretField<Values extends FieldValues = FieldValues, Output = Values>({
  name,
  control,
  label,
  help,
  optional,
  aside,
  hideLabel,
  className,
  stored,
  multiline,
  disabled,
}: SecretFieldProps<Values, Output>) {
  const [shown, setShown] = useState(false);
  const { field, fieldState } = useController({ name, control });
  const typed = Boolean(field.value);
  return (
    <Field {...{ label, help, optional, aside, hideLabel, className }} error={fieldState.error?.message}>
      {(wiring) => {
        const placeholder = stored ? "stored; leave blank to keep" : undefined;
        if (multiline)
          return (
            <Textarea
              {...wiring}
              {...field}
              mono
              rows={3}
              spellCheck={false}
              autoComplete="off"
              disabled={disabled}
              value={field.value ?? ""}
              placeholder={placeholder}
            />
          );
        return (
          <span className="relative block">
            <Input
              {...wiring}
              {...field}
              type={shown && typed ? "text" : "password"}
              autoComplete="new-password"
              spellCheck={false}
              disabled={disabled}
              value={field.value ?? ""}
              placeholder={placeholder}
              className={typed ? "pr-9 font-mono" : undefined}
            />
            {typed && (
              <Button
                variant="ghost"
                size="icon-sm"
                className="absolute top-0.5 right-0.5"
                aria-label={shown ? "Hide what I typed" : "Show what I typed"}
                onClick={() => setShown(!shown)}
              >
                {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
              </Button>
            )}
          </span>
        );
      }}
    </Field>
  );
}
