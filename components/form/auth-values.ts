import { type AuthInput, inputOf, type ShownAuth } from "@/lib/wire/auth/input";
import { authKinds } from "@/lib/wire/auth/kinds";

/** What a form holds of credentials: the fields of every kind, so that what was typed stays while another is looked at. */
export type AuthValues = { type: AuthInput["type"] } & Record<string, string>;

const blank: Record<string, string> = { connectionId: "" };
for (const { fields } of Object.values(authKinds))
  for (const field of fields as { name: string; choices?: { value: string }[] }[])
    blank[field.name] = field.choices?.[0]?.value ?? "";

/** Starts from what is stored, secrets blank; from nothing without it. */
export const authValues = (stored?: ShownAuth): AuthValues =>
  ({ ...blank, ...(stored ? inputOf(stored) : {}), type: stored?.type ?? "none" }) as AuthValues;
