import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { fixedClock } from "@/lib/core/clock";
import { redact } from "@/lib/core/secrets";
import type { OutgoingRequest } from "@/lib/core/transport";
import { testKey, validCertificate } from "@/lib/http/testing/certificates";
import { secretValuesOf, withAuth } from ".";
import type { Auth } from "./kinds";

async function sentWith(auth: Auth, request: Partial<OutgoingRequest> = {}, now = new Date()) {
  const sent: OutgoingRequest[] = [];
  const secrets: string[] = [];
  const transport = async (request: OutgoingRequest) => {
    sent.push(request);
    return { status: 200, headers: {}, body: "", timing: { totalMs: 1 } };
  };
  const send = withAuth(transport, auth, { learned: (secret) => void secrets.push(secret), clock: fixedClock(now) });
  await send({ method: "GET", url: "https://x.test", headers: { accept: "text/html" }, ...request });
  return { ...sent[0], headers: sent[0]?.headers ?? {}, secrets: [...secretValuesOf(auth), ...secrets] };
}

test("none changes nothing", async () => {
  expect((await sentWith({ type: "none" })).headers).toEqual({ accept: "text/html" });
  expect(secretValuesOf({ type: "none" })).toEqual([]);
});

test("basic encodes non-ASCII credentials as UTF-8 and keeps the other headers", async () => {
  const request = await sentWith({ type: "basic", username: "u", password: "é" });
  expect(request.headers).toEqual({ accept: "text/html", authorization: "Basic dTrDqQ==" });
});

test("nothing of the credentials survives redaction, even when the password is one letter", () => {
  const auth: Auth = { type: "basic", username: "desk", password: "d" };
  const header = `Basic ${btoa("desk:d")}`;
  expect(redact(`authorization: ${header}`, secretValuesOf(auth))).toBe("authorization: Basic ••••••");
  expect(redact("the password is d", secretValuesOf(auth))).not.toMatch(/ d$/);
});

test("bearer and API key are headers", async () => {
  expect((await sentWith({ type: "bearer", token: "abc" })).headers.authorization).toBe("Bearer abc");
  const { headers, secrets } = await sentWith({ type: "apiKey", header: "X-API-Key", value: "abc" });
  expect(headers).toEqual({ accept: "text/html", "x-api-key": "abc" });
  expect(secrets).toEqual(["abc"]);
});

test("headers of credentials are named, so that redirects can leave them behind", async () => {
  const secret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
  const named = async (auth: Auth) => (await sentWith(auth)).credentialHeaders;
  expect(await named({ type: "none" })).toBeUndefined();
  expect(await named({ type: "apiKey", header: "X-Partner", value: "abc" })).toEqual(["x-partner"]);
  expect(await named({ type: "hmac", secret })).toEqual(["webhook-id", "webhook-timestamp", "webhook-signature"]);
});

describe("client certificate", () => {
  const auth: Auth = { type: "mtls", certificate: validCertificate, privateKey: testKey, passphrase: "" };

  test("goes with the request, not into a header", async () => {
    const request = await sentWith(auth);
    expect(request.headers).toEqual({ accept: "text/html" });
    expect(request.clientCertificate).toEqual({ certificate: validCertificate, privateKey: testKey });
  });

  test("is not forgotten silently where there is no TLS", async () => {
    await expect(sentWith(auth, { url: "http://x.test" })).rejects.toMatchObject({
      kind: "credentials",
      message: "A client certificate can only be shown to an https:// URL.",
    });
  });

  test("the key is masked also when it is printed in one line", () => {
    expect(redact(testKey, secretValuesOf(auth))).toBe("••••••");
    const line = testKey.split("\n").slice(1, -1).join("");
    expect(redact(`key=${line}`, secretValuesOf(auth))).toBe("key=••••••");
  });
});

describe("signed requests", () => {
  const [present, previous] = [1, 2].map((fill) => `whsec_${Buffer.alloc(32, fill).toString("base64")}`);
  const secret = present ?? "";
  const previousSecret = previous ?? "";
  const bodies = ['{"a":1}', '{"text":"grüße ☃ 😀"}', "", "a.b.c", undefined];

  test.each(bodies)("the public library accepts %j", async (body) => {
    const { headers } = await sentWith({ type: "hmac", secret }, { id: "dlv_1", body });
    expect(headers).toMatchObject({ "webhook-id": "dlv_1", accept: "text/html" });
    const verify = (text: string, key = secret) => new Webhook(key).verify(text, headers, { jsonParse: false });
    expect(() => verify(body ?? "")).not.toThrow();
    expect(() => verify(`${body ?? ""} `)).toThrow("No matching signature found");
    expect(() => verify(body ?? "", previousSecret)).toThrow("No matching signature found");
  });

  test.each(bodies)("while a secret is being replaced, both are accepted for %j", async (body) => {
    const now = new Date();
    const previousUntil = new Date(now.getTime() + 1000).toISOString();
    const auth: Auth = { type: "hmac", secret, previousSecret, previousUntil };
    const { headers, secrets } = await sentWith(auth, { id: "dlv_1", body }, now);
    expect(headers["webhook-signature"]).toMatch(/^v1,\S{44} v1,\S{44}$/);
    for (const key of [secret, previousSecret])
      expect(() => new Webhook(key).verify(body ?? "", headers, { jsonParse: false })).not.toThrow();
    expect(redact(JSON.stringify(headers), secrets)).not.toContain("v1,");
  });

  test("afterwards only the new one is", async () => {
    const now = new Date();
    const auth: Auth = { type: "hmac", secret, previousSecret, previousUntil: now.toISOString() };
    const { headers } = await sentWith(auth, { id: "dlv_1", body: "{}" }, now);
    expect(() => new Webhook(secret).verify("{}", headers)).not.toThrow();
    expect(() => new Webhook(previousSecret).verify("{}", headers)).toThrow();
  });

  test("the time is that of the attempt, the id that of the message", async () => {
    const now = new Date("2026-11-21T10:00:00.900Z");
    const first = await sentWith({ type: "hmac", secret }, { id: "dlv_1" }, now);
    expect(first.headers["webhook-timestamp"]).toBe("1795255200");
    const unnamed = await sentWith({ type: "hmac", secret });
    expect(unnamed.headers["webhook-id"]).toMatch(/^msg_[0-9a-f-]{36}$/);
  });

  test("a secret without its prefix makes the same signature", async () => {
    const { headers } = await sentWith({ type: "hmac", secret: secret.slice(6) }, { id: "dlv_1", body: "{}" });
    expect(() => new Webhook(secret).verify("{}", headers)).not.toThrow();
  });
});
