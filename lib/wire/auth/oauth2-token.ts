import { redact } from "@/lib/core/secrets";
import { type IncomingResponse, isTransportError, type Transport, TransportError } from "@/lib/core/transport";
import { base64 } from "./auth-type";
import type { AuthOf } from "./kinds";

export type Token = { value: string; lifeMs: number };

// For servers that name no expiry; RFC 6749 leaves it to other means.
const defaultLifeMs = 5 * 60_000;
const longestLifeMs = 24 * 60 * 60_000;

const formEncoded = (text: string) => new URLSearchParams({ "": text }).toString().slice(1);

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
const basicCredentials = ({ clientId, clientSecret }: AuthOf<"oauth2">) =>
  base64(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`);

export const oauth2Secrets = (config: AuthOf<"oauth2">): string[] => [basicCredentials(config), config.clientSecret];

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What the token URL said, in one line, without secrets. */
function refusal({ status, body }: IncomingResponse, config: AuthOf<"oauth2">): string {
  const { error, error_description: description } = parsed(body);
  const said = [error, description].filter((part) => typeof part === "string").join(": ");
  const line = redact(said, oauth2Secrets(config))
    .replaceAll(/\p{Cc}+/gu, " ")
    .slice(0, 300);
  return `The token URL answered ${status}${line ? ` (${line})` : ""}.`;
}

const fail = (message: string, reply: IncomingResponse) =>
  new TransportError("credentials", `No access token: ${message}`, {
    remoteAddress: reply.remoteAddress,
    timing: reply.timing,
  });

/** Asks for an access token (RFC 6749 §4.4). Rejects with TransportError; "credentials" when the server refuses. */
export async function fetchToken(send: Transport, config: AuthOf<"oauth2">): Promise<Token> {
  const { clientId, clientSecret, scope, audience, clientAuthentication } = config;
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  if (scope) form.set("scope", scope);
  if (audience) form.set("audience", audience);
  const headers: Record<string, string> = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
  };
  if (clientAuthentication === "basic") headers.authorization = `Basic ${basicCredentials(config)}`;
  else {
    form.set("client_id", clientId);
    form.set("client_secret", clientSecret);
  }
  const reply = await send({ method: "POST", url: config.tokenUrl, headers, body: form.toString() }).catch((error) => {
    if (!isTransportError(error)) throw error;
    throw new TransportError(error.kind, `No access token: ${error.message}`, error.details, { cause: error });
  });
  if (reply.status !== 200) throw fail(refusal(reply, config), reply);
  const { access_token: value, token_type: type, expires_in: seconds } = parsed(reply.body);
  if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value))
    throw fail("The token URL's reply has no usable access_token.", reply);
  if (type !== undefined && String(type).toLowerCase() !== "bearer")
    throw fail(`The token URL gave a token of type ${JSON.stringify(type).slice(0, 40)}, not Bearer.`, reply);
  const named = Number(seconds);
  const lifeMs = seconds !== undefined && seconds !== null && named > 0 ? named * 1000 : defaultLifeMs;
  return { value, lifeMs: Math.min(lifeMs, longestLifeMs) };
}
