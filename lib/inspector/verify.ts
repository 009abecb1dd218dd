import { z } from "zod";
import { signingKey } from "@/lib/wire/auth/kinds/hmac";
import type { CapturedRequest } from "./bin";

export const schemes = ["standard", "github", "stripe", "zoho"] as const;
export type Scheme = (typeof schemes)[number];

export const schemeLabels: Record<Scheme, string> = {
  standard: "Standard Webhooks",
  github: "GitHub (X-Hub-Signature-256)",
  stripe: "Stripe (t=…,v1=…)",
  zoho: "Zoho Desk (HASH)",
};

export const verifyInput = z.object({
  scheme: z.enum(schemes),
  secret: z.string().min(1, "Enter the secret").max(1000),
  /** Where the signature is, if not where the scheme puts it. */
  header: z.string().trim().max(200).optional(),
});
export type VerifyInput = z.output<typeof verifyInput>;

/** `warnings`: a signature that fits and is no good all the same (too old). `expected` is what the secret gives. */
export type Verdict = { isValid: boolean; reason: string; warnings: string[]; received?: string; expected?: string };

type Signed = Pick<CapturedRequest, "headers" | "target" | "body" | "bodyEncoding" | "isTruncated" | "receivedAt">;

const usualHeaders: Record<Exclude<Scheme, "standard">, string> = {
  github: "X-Hub-Signature-256",
  stripe: "Stripe-Signature",
  zoho: "HASH",
};
const toleranceSeconds = 300;

/**
 * Whether a captured request was signed with the secret, over the bytes as they came in, and if not, why. Zoho's string is
 * HMAC-SHA256 in hex over the raw body (spec systems.md §3.3, Z1: unverified). The secret goes nowhere.
 */
export async function verifySignature(request: Signed, { scheme, secret, header }: VerifyInput): Promise<Verdict> {
  if (request.isTruncated)
    return invalid("Only the beginning of the body was kept, so no signature over it can be checked.");
  if (scheme === "standard") return verifyStandard(request, secret);
  const name = header || usualHeaders[scheme];
  const received = headerOf(request, name) ?? (scheme === "zoho" ? queryValue(request, name) : undefined);
  if (received === undefined)
    return invalid(
      `The request has no ${name} header${scheme === "zoho" ? " or query parameter" : ""}, so it was not signed this way.`,
    );
  if (scheme === "stripe") return verifyStripe(request, secret, received);
  const key = utf8(secret);
  const digest = hex(await sign(key, bodyOf(request)));
  const expected = scheme === "github" ? `sha256=${digest}` : digest;
  if (scheme === "github" && !received.startsWith("sha256="))
    return { ...invalid(`${name} must begin with “sha256=”.`), received, expected };
  return compare(received.trim().toLowerCase() === expected, received, expected, await hintFor(key, request, received));
}

async function verifyStandard(request: Signed, secret: string): Promise<Verdict> {
  const [id, timestamp, signature] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    headerOf(request, name),
  );
  const missing = Object.entries({ "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature })
    .filter(([, value]) => value === undefined)
    .map(([name]) => name);
  if (id === undefined || timestamp === undefined || signature === undefined)
    return invalid(`The request has no ${missing.join(", no ")} header, so it was not signed this way.`);
  const key = signingKey(secret);
  if (!key || key.length === 0)
    return invalid("The secret is not one of Standard Webhooks: “whsec_” followed by base64. Copy it again.");
  const of = async (moment: string) => `v1,${base64(await sign(key, join(`${id}.${moment}.`, bodyOf(request))))}`;
  const expected = await of(timestamp);
  const given = signature.split(" ").filter((one) => one.startsWith("v1,"));
  if (given.length === 0)
    return { ...invalid("webhook-signature holds no “v1,” signature."), received: signature, expected };
  return compare(given.includes(expected), signature, expected, undefined, ageWarnings(timestamp, request));
}

async function verifyStripe(request: Signed, secret: string, received: string): Promise<Verdict> {
  const parts = received.split(",").map((part) => part.trim().split("=", 2));
  const timestamp = parts.find(([name]) => name === "t")?.[1];
  const given = parts.filter(([name]) => name === "v1").map(([, value]) => value?.toLowerCase());
  if (timestamp === undefined || given.length === 0)
    return { ...invalid("The signature must read t=<seconds>,v1=<hex>."), received };
  const expected = hex(await sign(utf8(secret), join(`${timestamp}.`, bodyOf(request))));
  return compare(
    given.includes(expected),
    received,
    `t=${timestamp},v1=${expected}`,
    undefined,
    ageWarnings(timestamp, request),
  );
}

const mismatch =
  "The signature does not fit. Either the secret is another one, or the body (or what else is signed) was altered after signing; re-encoded JSON is the usual cause.";

function compare(fits: boolean, received: string, expected: string, hint?: string, warnings: string[] = []): Verdict {
  if (!fits) return { isValid: false, reason: hint ?? mismatch, warnings, received, expected };
  const isStale = warnings.length > 0;
  return {
    isValid: !isStale,
    reason: isStale
      ? "The signature fits the secret and the body, but a receiver must refuse it for its timestamp."
      : "The signature fits the secret and the body as it came in.",
    warnings,
    received,
    expected,
  };
}

/** A signature made over the body without its last line break, or over tidied JSON, tells what went wrong. */
async function hintFor(key: Uint8Array, request: Signed, received: string): Promise<string | undefined> {
  if (request.bodyEncoding !== "utf8") return undefined;
  for (const [text, what] of variants(request.body)) {
    const digest = hex(await sign(key, utf8(text)));
    if (received.toLowerCase().includes(digest))
      return `The secret is right, but the body was altered after signing: the signature fits ${what}.`;
  }
  return undefined;
}

function variants(body: string): [text: string, what: string][] {
  const found: [string, string][] = [[body.trim(), "the body without the blanks around it"]];
  try {
    const value: unknown = JSON.parse(body);
    found.push([JSON.stringify(value), "the same JSON without blanks"]);
    found.push([JSON.stringify(value, null, 2), "the same JSON indented by two"]);
  } catch {
    // No JSON: nothing more to try.
  }
  return found.filter(([text]) => text !== body);
}

/** Off by more than five minutes when it came in, receivers refuse it as replayed. */
function ageWarnings(timestamp: string, { receivedAt }: Signed): string[] {
  if (!/^\d{1,12}$/.test(timestamp)) return [`The timestamp “${timestamp.slice(0, 40)}” is not in whole seconds.`];
  const late = Math.floor(receivedAt.getTime() / 1000) - Number(timestamp);
  if (Math.abs(late) <= toleranceSeconds) return [];
  const off = `${Math.abs(late).toLocaleString("en")} seconds`;
  return [
    late > 0
      ? `The timestamp was ${off} old when the request came in; at most ${toleranceSeconds} are usual. It was sent late or replayed.`
      : `The timestamp was ${off} in the future; the sender’s clock is wrong.`,
  ];
}

const invalid = (reason: string): Verdict => ({ isValid: false, reason, warnings: [] });

const headerOf = ({ headers }: Signed, name: string) =>
  headers.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];

const queryValue = ({ target }: Signed, name: string) =>
  target.includes("?") ? (new URLSearchParams(target.slice(target.indexOf("?"))).get(name) ?? undefined) : undefined;

type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = (text: string): Bytes => new Uint8Array(new TextEncoder().encode(text));

const bodyOf = ({ body, bodyEncoding }: Signed): Bytes =>
  bodyEncoding === "base64" ? Uint8Array.from(atob(body), (char) => char.charCodeAt(0)) : utf8(body);

function join(text: string, bytes: Bytes): Bytes {
  const start = utf8(text);
  const all = new Uint8Array(start.length + bytes.length);
  all.set(start);
  all.set(bytes, start.length);
  return all;
}

async function sign(key: Uint8Array, message: Bytes): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto;
  const imported = await subtle.importKey("raw", new Uint8Array(key), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return new Uint8Array(await subtle.sign("HMAC", imported, message));
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
