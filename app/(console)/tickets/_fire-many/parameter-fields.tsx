"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

export type ManyParameter = { name: string; isReadOnly: boolean; isMultiline: boolean; defaultText: string };

type ParameterFieldsProps = {
  parameters: readonly ManyParameter[];
  values: Record<string, string>;
  onChange: (name: string, value: string) => void;
};

/** One control per parameter: what is typed goes out on every ticket, what is left empty is each ticket's own default. */
export function ParameterFields({ parameters, values, onChange }: ParameterFieldsProps) {
  return (
    <div className="flex flex-col gap-4">
      {parameters.map(({ name, isReadOnly, isMultiline, defaultText }) => {
        const control = {
          value: isReadOnly ? defaultText : (values[name] ?? ""),
          placeholder: defaultText,
          readOnly: isReadOnly,
          className: isReadOnly ? "bg-surface text-muted" : undefined,
        };
        return (
          <Field key={name} label={name} help={helpFor(isReadOnly, defaultText)}>
            {(wiring) =>
              isMultiline ? (
                <Textarea {...wiring} {...control} rows={2} onChange={(event) => onChange(name, event.target.value)} />
              ) : (
                <Input
                  {...wiring}
                  {...control}
                  autoComplete="off"
                  onChange={(event) => onChange(name, event.target.value)}
                />
              )
            }
          </Field>
        );
      })}
    </div>
  );
}

function helpFor(isReadOnly: boolean, defaultText: string): string {
  if (isReadOnly) return "Filled from each ticket; can’t be changed.";
  return defaultText === ""
    ? "The same on every ticket."
    : "The same on every ticket. Leave it empty for each ticket’s own default.";
}
