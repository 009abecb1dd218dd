"use client";
import { useSyncExternalStore } from "react";
import { useController, useWatch } from "react-hook-form";
import { CheckboxField } from "@/components/form/checkbox-field";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { CustomField } from "@/lib/desk/custom-forms";
import { shownValue } from "./form-values";

type CustomFieldInputProps = {
  field: CustomField;
  /** Path in the surrounding form. */
  name: string;
  label: string;
  /** In a table, whose header already says it. */
  hideLabel?: boolean;
};

/** The control of one custom field; a read-only one shows its value. */
export function CustomFieldInput({ field, name, label, hideLabel }: CustomFieldInputProps) {
  const common = { name, label, hideLabel };
  if (field.isReadOnly) return <ReadOnlyField {...common} field={field} />;
  switch (field.kind) {
    case "text":
      return <TextField {...common} maxLength={100_000} />;
    case "multiline":
      return <TextareaField {...common} rows={hideLabel ? 1 : 3} />;
    case "number":
      return <TextField {...common} type="number" />;
    case "date":
      return <TextField {...common} type="date" />;
    case "datetime":
      return <DateTimeField {...common} />;
    case "checkbox":
      return hideLabel ? <BareCheckbox {...common} /> : <CheckboxField {...common} />;
    case "select":
      return (
        <SelectField
          {...common}
          options={[{ value: "", label: "None" }, ...field.options.map((option) => ({ value: option, label: option }))]}
        />
      );
  }
}

type Bound = { name: string; label: string; hideLabel?: boolean };

function ReadOnlyField({ name, label, hideLabel, field }: Bound & { field: CustomField }) {
  const value = useWatch({ name });
  const text = shownValue(field, value ?? null);
  if (hideLabel) return <span className="block py-1.5 text-muted">{text}</span>;
  return (
    <dl className="min-w-0">
      <dt className="mb-1 font-medium text-sm">
        {label} <span className="ml-1 font-normal text-faint text-xs">read only</span>
      </dt>
      <dd className="break-words text-muted">{text}</dd>
    </dl>
  );
}

function BareCheckbox({ name, label }: Bound) {
  const { field } = useController({ name });
  return (
    <Checkbox
      aria-label={label}
      className="my-2"
      inputRef={field.ref}
      checked={Boolean(field.value)}
      onCheckedChange={field.onChange}
      onBlur={field.onBlur}
    />
  );
}

const never = () => () => undefined;

/** Stored in UTC, edited in the reader's zone, which only the browser knows. */
function DateTimeField({ name, label, hideLabel }: Bound) {
  const { field, fieldState } = useController({ name });
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const at = typeof field.value === "string" && field.value !== "" ? new Date(field.value) : undefined;
  const local = inBrowser && at && !Number.isNaN(at.getTime()) ? localText(at) : "";
  return (
    <Field label={label} hideLabel={hideLabel} error={fieldState.error?.message}>
      {(wiring) => (
        <Input
          {...wiring}
          ref={field.ref}
          type="datetime-local"
          step={1}
          value={local}
          onBlur={field.onBlur}
          onChange={(event) => {
            const next = new Date(event.target.value);
            field.onChange(Number.isNaN(next.getTime()) ? "" : next.toISOString());
          }}
        />
      )}
    </Field>
  );
}

function localText(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const date = `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
