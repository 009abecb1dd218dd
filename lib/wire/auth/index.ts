import { systemClock } from "@/lib/core/clock";
import type { Transport } from "@/lib/core/transport";
import { apiKey } from "./api-key";
import type { AuthContext, AuthType as Wrapping } from "./auth-type";
import { basic } from "./basic";
import { bearer } from "./bearer";
import { digest } from "./digest";
import { hmac } from "./hmac";
import type { Auth, AuthOf, AuthType } from "./kinds";
import { mtls } from "./mtls";
import { none } from "./none";
import { ntlm } from "./ntlm";
import { oauth2 } from "./oauth2";

/** The server's half of `authKinds`. The type is the proof that both name the same kinds. */
const authTypes: { [Type in AuthType]: Wrapping<AuthOf<Type>> } = {
  none,
  basic,
  ntlm,
  bearer,
  apiKey,
  oauth2,
  digest,
  mtls,
  hmac,
};

// `type` picks the entry whose schema produced the credentials, so the cast holds.
const typeOf = (auth: Auth) => authTypes[auth.type] as Wrapping<Auth>;

const ignore = () => {};

/** The transport that proves who we are. Secrets that only come up while it is used are told to `learned`. */
export const withAuth = (
  transport: Transport,
  auth: Auth,
  { learned = ignore, clock = systemClock }: Partial<AuthContext> = {},
): Transport => typeOf(auth).wrap(transport, auth, { learned, clock });

/** Texts to mask in whatever is logged or shown: secrets and what goes over the wire in their place. Longest first. */
export const secretValuesOf = (auth: Auth): string[] =>
  typeOf(auth)
    .secretValues(auth)
    .filter((secret) => secret !== "")
    .sort((a, b) => b.length - a.length);
