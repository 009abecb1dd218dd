import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { type Scheme, verifySignature } from "./verify";

const receivedAt = new Date("2026-11-21T12:00:00.500Z");
const now = Math.floor(receivedAt.getTime() / 1000);
const body = '{"a": 1}';

const captured = (headers: Record<string, string>, more = {}) => ({
  headers: Object.entries(headers),
  target: "/",
  body,
  bodyEncoding: "utf8" as const,
  isTruncated: false,
  receivedAt,
  ...more,
});
const check = (scheme: Scheme, secret: string, headers: Record<string, string>, more = {}) =>
  verifySignature(captured(headers, more), { scheme, secret });
const hmac = (secret: string, text: string | Buffer) => createHmac("sha256", secret).update(text).digest("hex");

describe("Standard Webhooks, against the reference library", () => {
  const secret = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;
  const signed = (at = now, id = "msg_1") => ({
    "Webhook-Id": id,
    "webhook-timestamp": `${at}`,
    "webhook-signature": `v1,AAAA ${new Webhook(secret).sign(id, new Date(at * 1000), body)}`,
  });

  test("valid with one of several signatures, with or without the prefix", async () => {
    expect(await check("standard", secret, signed())).toMatchObject({ isValid: true, warnings: [] });
    expect(await check("standard", secret.slice(6), signed())).toMatchObject({ isValid: true });
  });

  test("old or future timestamps, wrong secret, altered body, missing headers", async () => {
    expect(await check("standard", secret, signed(now - 301))).toMatchObject({
      isValid: false,
      warnings: [expect.stringContaining("old")],
    });
    expect((await check("standard", secret, signed(now + 900))).warnings[0]).toContain("future");
    expect((await check("standard", secret, signed(now - 300))).isValid).toBe(true);
    const other = `whsec_${Buffer.from("another another another another").toString("base64")}`;
    expect(await check("standard", other, signed())).toMatchObject({
      isValid: false,
      reason: expect.stringContaining("secret"),
    });
    expect((await check("standard", secret, signed(), { body: '{"a": 2}' })).isValid).toBe(false);
    expect((await check("standard", "not base64!", signed())).reason).toContain("whsec_");
    expect((await check("standard", secret, { "webhook-id": "1" })).reason).toContain("webhook-timestamp");
  });
});

test("GitHub, with the vector of its documentation", async () => {
  const headers = {
    "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
  };
  const secret = "It's a Secret to Everybody";
  expect(await check("github", secret, headers, { body: "Hello, World!" })).toMatchObject({ isValid: true });
  const wrong = await check("github", "x", headers, { body: "Hello, World!" });
  expect([wrong.isValid, wrong.expected]).toEqual([false, `sha256=${hmac("x", "Hello, World!")}`]);
  expect((await check("github", secret, {})).reason).toContain("X-Hub-Signature-256");
});

test("tells an altered body from a wrong secret where it can", async () => {
  const headers = { "x-hub-signature-256": `sha256=${hmac("s", '{"a":1}')}` };
  expect((await check("github", "s", headers)).reason).toContain("altered");
  expect((await check("github", "t", headers)).reason).toContain("does not fit");
});

test("Stripe: time and any of the v1 signatures", async () => {
  const signature = (at: number) => ({ "stripe-signature": `t=${at},v1=00,v1=${hmac("s", `${at}.${body}`)},v0=1` });
  expect((await check("stripe", "s", signature(now))).isValid).toBe(true);
  expect(await check("stripe", "s", signature(now - 1000))).toMatchObject({
    isValid: false,
    warnings: [expect.any(String)],
  });
  expect((await check("stripe", "x", signature(now))).isValid).toBe(false);
  expect((await check("stripe", "s", { "stripe-signature": "v1=00" })).reason).toContain("t=");
});

test("Zoho HASH as header or parameter, with the vector of spec §3.3", async () => {
  const secret = "my_secret_key_238392";
  const text = '{"event":"onZohoAuthorise","orgId":387238,"securityContext":"2398deio3qwnx3c9xwi3nc3njkh9jfico"}';
  const hash = "1cde98f5483a698ee026ec6d5d74ab1b41b8b82e4de97d2a9533efc225108c77";
  expect((await check("zoho", secret, { Hash: hash }, { body: text })).isValid).toBe(true);
  expect((await check("zoho", secret, {}, { body: text, target: `/cb?x=1&HASH=${hash}` })).isValid).toBe(true);
  expect((await check("zoho", "x", { HASH: hash }, { body: text })).isValid).toBe(false);
});

test("bytes that are no text are checked as they came; a body not whole can't be", async () => {
  const bytes = Buffer.from([0, 255, 128, 10]);
  const more = { body: bytes.toString("base64"), bodyEncoding: "base64" as const };
  const headers = { "x-hub-signature-256": `sha256=${hmac("s", bytes)}` };
  expect((await check("github", "s", headers, more)).isValid).toBe(true);
  expect((await check("github", "s", headers, { ...more, isTruncated: true })).reason).toContain("beginning");
});
