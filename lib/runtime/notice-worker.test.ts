import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStores, type TestStores } from "@/db/testing";
import { systemActor } from "@/lib/core/actor";
import { fixedClock } from "@/lib/core/clock";
import { type OutgoingRequest, type Transport, TransportError } from "@/lib/core/transport";
import { connectionInput } from "@/lib/delivery/connection";
import { type NoticeSettings, noticeSettings, noticeSettingsKey } from "@/lib/notices/settings";
import { postWaitsMs } from "@/lib/notices/tries";
import { postDueNotices } from "./notice-worker";

let opened: TestStores;
beforeAll(async () => {
  opened = await openTestStores();
});
afterAll(() => opened.remove());

const url = "https://ops.example/notices";
const secret = `whsec_${Buffer.from("k".repeat(32)).toString("base64")}`;
const notices = () => opened.stores.notices;
const set = (settings: Partial<NoticeSettings>) =>
  opened.stores.settings.write(systemActor, noticeSettingsKey, noticeSettings.parse(settings));

async function write(at: Date) {
  const { id } = await notices().write(systemActor, {
    at,
    kind: "outage",
    subject: "“Orders” can’t be reached",
    text: "partner.example refused the connection.",
    href: "/admin/integration/deliveries",
    webhookId: null,
  });
  return id;
}

/** Answers each status in turn; a TransportError is thrown. */
function receiver(...answers: (number | Error)[]) {
  const got: OutgoingRequest[] = [];
  const send: Transport = async (request) => {
    got.push(request);
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 200;
    if (typeof answer !== "number") throw answer;
    return { status: answer, headers: {}, body: "", timing: { totalMs: 1 } };
  };
  const post = (clock: ReturnType<typeof fixedClock>) =>
    postDueNotices(opened.stores, send, { consoleUrl: "https://desk.example.com", log: () => {}, clock });
  return { got, post };
}

test("a notice is posted as JSON, signed by the chosen connection, under its own id", async () => {
  const input = { name: "Ops", auth: { type: "hmac" as const, secret } };
  const { id: connectionId } = await opened.stores.connections.create(systemActor, connectionInput.parse(input));
  await set({ url, connectionId });
  const clock = fixedClock("2026-11-21T10:00:00Z");
  const id = await write(clock.now());
  const { got, post } = receiver(204);
  expect(await post(clock)).toBe(1);
  expect(await post(clock)).toBe(0);
  const [request] = got;
  expect(request).toMatchObject({ method: "POST", url, timeoutMs: expect.any(Number) });
  expect(JSON.parse(request?.body ?? "")).toEqual({
    id,
    kind: "outage",
    at: "2026-11-21T10:00:00.000Z",
    subject: "“Orders” can’t be reached",
    text: "partner.example refused the connection.",
    url: "https://desk.example.com/admin/integration/deliveries",
  });
  const { "webhook-id": name, "webhook-timestamp": timestamp, "webhook-signature": signature } = request?.headers ?? {};
  const signed = createHmac("sha256", "k".repeat(32)).update(`${name}.${timestamp}.${request?.body}`).digest("base64");
  expect([name, signature]).toEqual([id, `v1,${signed}`]);
  expect(await notices().get(id)).toMatchObject({ postStatus: "sent", postAttempts: 1, postError: null });
});

test("a call that fails is made five times in all, with longer and longer waits", async () => {
  await set({ url });
  const clock = fixedClock("2026-11-22T10:00:00Z");
  const id = await write(clock.now());
  const refused = new TransportError("refused", "ops.example refused the connection.");
  const { got, post } = receiver(500, refused);
  for (const wait of postWaitsMs) {
    await post(clock);
    expect(await notices().get(id)).toMatchObject({
      postStatus: "pending",
      nextPostAt: new Date(clock.now().getTime() + wait),
      postError: got.length === 1 ? "It answered 500; only 2xx counts as success." : refused.message,
    });
    clock.advance(wait);
  }
  await post(clock);
  clock.advance(1e9);
  await post(clock);
  expect(got).toHaveLength(5);
  expect(await notices().get(id)).toMatchObject({ postStatus: "failed", postAttempts: 5, postError: refused.message });
});

test("a worker that died with the call under way does not lose it", async () => {
  await set({ url });
  const clock = fixedClock("2026-11-23T10:00:00Z");
  const id = await write(clock.now());
  await notices().claimPosts({ now: clock.now(), leaseMs: 60_000, limit: 5 });
  const { got, post } = receiver(200);
  expect(await post(clock)).toBe(0);
  clock.advance(60_000);
  expect(await post(clock)).toBe(1);
  expect(got).toHaveLength(1);
  expect(await notices().get(id)).toMatchObject({ postStatus: "sent", postAttempts: 2 });
});

test("credentials go nowhere but to their hosts, and an address that was removed ends it", async () => {
  const input = { name: "Elsewhere", hosts: ["other.example"], auth: { type: "hmac" as const, secret } };
  const { id: connectionId } = await opened.stores.connections.create(systemActor, connectionInput.parse(input));
  const clock = fixedClock("2026-11-24T10:00:00Z");
  const { got, post } = receiver(200);
  const after = async (settings: Partial<NoticeSettings>) => {
    await set({ url });
    const id = await write(clock.now());
    await set(settings);
    await post(clock);
    return notices().get(id);
  };
  expect(await after({ url, connectionId })).toMatchObject({
    postStatus: "pending",
    postError: expect.stringContaining("may not be used"),
  });
  expect(await after({ url, connectionId: "con_0" })).toMatchObject({
    postStatus: "pending",
    postError: expect.stringContaining("is gone"),
  });
  expect(await after({})).toMatchObject({
    postStatus: "failed",
    postError: expect.stringContaining("no address any more"),
  });
  expect(got).toEqual([]);
});

test("what an address gives back of our secrets is masked", async () => {
  const input = { name: "Token", auth: { type: "bearer" as const, token: "very-secret-token" } };
  const { id: connectionId } = await opened.stores.connections.create(systemActor, connectionInput.parse(input));
  await set({ url, connectionId });
  const clock = fixedClock("2026-11-25T10:00:00Z");
  const id = await write(clock.now());
  await receiver(new TransportError("protocol", "It said very-secret-token.")).post(clock);
  expect((await notices().get(id))?.postError).toBe("It said ••••••.");
});
