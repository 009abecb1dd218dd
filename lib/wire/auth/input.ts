import { z } from "zod";
import { type Auth, type AuthType, authKindOf, authKinds, authSchema, destinationsOf, rotated } from "./kinds";

const longestSecret = 64_000;

/** Names a named connection instead of credentials of one's own. */
const shared = z.object({ type: z.literal("shared"), connectionId: z.string().min(1, "Choose a connection") });

/** A kind's schema where a secret may be blank, which keeps the stored one; a given one has to be right. */
function blankable<Schema extends z.ZodObject>(kind: { schema: Schema; secrets: readonly string[] }): Schema {
  const secrets = kind.secrets.map((name) => {
    const rule = kind.schema.shape[name] as z.ZodType;
    const field = z
      .string()
      .max(longestSecret)
      .default("")
      .superRefine((text, context) => {
        const checked = text === "" ? undefined : rule.safeParse(text);
        for (const { message } of checked?.error?.issues ?? []) context.addIssue({ code: "custom", message });
      });
    return [name, field];
  });
  return kind.schema.extend(Object.fromEntries(secrets)) as unknown as Schema;
}

/** Credentials as a form or the API sends them (spec §4.2 nos. 6–8). */
export const authInput = z.discriminatedUnion("type", [
  blankable(authKinds.none),
  blankable(authKinds.basic),
  blankable(authKinds.ntlm),
  blankable(authKinds.bearer),
  blankable(authKinds.apiKey),
  blankable(authKinds.oauth2),
  blankable(authKinds.digest),
  blankable(authKinds.mtls),
  blankable(authKinds.hmac),
  shared,
]);
export type AuthInput = z.output<typeof authInput>;
export type OwnAuthInput = Exclude<AuthInput, { type: "shared" }>;

/** Credentials as they are shown: settings in clear, of each secret only whether there is one (`hasPassword`). */
export type ShownAuth = { type: AuthType | "shared" } & Record<string, string | boolean>;

export const hasName = (secret: string): string => `has${secret.charAt(0).toUpperCase()}${secret.slice(1)}`;

/** `stored` names the secrets there are. */
export function showAuth(type: AuthType, settings: Record<string, string>, stored: readonly string[]): ShownAuth {
  const flags = authKindOf(type).secrets.map((name) => [hasName(name), stored.includes(name)]);
  return { ...settings, ...Object.fromEntries(flags), type };
}

/** What a form starts from: blank secrets keep the stored ones. */
export function inputOf(shown: ShownAuth): AuthInput {
  if (shown.type === "shared") return { type: "shared", connectionId: String(shown.connectionId) };
  const { fields, secrets } = authKindOf(shown.type);
  const values = fields.map(({ name }) => [name, secrets.includes(name) ? "" : (shown[name] ?? "")]);
  return { ...Object.fromEntries(values), type: shown.type } as AuthInput;
}

/** Headers a preview shows for credentials that are stored, shared or being entered; secrets masked. */
export function shownHeadersOf(auth: ShownAuth | AuthInput): Record<string, string> {
  if (auth.type !== "shared") return authKindOf(auth.type).shown?.(auth as Auth) ?? {};
  const type = "connectionType" in auth ? (auth.connectionType as AuthType) : undefined;
  return (type && authKindOf(type).shown?.({ ...auth, type } as unknown as Auth)) ?? {};
}

const valuesOf = (auth: object) => auth as Record<string, string | undefined>;

/** What is stored of credentials: settings in clear, secrets to be sealed. Blank optional values are left out. */
export function splitAuth(auth: OwnAuthInput | Auth): {
  settings: Record<string, string>;
  secrets: Record<string, string>;
} {
  const kind = authKindOf(auth.type);
  const settings: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  for (const { name } of kind.fields) {
    const value = valuesOf(auth)[name];
    if (value) (kind.secrets.includes(name) ? secrets : settings)[name] = value;
  }
  return { settings, secrets };
}

export const requiredSecrets = (type: AuthType): string[] => {
  const { fields, secrets } = authKindOf(type);
  return secrets.filter((name) => fields.find((field) => field.name === name)?.isRequired);
};

/** The required secrets that neither the form nor the store has, as sentences by `auth.…` path. */
export function missingSecrets(auth: OwnAuthInput, stored: readonly string[]): Record<string, string[]> {
  const { secrets } = splitAuth(auth);
  const missing = requiredSecrets(auth.type).filter((name) => !secrets[name] && !stored.includes(name));
  const label = (name: string) => authKindOf(auth.type).fields.find((field) => field.name === name)?.label ?? name;
  return Object.fromEntries(missing.map((name) => [`auth.${name}`, [`Enter the ${label(name).toLowerCase()}`]]));
}

/** Stored credentials with what the form changes; a replaced signing secret stays in use for a day. */
export function mergeAuth(before: Auth | undefined, input: OwnAuthInput, now: Date): Auth {
  const given = splitAuth(input);
  const kept = before?.type === input.type ? splitAuth(before).secrets : {};
  const merged = authSchema.parse({ type: input.type, ...given.settings, ...kept, ...given.secrets });
  return before ? rotated(before, merged, now) : merged;
}

const authorityOf = (url: string) => /^\s*(https?:\/\/[^/?#\\]*)/i.exec(url)?.[1]?.toLowerCase() ?? "";

/** Whether a webhook's URL names another host, port or scheme than before; templates are compared as they are written. */
export const isOtherHost = (before: string, after: string): boolean => authorityOf(before) !== authorityOf(after);

/**
 * Whether secrets that stay stored would be sent to another host than before: whoever may edit a webhook must not learn
 * its password by pointing it elsewhere.
 */
export function leadsElsewhere(
  before: { url: string; auth: ShownAuth },
  after: { url: string; auth: OwnAuthInput },
): boolean {
  const placesOf = (url: string, auth: ShownAuth | OwnAuthInput) =>
    [url, ...(auth.type === "shared" ? [] : destinationsOf(auth as Auth))].map(authorityOf).join(" ");
  return placesOf(before.url, before.auth) !== placesOf(after.url, after.auth);
}
