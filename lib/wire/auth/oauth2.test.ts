import { describe, expect, test } from "vitest";
import { fixedClock } from "@/lib/core/clock";
import { type IncomingResponse, type OutgoingRequest, TransportError } from "@/lib/core/transport";
import { withAuth } from ".";
import type { AuthOf } from "./kinds";

type Answer = { status: number; body: string } | Error;

let clients = 0;
/** Another client each time: tokens are remembered by client. */
const client = (change: Partial<AuthOf<"oauth2">> = {}): AuthOf<"oauth2"> => ({
  type: "oauth2",
  tokenUrl: "https://id.test/token",
  clientId: `client ${++clients}`,
  clientSecret: "ge:heim ü",
  clientAuthentication: "basic",
  ...change,
});

const json = (value: object, status = 200) => ({ status, body: JSON.stringify(value) });

/** A token URL and a partner that accepts the newest token. `issue` answers in place of the token URL. */
function world(issue?: (number: number) => Answer | Promise<Answer>) {
  const asked: OutgoingRequest[] = [];
  const called: string[] = [];
  const state = { accepted: "" };
  const transport = async (request: OutgoingRequest): Promise<IncomingResponse> => {
    const rest = { headers: {}, timing: { totalMs: 1 }, remoteAddress: "192.0.2.1" };
    if (request.url === "https://id.test/token") {
      asked.push(request);
      const number = asked.length;
      const answer = (await issue?.(number)) ?? json({ access_token: `token-${number}`, expires_in: 600 });
      if (answer instanceof Error) throw answer;
      state.accepted = `Bearer token-${number}`;
      return { ...rest, ...answer };
    }
    const { authorization = "" } = request.headers;
    called.push(authorization);
    return { ...rest, status: authorization === state.accepted ? 200 : 401, body: request.body ?? "" };
  };
  return { transport, asked, called, state };
}

const clock = fixedClock("2026-11-21T10:00:00Z");
function caller({ transport }: Pick<ReturnType<typeof world>, "transport">, auth = client()) {
  const learned = new Set<string>();
  const send = withAuth(transport, auth, { learned: (secret) => void learned.add(secret), clock });
  const request = { method: "POST", url: "https://partner.test/", headers: { accept: "a" }, body: "b" };
  return { learned, send: () => send(request) };
}

describe("asking for a token", () => {
  test("the client proves itself in the header", async () => {
    const made = world();
    await caller(made, client({ clientId: "a b", scope: "x y", audience: "https://api.test" })).send();
    const [{ headers, body, method } = { headers: {} as Record<string, string>, body: "", method: "" }] = made.asked;
    expect(method).toBe("POST");
    expect(headers).toEqual({
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
      // RFC 6749 §2.3.1 encodes both parts before joining them.
      authorization: `Basic ${btoa("a+b:ge%3Aheim+%C3%BC")}`,
    });
    expect(body).toBe("grant_type=client_credentials&scope=x+y&audience=https%3A%2F%2Fapi.test");
  });

  test("or in the body", async () => {
    const made = world();
    const auth = client({ clientAuthentication: "body", scope: "" });
    await caller(made, auth).send();
    expect(made.asked[0]?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(made.asked[0]?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: auth.clientId,
      client_secret: auth.clientSecret,
    });
  });

  test("the request goes out with the token, which is told as a secret", async () => {
    const made = world();
    const { send, learned } = caller(made);
    expect(await send()).toMatchObject({ status: 200, body: "b" });
    expect(made.called).toEqual(["Bearer token-1"]);
    expect([...learned]).toEqual(["token-1"]);
  });
});

describe("keeping it", () => {
  test("one token serves many requests, and is renewed ahead of its end", async () => {
    const made = world();
    const { send } = caller(made);
    for (let i = 0; i < 3; i++) await send();
    clock.advance(539_000);
    await send();
    expect(made.asked).toHaveLength(1);
    clock.advance(1_000);
    await send();
    expect(made.called.at(-1)).toBe("Bearer token-2");
  });

  test("a hundred requests of one moment ask once", async () => {
    const made = world(
      () => new Promise((resolve) => setTimeout(() => resolve(json({ access_token: "token-1" })), 20)),
    );
    const { send } = caller(made);
    const replies = await Promise.all(Array.from({ length: 100 }, send));
    expect(replies.every(({ status }) => status === 200)).toBe(true);
    expect(made.asked).toHaveLength(1);
  });

  test("another secret, scope or client asks anew", async () => {
    const made = world();
    const auth = client();
    for (const change of [{}, { clientSecret: "x" }, { scope: "x" }, { audience: "x" }, { clientId: "x" }])
      await caller(made, { ...auth, ...change }).send();
    expect(made.asked).toHaveLength(5);
  });

  test.each([
    ["none", {}, 300],
    ["text", { expires_in: "100" }, 100],
    ["nonsense", { expires_in: "soon" }, 300],
    ["zero", { expires_in: 0 }, 300],
    ["an age", { expires_in: 1e12 }, 86_400],
  ])("an expiry of %s", async (_name, answer, seconds) => {
    const made = world((number) => json({ access_token: `token-${number}`, ...answer }));
    const { send } = caller(made);
    await send();
    clock.advance((seconds - Math.min(60, seconds / 5)) * 1000 - 1);
    await send();
    expect(made.asked).toHaveLength(1);
    clock.advance(1);
    await send();
    expect(made.asked).toHaveLength(2);
  });

  test("while renewing fails, the old one is used to its end", async () => {
    const made = world((number) =>
      number === 1 ? json({ access_token: "token-1", expires_in: 600 }) : new TransportError("refused", "gone"),
    );
    const { send } = caller(made);
    await send();
    clock.advance(550_000);
    expect((await send()).status).toBe(200);
    clock.advance(50_000);
    await expect(send()).rejects.toMatchObject({ kind: "refused", message: "No access token: gone" });
  });
});

describe("a token that is refused", () => {
  test("is replaced once, also for a hundred requests of one moment", async () => {
    const made = world();
    const { send, learned } = caller(made);
    await send();
    made.state.accepted = "none";
    const replies = await Promise.all(Array.from({ length: 100 }, send));
    expect(replies.every(({ status }) => status === 200)).toBe(true);
    expect(made.asked).toHaveLength(2);
    expect([...learned]).toEqual(["token-1", "token-2"]);
  });

  test("is not replaced when it is new", async () => {
    const made = world();
    made.state.accepted = "none";
    const { send } = caller({
      transport: async (request) => {
        const reply = await made.transport(request);
        made.state.accepted = "none";
        return reply;
      },
    });
    expect((await send()).status).toBe(401);
    expect(made.asked).toHaveLength(1);
    // It was kept, so the next time it is worth one try.
    expect((await send()).status).toBe(401);
    expect([made.asked.length, made.called.length]).toEqual([2, 3]);
  });
});

describe("a token URL that gives none", () => {
  const secretText = "ge:heim ü";
  test.each<[string, Answer, string, string]>([
    [
      "refuses",
      json({ error: "invalid_client", error_description: `no ${secretText}\n or ${btoa("x")}` }, 401),
      "credentials",
      "No access token: The token URL answered 401 (invalid_client: no ••••••  or eA==).",
    ],
    ["fails", { status: 503, body: "<html>ge:heim ü" }, "credentials", "No access token: The token URL answered 503."],
    ["redirects", { status: 302, body: "" }, "credentials", "No access token: The token URL answered 302."],
    [
      "sends no JSON",
      { status: 200, body: "ok" },
      "credentials",
      "No access token: The token URL's reply has no usable access_token.",
    ],
    [
      "sends an unusable token",
      json({ access_token: "a\r\nb" }),
      "credentials",
      "No access token: The token URL's reply has no usable access_token.",
    ],
    [
      "sends another type",
      json({ access_token: "a", token_type: "mac" }),
      "credentials",
      'No access token: The token URL gave a token of type "mac", not Bearer.',
    ],
    [
      "cannot be reached",
      new TransportError("blocked", "id.test is 10.0.0.1"),
      "blocked",
      "No access token: id.test is 10.0.0.1",
    ],
  ])("because it %s", async (_name, answer, kind, message) => {
    const made = world(() => answer);
    const error = await caller(made)
      .send()
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind });
    expect((error as Error).message.replaceAll(/\s/g, " ")).toBe(message);
    expect(made.called).toEqual([]);
  });

  test("the next request tries again", async () => {
    const made = world((number) => (number === 1 ? json({}, 500) : json({ access_token: `token-${number}` })));
    const { send } = caller(made);
    await expect(send()).rejects.toThrow("answered 500");
    expect((await send()).status).toBe(200);
  });
});

test("both requests share the time of one exchange, and the reply tells how long they took", async () => {
  const limits: (number | undefined)[] = [];
  const slow = async (request: OutgoingRequest) => {
    limits.push(request.timeoutMs);
    await new Promise((wait) => setTimeout(wait, 30));
    return { status: 200, headers: {}, body: '{"access_token":"t"}', timing: { firstByteMs: 4, totalMs: 5 } };
  };
  const send = withAuth(slow, client());
  const { timing } = await send({ method: "GET", url: "https://partner.test/", headers: {}, timeoutMs: 1_000 });
  expect(limits[0]).toBeUndefined();
  expect(limits[1]).toBeGreaterThan(800);
  expect(limits[1]).toBeLessThanOrEqual(971);
  expect(timing.totalMs).toBeGreaterThanOrEqual(34);
  expect(timing.firstByteMs).toBeGreaterThanOrEqual(33);
  await expect(
    withAuth(slow, client())({ method: "GET", url: "https://partner.test/", headers: {}, timeoutMs: 20 }),
  ).rejects.toMatchObject({
    kind: "timeout",
    message: "partner.test did not complete the authentication within 20 ms.",
  });
});
