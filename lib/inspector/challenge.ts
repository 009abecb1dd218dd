import type { Challenge, ScriptedReply } from "./bin";

type Basic = Extract<Challenge, { kind: "basic" }>;

/** Whether an `Authorization` header gets past a Basic challenge; NTLM is about connections (lib/wire/auth/ntlm-server.ts). */
export function passes(challenge: Basic, authorization: string | undefined): boolean {
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
export const unauthorized = (wwwAuthenticate = 'Basic realm="Inspector", charset="UTF-8"'): ScriptedReply => ({
  status: 401,
  headers: [
    { name: "content-type", value: "application/json" },
    { name: "www-authenticate", value: wwwAuthenticate },
  ],
  body: '{"error":"Unauthorized"}',
  delayMs: 0,
});
