import { z } from "zod";
import { apiKey } from "./kinds/api-key";
import type { AuthField } from "./kinds/auth-kind";
import { basic } from "./kinds/basic";
import { bearer } from "./kinds/bearer";
import { digest } from "./kinds/digest";
import { hmac } from "./kinds/hmac";
import { mtls } from "./kinds/mtls";
import { none } from "./kinds/none";
import { ntlm } from "./kinds/ntlm";
import { oauth2 } from "./kinds/oauth2";

export type { AuthField } from "./kinds/auth-kind";

/** Every way of proving who we are, in the order of the form. May be imported by the browser. */
export const authKinds = { none, basic, ntlm, bearer, apiKey, oauth2, digest, mtls, hmac };

export const authSchema = z.discriminatedUnion("type", [
  none.schema,
  basic.schema,
  ntlm.schema,
  bearer.schema,
  apiKey.schema,
  oauth2.schema,
  digest.schema,
  mtls.schema,
  hmac.schema,
]);
export type Auth = z.infer<typeof authSchema>;
export type AuthType = Auth["type"];
export type AuthOf<Type extends AuthType> = Extract<Auth, { type: Type }>;

/** The kinds as the form and the store read them. */
type AnyKind = {
  type: AuthType;
  label: string;
  fields: AuthField[];
  secrets: string[];
  shown?(auth: Auth): Record<string, string>;
  destinations?(auth: Auth): string[];
};

/** Compile-time proof that the registry and the union name the same kinds. */
authKinds satisfies { [Type in AuthType]: { type: Type } };
authSchema satisfies z.ZodType<{ type: keyof typeof authKinds }>;

/** One kind by its type. `auth.type` picks the entry whose schema produced `auth`, so the cast holds. */
export const authKindOf = (type: AuthType): AnyKind => authKinds[type] as unknown as AnyKind;

/** What a preview shows in place of the headers that will be sent; lower-case names, secrets masked. */
export const shownHeaders = (auth: Auth): Record<string, string> => authKindOf(auth.type).shown?.(auth) ?? {};

/** The URLs that secrets go to besides the webhook's own. */
export const destinationsOf = (auth: Auth): string[] => authKindOf(auth.type).destinations?.(auth) ?? [];

/** How long a replaced signing secret is still used beside the new one. */
export const rotationMs = 24 * 60 * 60 * 1000;

/** What to store when `after` replaces `before`: a replaced signing secret stays in use for a day. */
export function rotated(before: Auth, after: Auth, now: Date): Auth {
  if (before.type !== "hmac" || after.type !== "hmac" || before.secret === after.secret) return after;
  return {
    ...after,
    previousSecret: before.secret,
    previousUntil: new Date(now.getTime() + rotationMs).toISOString(),
  };
}
