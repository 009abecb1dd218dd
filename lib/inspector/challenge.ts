import type { Challenge, ScriptedReply } from "./bin";

/**
 * Whether an `Authorization` header gets past the challenge. NTLM lets nobody in: it rehearses the refusal, not the
 * handshake.
 */
export function passes(challenge: Challenge, authorization: string | undefined): boolean {
  if (challenge.kind === "ntlm") return false;
  const [, given] = /^basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(authorization ?? "") ?? [];
  if (given === undefined) return false;
  try {
    const bytes = Uint8Array.from(atob(given), (char) => char.charCodeAt(0));
    return new TextDecoder().decode(bytes) === `${challenge.user}:${challenge.password}`;
  } catch {
    return false;
  }
}

/** What whoever does not pass is told. */
export const unauthorized = ({ kind }: Challenge): ScriptedReply => ({
  status: 401,
  headers: [
    { name: "content-type", value: "application/json" },
    { name: "www-authenticate", value: kind === "ntlm" ? "NTLM" : 'Basic realm="Inspector", charset="UTF-8"' },
  ],
  body: '{"error":"Unauthorized"}',
  delayMs: 0,
});
