import { z } from "zod";
import { isHeaderValue } from "@/lib/core/http-names";

/** One control of the form, in order. All values are text; a blank optional one counts as absent. */
export type AuthField<Name extends string = string> = {
  name: Name;
  label: string;
  kind: "text" | "secret" | "multiline" | "multilineSecret" | "url" | "choice" | "datetime";
  isRequired: boolean;
  hint?: string;
  choices?: { value: string; label: string }[];
};

/** What both the browser and the server know of one way of proving who we are. */
export type AuthKind<Type extends string, Schema extends z.ZodObject> = {
  type: Type;
  label: string;
  schema: Schema;
  fields: AuthField<Exclude<keyof z.infer<Schema>, "type"> & string>[];
  /** Fields stored encrypted and never sent back to the browser. */
  secrets: (Exclude<keyof z.infer<Schema>, "type"> & string)[];
  /** The headers it adds, secrets masked; none unless given. */
  shown?(config: z.infer<Schema>): Record<string, string>;
  /** URLs besides the webhook's own that secrets are sent to; none unless given. */
  destinations?(config: z.infer<Schema>): string[];
};

export const defineAuthKind = <const Type extends string, Schema extends z.ZodObject>(
  definition: AuthKind<Type, Schema>,
) => definition;

const atMost = (most: number) => z.string().max(most, `At most ${most} characters fit here.`);

/** A text that must be there; `what` completes "Enter …". */
export const requiredText = (what: string, most: number) => atMost(most).min(1, `Enter ${what}.`);

/** A text that may be missing or blank. */
export const optionalText = (most: number) => atMost(most).optional();

/** A text that is sent as (part of) a header. */
export const headerText = (what: string, most: number) =>
  requiredText(what, most).refine(isHeaderValue, "This has a line break or a character that headers cannot carry.");

export const usernameField = { name: "username", label: "Username", kind: "text", isRequired: true } as const;
export const passwordField = { name: "password", label: "Password", kind: "secret", isRequired: true } as const;
