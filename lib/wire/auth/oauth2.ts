import { createHash } from "node:crypto";
import type { Clock } from "@/lib/core/clock";
import type { Transport } from "@/lib/core/transport";
import type { AuthType } from "./auth-type";
import { chained } from "./chain";
import type { AuthOf } from "./kinds";
import { fetchToken, oauth2Secrets } from "./oauth2-token";
import { recent } from "./recent";

/** Times are milliseconds since 1970. */
type Held = { value: string; renewAt: number; endsAt: number };

const tokens = recent<Held>(200);
const running = new Map<string, Promise<Held>>();

const keyOf = (config: AuthOf<"oauth2">) =>
  createHash("sha256")
    .update(
      JSON.stringify([
        config.tokenUrl,
        config.clientId,
        config.scope ?? "",
        config.audience ?? "",
        config.clientAuthentication,
        config.clientSecret,
      ]),
    )
    .digest("base64");

/** A new token; callers of the same moment share one request. */
function renew(key: string, send: Transport, config: AuthOf<"oauth2">, clock: Clock): Promise<Held> {
  const known = running.get(key);
  if (known) return known;
  const renewal = fetchToken(send, config)
    .then(({ value, lifeMs }) => {
      const now = clock.now().getTime();
      const held = { value, renewAt: now + lifeMs - Math.min(60_000, lifeMs / 5), endsAt: now + lifeMs };
      tokens.set(key, held);
      return held;
    })
    .finally(() => running.delete(key));
  running.set(key, renewal);
  return renewal;
}

async function usableToken(key: string, send: Transport, config: AuthOf<"oauth2">, clock: Clock) {
  const held = tokens.get(key);
  const now = clock.now().getTime();
  if (held && now < held.renewAt) return { held, isCached: true };
  try {
    return { held: await renew(key, send, config, clock), isCached: false };
  } catch (error) {
    // The old one is good for a little longer.
    if (held && now < held.endsAt) return { held, isCached: true };
    throw error;
  }
}

/** RFC 6749 client credentials, RFC 6750 use of the token. A token kept from before that is refused is replaced once. */
export const oauth2: AuthType<AuthOf<"oauth2">> = {
  secretValues: oauth2Secrets,
  wrap: (transport, config, { learned, clock }) => {
    const key = keyOf(config);
    return async (request) => {
      const send = chained(transport, request);
      const sendWith = ({ value }: Held) => {
        learned(value);
        return send({ ...request, headers: { ...request.headers, authorization: `Bearer ${value}` } });
      };
      const { held, isCached } = await usableToken(key, send, config, clock);
      const reply = await sendWith(held);
      if (reply.status !== 401 || !isCached) return reply;
      // Another exchange may have replaced it meanwhile.
      const present = tokens.get(key);
      const isReplaced = present !== undefined && present.value !== held.value;
      return sendWith(isReplaced ? present : await renew(key, send, config, clock));
    };
  },
};
