"use client";
import { useController, useFormContext } from "react-hook-form";
import { TextField } from "@/components/form/text-field";
import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import type { BinResponse, Challenge } from "@/lib/inspector/bin";

const options: SelectOption<Challenge["kind"] | "none">[] = [
  { value: "none", label: "None" },
  { value: "basic", label: "Basic", hint: "401 until user and password are right" },
  {
    value: "ntlm",
    label: "NTLM",
    hint: "The handshake, until user and password are right; without a user nobody gets in",
  },
];

/** What a caller has to prove before it gets a reply. */
export function ChallengeField() {
  const { control } = useFormContext<BinResponse>();
  const { field } = useController({ control, name: "challenge" });
  const kind = field.value?.kind ?? "none";
  const choose = (next: Challenge["kind"] | "none") => {
    if (next === "none") return field.onChange(undefined);
    field.onChange({ kind: next, user: "", password: "" });
  };
  return (
    <>
      <Field label="Challenge" className="max-w-72">
        {(wiring) => (
          <Select
            {...wiring}
            ref={field.ref}
            options={options}
            value={kind}
            onValueChange={choose}
            onBlur={field.onBlur}
          />
        )}
      </Field>
      {kind !== "none" && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField name="challenge.user" label="User" autoComplete="off" spellCheck={false} />
          <TextField
            name="challenge.password"
            label="Password"
            autoComplete="off"
            spellCheck={false}
            help="Make one up: it is stored readable."
          />
        </div>
      )}
    </>
  );
}
