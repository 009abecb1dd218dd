import { expect, test } from "vitest";
import { systemClock } from "@/lib/core/clock";
import { type IncomingResponse, type OutgoingRequest, TransportError } from "@/lib/core/transport";
import { testKey, validCertificate } from "@/lib/http/testing/certificates";
import { type Auth, authKindOf, authKinds, shownHeaders } from "@/lib/wire/auth/kinds";
import { makeAttempt } from "./attempt";
import { sampleClaim } from "./testing/samples";

const password = "p4ssw0rd &é";
const whsec = (fill: number) => `whsec_${Buffer.alloc(32, fill).toString("base64")}`;
const auths: Auth[] = [
  { type: "none" },
  { type: "basic", username: "desk", password },
  { type: "ntlm", username: "desk", password, domain: "D" },
  { type: "bearer", token: "bearer-token" },
  { type: "apiKey", header: "X-Key", value: "api-key-value" },
  {
    type: "oauth2",
    tokenUrl: "https://id.test/token",
    clientId: "desk",
    clientSecret: "client-secret",
    clientAuthentication: "basic",
  },
  { type: "digest", username: "desk", password },
  { type: "mtls", certificate: validCertificate, privateKey: testKey, passphrase: "passphrase" },
  { type: "hmac", secret: whsec(1), previousSecret: whsec(2), previousUntil: "2999-01-01T00:00:00Z" },
];

// MS-NLMP 4.2.4.3.
const challenge = Buffer.from(
  "4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef00000000000000002400240044000000060070170000000f53006500720076006500720002000c0044006f006d00610069006e0001000c0053006500720076006500720000000000",
  "hex",
).toString("base64");

/** A partner that asks for whatever is wanted and then sends back everything it was sent. */
function echoing(auth: Auth, final: number | Error) {
  const sent: OutgoingRequest[] = [];
  const send = async (request: OutgoingRequest): Promise<IncomingResponse> => {
    sent.push(request);
    const reply = { headers: {}, timing: { totalMs: 1 } };
    if (request.url === "https://id.test/token") {
      const token = { access_token: `oauth-token-${sent.length}`, expires_in: 0.001 };
      return { ...reply, status: 200, body: JSON.stringify(token) };
    }
    const { authorization } = request.headers;
    if (auth.type === "digest" && authorization === undefined)
      return {
        ...reply,
        status: 401,
        headers: { "www-authenticate": 'Digest realm="r", nonce="n", qop=auth' },
        body: "",
      };
    if (auth.type === "ntlm" && sent.length === 1)
      return { ...reply, status: 401, headers: { "www-authenticate": `NTLM ${challenge}` }, body: "" };
    const whole = JSON.stringify({ ...request.headers, ...request.clientCertificate, secrets: auth });
    if (final instanceof Error) throw new TransportError("protocol", `broke at ${whole}`);
    return { ...reply, status: final, headers: { "x-echo": encodeURIComponent(whole) }, body: whole };
  };
  return { send, sent };
}

test("every kind is covered", () => {
  expect(auths.map(({ type }) => type)).toEqual(Object.keys(authKinds));
});

test.each(auths.flatMap((auth) => [200, 401, new Error("broken")].map((final) => [auth.type, final, auth] as const)))(
  "%s, ending in %s: nothing kept gives the credentials away, and it looks like the preview",
  async (_type, final, auth) => {
    const { send, sent } = echoing(auth, final);
    const claim = sampleClaim({ id: "dlv_7" });
    const { attempt, reply } = await makeAttempt(claim, auth, send, systemClock);
    const kept = `${JSON.stringify(attempt)} ${reply?.body}`;
    const secrets: string[] = authKindOf(auth.type).secrets.map((name) => String(Reflect.get(auth, name)));
    const onTheWire = sent.flatMap(({ headers }) =>
      ["authorization", "x-key", "webhook-signature"].flatMap((name) => headers[name]?.replace(/^\w+ /, "") ?? []),
    );
    for (const secret of [...secrets, ...onTheWire])
      for (const written of [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
        Buffer.from(secret).toString("base64"),
      ])
        expect(kept).not.toContain(written);
    const shown = shownHeaders(auth);
    if (auth.type === "hmac") {
      shown["webhook-id"] = "dlv_7";
      shown["webhook-timestamp"] = sent[0]?.headers["webhook-timestamp"] ?? "";
    }
    expect(attempt.sentHeaders).toEqual({ accept: "text/html", ...shown });
    expect(attempt.outcome).toBe(final === 200 ? "succeeded" : "failed");
  },
);

test("a token that cannot be had leaves the webhook's own headers in the log", async () => {
  const auth = auths.find(({ type }) => type === "oauth2") ?? { type: "none" };
  const send = async () => ({ status: 401, headers: {}, body: '{"error":"client-secret"}', timing: { totalMs: 1 } });
  const { attempt, reply } = await makeAttempt(
    sampleClaim(),
    { ...auth, clientId: "other" } as Auth,
    send,
    systemClock,
  );
  expect(reply).toBeUndefined();
  expect(attempt).toMatchObject({
    sentHeaders: { accept: "text/html" },
    response: null,
    error: { kind: "credentials", message: "No access token: The token URL answered 401 (••••••)." },
  });
});

test("every attempt of a delivery carries the delivery's id", async () => {
  const seen: (string | undefined)[] = [];
  for (const attemptNumber of [1, 2])
    await makeAttempt(
      sampleClaim({ id: "dlv_9", attemptNumber }),
      { type: "none" },
      async ({ id }) => {
        seen.push(id);
        return { status: 200, headers: {}, body: "", timing: { totalMs: 1 } };
      },
      systemClock,
    );
  expect(seen).toEqual(["dlv_9", "dlv_9"]);
});
