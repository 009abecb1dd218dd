import { expect, test } from "vitest";
import { type CapturedRequest, defaultBinResponse, mostPinned } from "@/lib/inspector/bin";
import { onEveryDialect } from "./dialects";
import { actor } from "./make";
import { auditCount, auditOf, failure, hostileTexts, named } from "./make-access";

const now = new Date("2026-11-21T12:00:00.123Z");
const later = (ms: number) => new Date(now.getTime() + ms);

const request = (
  binId: string,
  overrides: Partial<CapturedRequest> = {},
): Omit<CapturedRequest, "id" | "isPinned"> => ({
  binId,
  receivedAt: now,
  method: "POST",
  target: "/orders?x=1",
  headers: [
    ["Content-Type", "application/json"],
    ["X-Twice", "a"],
    ["X-Twice", "b"],
  ],
  body: '{"a":1}',
  bodyEncoding: "utf8",
  bodyBytes: 7,
  isTruncated: false,
  remoteAddress: "192.0.2.7",
  ...overrides,
});

onEveryDialect("bins", (stores) => {
  const makeBin = () => stores().bins.create(actor, { name: named("Bin") });
  const capture = (binId: string, overrides: Partial<CapturedRequest> = {}, keep = 100) =>
    stores().bins.capture(request(binId, overrides), keep);
  const bodiesOf = async (binId: string) =>
    (await stores().bins.requests(binId, { page: 1, pageSize: 1000 })).items.map(({ body }) => body);

  test("creates, renames, scripts the reply, removes; each is recorded", async () => {
    const bin = await makeBin();
    expect(bin).toEqual({
      id: expect.stringMatching(/^bin_/),
      name: bin.name,
      response: defaultBinResponse,
      repliesGiven: 0,
      createdAt: expect.any(Date),
      requestCount: 0,
      lastRequestAt: null,
    });
    expect(await stores().bins.get(bin.id)).toEqual(bin);
    const name = named("Renamed");
    expect(await stores().bins.rename(actor, bin.id, { name })).toEqual({ ...bin, name });
    const response = { status: 503, headers: [{ name: "retry-after", value: "1" }], body: '{"secret":1}', delayMs: 5 };
    expect(await stores().bins.setResponse(actor, bin.id, response)).toEqual({ ...bin, name, response });
    const newer = await makeBin();
    expect((await stores().bins.list()).slice(0, 2)).toEqual([newer, { ...bin, name, response }]);

    await capture(bin.id);
    await stores().bins.clear(actor, bin.id);
    await stores().bins.remove(actor, bin.id);
    expect(await stores().bins.get(bin.id)).toBeUndefined();
    expect(await auditOf(stores(), bin.id)).toEqual([
      "bin.create",
      "bin.rename",
      "bin.setResponse",
      "bin.clear",
      "bin.remove",
    ]);
    const entries = await stores().audit.list({ page: 1, pageSize: 10 });
    expect(JSON.stringify(entries)).not.toContain("secret");
  });

  test("keeps a request byte for byte and counts it, without an audit entry", async () => {
    const [bin, other] = [await makeBin(), await makeBin()];
    const before = await auditCount(stores());
    const captured = await capture(bin.id);
    expect(captured).toEqual({ ...request(bin.id), isPinned: false, id: expect.stringMatching(/^req_/) });
    await capture(bin.id, { receivedAt: later(5), body: "second" });
    expect((await stores().bins.requests(bin.id, { page: 1, pageSize: 10 })).items[1]).toEqual(captured);
    expect(await stores().bins.get(bin.id)).toMatchObject({ requestCount: 2, lastRequestAt: later(5) });
    const listed = await stores().bins.list();
    expect(listed.find(({ id }) => id === bin.id)).toMatchObject({ requestCount: 2, lastRequestAt: later(5) });
    expect(await stores().bins.get(other.id)).toMatchObject({ requestCount: 0, lastRequestAt: null });
    expect(await auditCount(stores())).toBe(before);
  });

  test("keeps the newest and lets older ones of this bin fall out", async () => {
    const [bin, other] = [await makeBin(), await makeBin()];
    await capture(other.id, { body: "mine" }, 1);
    for (let i = 1; i <= 5; i++) await capture(bin.id, { body: `${i}` }, 3);
    expect(await bodiesOf(bin.id)).toEqual(["5", "4", "3"]);
    await capture(bin.id, { body: "6" }, 1);
    expect(await bodiesOf(bin.id)).toEqual(["6"]);
    expect(await bodiesOf(other.id)).toEqual(["mine"]);
  });

  test("a burst on several bins: everyone gets their own, the newest stay, in order", async () => {
    const bins = [await makeBin(), await makeBin()];
    const sent = Array.from({ length: 500 }, (_, i) => ({ binId: bins[i % 2]?.id ?? "", body: `${i}` }));
    const captured = await Promise.all(sent.map(({ binId, body }) => capture(binId, { body }, 50)));
    expect(captured.map((one) => one && { binId: one.binId, body: one.body })).toEqual(sent);
    for (const { id } of bins) {
      const expected = sent.filter(({ binId }) => binId === id).map(({ body }) => body);
      expect(await bodiesOf(id)).toEqual(expected.slice(-50).reverse());
    }
  });

  test("a bin that is gone captures nothing, and others sent at the same moment are not harmed", async () => {
    const [bin, gone] = [await makeBin(), await makeBin()];
    await stores().bins.remove(actor, gone.id);
    const results = await Promise.all([
      capture(bin.id, { body: "a" }),
      capture(gone.id),
      capture("bin_0"),
      capture(bin.id, { body: "b" }),
    ]);
    expect(results.map((result) => result?.body)).toEqual(["a", undefined, undefined, "b"]);
    expect((await bodiesOf(bin.id)).sort()).toEqual(["a", "b"]);
    expect(await bodiesOf(gone.id)).toEqual([]);
  });

  test("a request that can't be stored fails alone", async () => {
    const bin = await makeBin();
    const broken = { ...request(bin.id), method: null as never };
    const [good, bad] = await Promise.allSettled([
      capture(bin.id, { body: "good" }),
      stores().bins.capture(broken, 10),
    ]);
    expect([good.status, bad.status]).toEqual(["fulfilled", "rejected"]);
    expect(await bodiesOf(bin.id)).toEqual(["good"]);
  });

  test("a body with NUL is kept as base64, large and empty ones as they are", async () => {
    const bin = await makeBin();
    const nul = await capture(bin.id, { body: "a\0é", bodyBytes: 4 });
    expect(nul).toMatchObject({ body: Buffer.from("a\0é").toString("base64"), bodyEncoding: "base64", bodyBytes: 4 });
    const large = "ü".repeat(500_000);
    await capture(bin.id, { body: large, isTruncated: true, bodyBytes: 2_000_000 });
    await capture(bin.id, { body: "", bodyBytes: 0, headers: [] });
    expect(await bodiesOf(bin.id)).toEqual(["", large, nul?.body]);
  });

  test("searches method, target, headers and body; pages newest first", async () => {
    const bin = await makeBin();
    const mark = named("zebra");
    await capture((await makeBin()).id, { body: mark });
    const made = {
      method: await capture(bin.id, { method: "PURGE" }),
      target: await capture(bin.id, { target: "/tickets/IN164" }),
      header: await capture(bin.id, { headers: [["X-Signature", `v1=${mark}`]] }),
      body: await capture(bin.id, { body: `{"mark":"${mark}"}` }),
    };
    const ids = async (q: string) => {
      const { items, total } = await stores().bins.requests(bin.id, { page: 1, pageSize: 10, q });
      expect(total).toBe(items.length);
      return items.map(({ id }) => id);
    };
    expect(await ids("purge")).toEqual([made.method?.id]);
    expect(await ids("in164")).toEqual([made.target?.id]);
    expect(await ids("x-signature")).toEqual([made.header?.id]);
    expect(await ids(mark)).toEqual([made.body?.id, made.header?.id]);
    expect(await ids("%%")).toEqual([]);
    const page = await stores().bins.requests(bin.id, { page: 2, pageSize: 3 });
    expect([page.total, page.items.map(({ id }) => id)]).toEqual([4, [made.method?.id]]);
    expect(await stores().bins.requests("bin_0", { page: 1, pageSize: 10 })).toEqual({ items: [], total: 0 });
  });

  test("lists without headers and bodies, and finds one request of one bin", async () => {
    const [bin, other] = [await makeBin(), await makeBin()];
    const captured = await capture(bin.id, { body: "heavy" });
    const {
      headers: _,
      body: __,
      bodyEncoding: ___,
      ...summary
    } = { ...request(bin.id), isPinned: false, id: captured?.id };
    const query = { page: 1, pageSize: 10 };
    expect(await stores().bins.summaries(bin.id, { ...query, q: "HEAVY" })).toEqual({ items: [summary], total: 1 });
    expect(await stores().bins.summaries(bin.id, { ...query, q: "light" })).toEqual({ items: [], total: 0 });
    expect(await stores().bins.request(bin.id, captured?.id ?? "")).toEqual(captured);
    expect(await stores().bins.request(other.id, captured?.id ?? "")).toBeUndefined();
    expect(await stores().bins.request(bin.id, "req_0")).toBeUndefined();
  });

  test("a sequence: each reply is taken once, whoever asks; saving starts over", async () => {
    const bin = await makeBin();
    const take = (afterLast: "stay" | "repeat") => stores().bins.nextReply(bin.id, 3, afterLast);
    const order = async (afterLast: "stay" | "repeat", times: number) => {
      const taken: number[] = [];
      for (let i = 0; i < times; i++) taken.push(await take(afterLast));
      return taken;
    };
    expect(await order("stay", 5)).toEqual([0, 1, 2, 2, 2]);
    expect((await stores().bins.get(bin.id))?.repliesGiven).toBe(3);
    const saved = await stores().bins.setResponse(actor, bin.id, {
      ...defaultBinResponse,
      followedBy: [{ ...defaultBinResponse, status: 500, fault: "reset" }],
      afterLast: "repeat",
      challenge: { kind: "basic", user: "Ann", password: "x" },
    });
    expect(saved.repliesGiven).toBe(0);
    expect(await stores().bins.responseOf(bin.id)).toEqual(saved.response);
    expect(await order("repeat", 5)).toEqual([0, 1, 2, 0, 1]);
    await stores().bins.setResponse(actor, bin.id, saved.response);
    const together = await Promise.all(Array.from({ length: 6 }, () => take("repeat")));
    expect(together.sort()).toEqual([0, 0, 1, 1, 2, 2]);
    expect(await stores().bins.nextReply("bin_0", 3, "stay")).toBe(0);
  });

  test("pinned requests stay when older ones fall out, and are found and cleared like others", async () => {
    const bin = await makeBin();
    const first = await capture(bin.id, { body: "first" }, 2);
    await stores().bins.setPinned(actor, bin.id, first?.id ?? "", true);
    for (const body of ["2", "3", "4"]) await capture(bin.id, { body }, 2);
    expect(await bodiesOf(bin.id)).toEqual(["4", "3", "first"]);
    expect(await stores().bins.request(bin.id, first?.id ?? "")).toMatchObject({ isPinned: true });
    await stores().bins.setPinned(actor, bin.id, first?.id ?? "", false);
    await capture(bin.id, { body: "5" }, 2);
    expect(await bodiesOf(bin.id)).toEqual(["5", "4"]);
    expect(await auditOf(stores(), bin.id)).toEqual(["bin.create", "bin.pin", "bin.unpin"]);
    const [left] = (await stores().bins.requests(bin.id, { page: 1, pageSize: 1 })).items;
    await stores().bins.setPinned(actor, bin.id, left?.id ?? "", true);
    await stores().bins.clear(actor, bin.id);
    expect(await bodiesOf(bin.id)).toEqual([]);
  });

  test("pins end at the limit, and what can't be pinned leaves nothing behind", async () => {
    const [bin, other] = [await makeBin(), await makeBin()];
    const ids = await Promise.all(
      Array.from({ length: mostPinned + 1 }, async () => (await capture(bin.id, {}, 500))?.id ?? ""),
    );
    const pin = (binId: string, id: string) => stores().bins.setPinned(actor, binId, id, true);
    for (const id of ids.slice(1)) await pin(bin.id, id);
    const before = await auditCount(stores());
    expect(await failure(pin(bin.id, ids[0] ?? ""))).toMatchObject({ code: "limit" });
    expect(await failure(pin(other.id, ids[0] ?? ""))).toMatchObject({ code: "not_found" });
    expect(await failure(pin("bin_0", ids[0] ?? ""))).toMatchObject({ code: "not_found" });
    expect((await stores().bins.request(bin.id, ids[0] ?? ""))?.isPinned).toBe(false);
    expect(await auditCount(stores())).toBe(before);
  });

  test("finds the request after another one, oldest first", async () => {
    const [bin, other] = [await makeBin(), await makeBin()];
    const first = await capture(bin.id);
    await capture(other.id);
    expect(await stores().bins.requestAfter(bin.id, first?.id ?? "")).toBeUndefined();
    const second = await capture(bin.id);
    await capture(bin.id);
    expect(await stores().bins.requestAfter(bin.id, first?.id ?? "")).toEqual(second);
    expect(await stores().bins.requestAfter(bin.id, "")).toEqual(first);
  });

  test("clearing empties this bin only and keeps it", async () => {
    const [bin, other] = [await makeBin(), await makeBin()];
    await Promise.all([capture(bin.id), capture(other.id)]);
    await stores().bins.clear(actor, bin.id);
    expect(await stores().bins.get(bin.id)).toEqual(bin);
    expect(await stores().bins.get(other.id)).toMatchObject({ requestCount: 1 });
  });

  test("an unknown bin is not found, and nothing is recorded", async () => {
    const before = await auditCount(stores());
    const { bins } = stores();
    expect(await bins.get("bin_0")).toBeUndefined();
    const calls = [
      bins.rename(actor, "bin_0", { name: "x" }),
      bins.setResponse(actor, "bin_0", defaultBinResponse),
      bins.clear(actor, "bin_0"),
      bins.remove(actor, "bin_0"),
    ];
    for (const result of await Promise.all(calls.map(failure))) expect(result).toMatchObject({ code: "not_found" });
    expect(await auditCount(stores())).toBe(before);
  });

  test.each(hostileTexts)("%j is kept and found", async (text) => {
    const bin = await stores().bins.create(actor, { name: text });
    expect((await stores().bins.get(bin.id))?.name).toBe(text);
    const captured = await capture(bin.id, { body: text });
    const found = await stores().bins.requests(bin.id, { page: 1, pageSize: 10, q: text });
    expect(found).toEqual({ items: [captured], total: 1 });
  });
});
