import { createHash } from "node:crypto";
import { type Challenge, parseChallenges } from "./challenges";

/** The parts of a Digest challenge that the answer is made from. */
export type DigestChallenge = {
  realm: string;
  nonce: string;
  opaque: string | undefined;
  /** As the server wrote it; undefined means MD5. */
  algorithm: string | undefined;
  /** Undefined: the server is of before 1999 and knows no `qop`. */
  qop: "auth" | "auth-int" | undefined;
  isStale: boolean;
  hidesUsername: boolean;
};

export type DigestRequest = { method: string; uri: string; body: string };

// The strongest first; node:crypto's names.
const hashes: Record<string, string> = { "sha-512-256": "sha512-256", "sha-256": "sha256", md5: "md5" };
const strengths = Object.keys(hashes);
const plainName = (algorithm = "MD5") => algorithm.toLowerCase().replace(/-sess$/, "");

function readChallenge({ params }: Challenge): DigestChallenge | undefined {
  const { realm, nonce, opaque, algorithm } = params;
  if (realm === undefined || nonce === undefined || !strengths.includes(plainName(algorithm))) return undefined;
  const offered = (params.qop ?? "").toLowerCase().split(/[\s,]+/);
  const qop = offered.includes("auth") ? "auth" : offered.includes("auth-int") ? "auth-int" : undefined;
  if (qop === undefined && params.qop) return undefined;
  const [isStale, hidesUsername] = [params.stale, params.userhash].map((text) => text?.toLowerCase() === "true");
  return { realm, nonce, opaque, algorithm, qop, isStale: isStale === true, hidesUsername: hidesUsername === true };
}

/** The strongest Digest challenge of a `WWW-Authenticate` value that can be answered; undefined when there is none. */
export function digestChallenge(header: string | undefined): DigestChallenge | undefined {
  const strength = ({ algorithm }: DigestChallenge) => strengths.indexOf(plainName(algorithm));
  return parseChallenges(header ?? "")
    .filter(({ scheme }) => scheme === "digest")
    .flatMap((challenge) => readChallenge(challenge) ?? [])
    .sort((a, b) => strength(a) - strength(b))[0];
}

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
const extended = (text: string) =>
  `UTF-8''${encodeURIComponent(text).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)}`;

/** The value behind `Digest ` (RFC 7616 §3.4). `count` is how often the nonce was used, this time included. */
export function digestAnswer(
  challenge: DigestChallenge,
  { username, password }: { username: string; password: string },
  { method, uri, body }: DigestRequest,
  { count, cnonce }: { count: number; cnonce: string },
): string {
  const { realm, nonce, opaque, algorithm, qop, hidesUsername } = challenge;
  const hash = (text: string) =>
    createHash(hashes[plainName(algorithm)] ?? "md5")
      .update(text, "utf8")
      .digest("hex");
  const nc = count.toString(16).padStart(8, "0");
  const account = hash(`${username}:${realm}:${password}`);
  const secret = /-sess$/i.test(algorithm ?? "") ? hash(`${account}:${nonce}:${cnonce}`) : account;
  const request = hash(qop === "auth-int" ? `${method}:${uri}:${hash(body)}` : `${method}:${uri}`);
  const response = hash([secret, nonce, ...(qop ? [nc, cnonce, qop] : []), request].join(":"));
  const isPlain = /^[\x20-\x7e]*$/.test(username);
  const parts = [
    hidesUsername
      ? `username="${hash(`${username}:${realm}`)}", userhash=true`
      : isPlain
        ? `username=${quoted(username)}`
        : `username*=${extended(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${response}"`,
  ];
  if (algorithm !== undefined) parts.push(`algorithm=${algorithm}`);
  if (opaque !== undefined) parts.push(`opaque=${quoted(opaque)}`);
  if (qop) parts.push(`qop=${qop}`, `nc=${nc}`, `cnonce="${cnonce}"`);
  else if (secret !== account) parts.push(`cnonce="${cnonce}"`);
  return parts.join(", ");
}
