"use client";
import { useController, useFormContext } from "react-hook-form";
import { KeyValueList } from "@/components/form/key-value-list";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import type { BinResponse, Fault } from "@/lib/inspector/bin";

const faultOptions: SelectOption<Fault | "none">[] = [
  { value: "none", label: "Arrives whole" },
  { value: "close", label: "Close the connection", hint: "Without a word" },
  { value: "hang", label: "Hang", hint: "Never answers; lets go after 5 minutes" },
  { value: "drip", label: "Drip", hint: "One byte of the body a second" },
  { value: "reset", label: "Reset in the body", hint: "Half of it, then the connection breaks" },
];

/** One reply of a bin: what it says, when, and how it goes wrong. `prefix` is where it is in the form. */
export function ReplyFields({
  prefix,
  item,
  rows,
}: {
  prefix: "" | `followedBy.${number}.`;
  item: string;
  rows: number;
}) {
  return (
    <>
      <div className="flex flex-wrap gap-x-8 gap-y-6">
        <TextField name={`${prefix}status`} type="number" label="Status" help="200 to 599" />
        <TextField
          name={`${prefix}delayMs`}
          type="number"
          label="Delay"
          unit="ms"
          help="Up to 30,000, to rehearse a slow partner"
        />
      </div>
      <FaultField prefix={prefix} />
      <KeyValueList name={`${prefix}headers`} label="Headers" addLabel="Add header" itemLabel={item} />
      <TextareaField name={`${prefix}body`} label="Body" optional mono rows={rows} spellCheck={false} />
    </>
  );
}

function FaultField({ prefix }: { prefix: "" | `followedBy.${number}.` }) {
  const { control } = useFormContext<BinResponse>();
  const { field, fieldState } = useController({ control, name: `${prefix}fault` });
  return (
    <Field label="Fault" error={fieldState.error?.message} className="max-w-72">
      {(wiring) => (
        <Select
          {...wiring}
          ref={field.ref}
          options={faultOptions}
          value={field.value ?? "none"}
          onValueChange={(value) => field.onChange(value === "none" ? undefined : value)}
          onBlur={field.onBlur}
        />
      )}
    </Field>
  );
}
