// What no real server can be made to do; lib/wire/auth/apache.test.ts has the proof against one that checks passwords.
import { describe, expect, test } from "vitest";
import { type IncomingResponse, type OutgoingRequest, TransportError } from "@/lib/core/transport";
import { withAuth } from ".";
import type { AuthOf } from "./kinds";
import { connectionLeases } from "./leases";

// MS-NLMP 4.2.4.3.
const challenge = Buffer.from(
  "4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef00000000000000002400240044000000060070170000000f53006500720076006500720002000c0044006f006d00610069006e0001000c0053006500720076006500720000000000",
  "hex",
).toString("base64");

let users = 0;
const account = (change: Partial<AuthOf<"ntlm">> = {}): AuthOf<"ntlm"> => ({
  type: "ntlm",
  username: `user${++users}`,
  password: "p",
  domain: "D",
  ...change,
});

type Answer = Partial<IncomingResponse> | Error;
const asks: Answer = { status: 401, headers: { "www-authenticate": `Negotiate, NTLM ${challenge}` } };
const refuses: Answer = { status: 401, headers: { "www-authenticate": "NTLM" } };

/** Answers in turn, and what was sent: the number of the NTLM message, and the body. */
function script(...answers: Answer[]) {
  const sent: { message: number; body: string | undefined; connection: string | undefined; raw: Buffer }[] = [];
  const transport = async ({ headers, body, connection }: OutgoingRequest): Promise<IncomingResponse> => {
    const raw = Buffer.from(headers.authorization?.replace("NTLM ", "") ?? "", "base64");
    sent.push({ message: raw[8] ?? 0, body, connection, raw });
    const answer = answers[sent.length - 1] ?? {};
    if (answer instanceof Error) throw answer;
    return { status: 200, headers: {}, body: "", timing: { totalMs: 1 }, ...answer };
  };
  const call = (auth = account(), body: string | undefined = "b") =>
    withAuth(transport, auth)({ method: "POST", url: "https://partner.test/", headers: {}, body });
  return { call, sent, steps: () => sent.map(({ message, body }) => `${message} ${body ?? "-"}`) };
}

describe("a handshake", () => {
  test("stays on one connection that is used again", async () => {
    const { call, sent, steps } = script(asks, {}, {}, asks, {});
    const auth = account();
    expect((await call(auth)).status).toBe(200);
    await call(auth);
    await call(account());
    expect(steps()).toEqual(["1 ", "3 b", "0 b", "1 ", "3 b"]);
    const connections = sent.map(({ connection }) => connection);
    expect(new Set(connections.slice(0, 3)).size).toBe(1);
    expect(connections[3]).toBe(connections[4]);
    expect(connections[3]).not.toBe(connections[0]);
  });

  test("is not begun again for a wrong password, nor is its connection kept", async () => {
    const { call, steps, sent } = script(asks, refuses, asks, {});
    const auth = account();
    expect((await call(auth)).status).toBe(401);
    await call(auth);
    expect(steps()).toEqual(["1 ", "3 b", "1 ", "3 b"]);
    expect(sent[2]?.connection).not.toBe(sent[1]?.connection);
  });

  test("is begun again once when the challenge was lost with its connection", async () => {
    const lost = { ...refuses, timing: { connectMs: 1, totalMs: 2 } };
    const once = script(asks, lost, asks, {});
    expect((await once.call()).status).toBe(200);
    expect(once.steps()).toEqual(["1 ", "3 b", "1 ", "3 b"]);
    const always = script(asks, lost, asks, lost, asks, lost);
    expect((await always.call()).status).toBe(401);
    expect(always.steps()).toHaveLength(4);
  });

  test("goes on with a new challenge once", async () => {
    const { call, steps } = script(asks, asks, asks, asks, asks);
    expect((await call()).status).toBe(401);
    expect(steps()).toEqual(["1 ", "3 b", "3 b"]);
  });

  test("is opened again when the server closed the kept connection, and not when it may have acted", async () => {
    const reset = new TransportError("reset", "closed");
    const { call, steps } = script(reset, asks, {});
    expect((await call()).status).toBe(200);
    expect(steps()).toEqual(["1 ", "1 ", "3 b"]);
    await expect(script(asks, reset).call()).rejects.toBe(reset);
    await expect(script(reset, reset).call()).rejects.toBe(reset);
  });
});

describe("a server that does not want it", () => {
  test.each([
    ["offers other ways", { "www-authenticate": 'Basic realm="x"' }],
    ["offers none", {}],
    ["sends no challenge", { "www-authenticate": "NTLM" }],
    ["sends nonsense", { "www-authenticate": "NTLM AAAA" }],
  ])("because it %s, is heard", async (_name, headers) => {
    const { call, steps } = script({ status: 401, headers: headers as Record<string, string>, body: "no" });
    expect(await call()).toMatchObject({ status: 401, body: "no" });
    expect(steps()).toEqual(["1 "]);
  });

  test("gets the real request, body and all", async () => {
    const { call, steps } = script({ status: 400 }, { status: 204 });
    expect((await call()).status).toBe(204);
    expect(steps()).toEqual(["1 ", "0 b"]);
    const bare = script({ status: 204 });
    expect((await bare.call(account(), "")).status).toBe(204);
    expect(bare.steps()).toEqual(["1 "]);
  });
});

test("the domain may stand in the username", async () => {
  const account3 = async (change: Partial<AuthOf<"ntlm">>) => {
    const { call, sent } = script(asks, {});
    await call(account(change));
    const { raw = Buffer.alloc(0) } = sent[1] ?? {};
    return [28, 36].map((at) =>
      raw.subarray(raw.readUInt32LE(at + 4), raw.readUInt32LE(at + 4) + raw.readUInt16LE(at)).toString("utf16le"),
    );
  };
  expect(await account3({ username: "ann", domain: "DESK" })).toEqual(["DESK", "ann"]);
  expect(await account3({ username: "DESK\\bob", domain: "" })).toEqual(["DESK", "bob"]);
  expect(await account3({ username: "DESK\\cid", domain: undefined })).toEqual(["DESK", "cid"]);
  expect(await account3({ username: "dan@desk.test", domain: "" })).toEqual(["", "dan@desk.test"]);
  expect(await account3({ username: "a\\eve", domain: "DESK" })).toEqual(["DESK", "a\\eve"]);
});

describe("leases of connections", () => {
  test("each goes to one exchange at a time, the last used first", () => {
    const leases = connectionLeases(() => 0);
    const [one, two] = [leases.take("a"), leases.take("a")];
    expect([one.isAuthenticated, two.isAuthenticated, one.name === two.name]).toEqual([false, false, false]);
    one.giveBack();
    two.giveBack();
    expect(leases.take("b").isAuthenticated).toBe(false);
    expect([leases.take("a").name, leases.take("a").name]).toEqual([two.name, one.name]);
    expect(leases.take("a").isAuthenticated).toBe(false);
  });

  test("they end when unused for a moment, and in any case some day", () => {
    let now = 0;
    const leases = connectionLeases(() => now);
    const idle = leases.take("a");
    idle.giveBack();
    now = 3_000;
    expect(leases.take("a").name).not.toBe(idle.name);
    const busy = leases.take("b");
    busy.giveBack();
    for (let i = 0; i < 49; i++) {
      now += 2_000;
      const again = leases.take("b");
      expect(again.name).toBe(busy.name);
      again.giveBack();
    }
    now += 2_000;
    expect(leases.take("b").name).not.toBe(busy.name);
  });
});
