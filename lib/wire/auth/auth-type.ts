import type { Clock } from "@/lib/core/clock";
import type { Transport } from "@/lib/core/transport";

/** What an exchange tells and needs besides the request. */
export type AuthContext = {
  /** Told each text that gives credentials away and is only known once they are used: tokens, signatures, answers. */
  learned(secret: string): void;
  clock: Clock;
};

/**
 * The server's half of one way of proving who we are; `lib/wire/auth/kinds` has the other.
 * It wraps the exchange instead of setting a header, because NTLM and OAuth need more than one round trip.
 */
export type AuthType<Config> = {
  /** Texts that give the credentials away wherever they appear. */
  secretValues(config: Config): string[];
  wrap(transport: Transport, config: Config, context: AuthContext): Transport;
};

/** Adds one header, which a redirect to another origin leaves behind. `name` is lower-case. */
export const withHeader =
  (transport: Transport, name: string, value: string): Transport =>
  (request) =>
    transport({ ...request, headers: { ...request.headers, [name]: value }, credentialHeaders: [name] });

/** Text as base64 of its UTF-8. */
export const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
