import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/id";
import type { Attempt, NewDelivery } from "@/lib/delivery/delivery";
import type { DeliveryQuery } from "@/lib/delivery/store";
import { onEveryDialect } from "./dialects";
import { actor, claimDue, makeDelivery, makeWebhook, unique } from "./make";

const later = (ms: number) => new Date(Date.now() + ms);
/** A word no other test has. */
const word = () => `w${unique()}q${Math.random().toString(36).slice(2, 8)}`;

const attempt = (changed: Partial<Attempt> = {}): Attempt => ({
  id: newId("att"),
  deliveryId: "",
  number: 1,
  kind: "scheduled",
  startedAt: new Date(),
  durationMs: 1,
  outcome: "succeeded",
  sentHeaders: {},
  response: { status: 200, headers: {}, body: "", bodyBytes: 0, isTruncated: false },
  error: null,
  timing: null,
  remoteAddress: null,
  certificateExpiresAt: null,
  notes: [],
  ...changed,
});

onEveryDialect("search", (stores) => {
  const list = (query: Partial<DeliveryQuery>) => stores().deliveries.list({ page: 1, pageSize: 25, ...query });
  const find = async (q: string, query: Partial<DeliveryQuery> = {}) =>
    (await list({ q, ...query })).items.map(({ id }) => id);
  const indexAll = async () => {
    while ((await stores().searchIndex.indexNext(200, later(60_000))) > 0);
  };
  /** Both ways: before the indexer came by, and after. */
  const finds = async (q: string, ids: string[]) => {
    expect(await find(q)).toEqual(ids);
    await indexAll();
    expect(await find(q)).toEqual(ids);
  };
  const bodied = (body: string, request: Partial<NewDelivery["request"]> = {}): Partial<NewDelivery> => ({
    request: { method: "POST", url: "https://partner.example", headers: {}, connectionId: null, ...request, body },
  });
  const settle = async (id: string, changed: Partial<Attempt>, status: "succeeded" | "failed" = "succeeded") => {
    const claimed = (await claimDue(stores(), { now: later(1_000), leaseMs: 60_000, limit: 500 })).find(
      (one) => one.id === id,
    );
    if (!claimed) throw new Error("not claimed");
    const made = attempt({ ...changed, deliveryId: id, number: claimed.attemptNumber });
    await stores().deliveries.settle([
      { deliveryId: id, lease: claimed.lease, attempt: made, status, nextAttemptAt: null },
    ]);
  };

  beforeEach(async () => {
    await stores().deliveries.recover(later(1e12));
    const claimed = await claimDue(stores(), { now: later(1e12), leaseMs: 1, limit: 1_000 });
    await stores().deliveries.settle(
      claimed.map(({ id, lease, attemptNumber }) => ({
        ...{ deliveryId: id, lease, status: "succeeded" as const, nextAttemptAt: null },
        attempt: attempt({ deliveryId: id, number: attemptNumber }),
      })),
    );
  });

  test("finds by webhook, ticket, URL, headers, body and id", async () => {
    const [name, path, header, body] = [word(), word(), word(), word()];
    const webhook = await makeWebhook(stores(), { name: `Sync ${name}` });
    const made = await makeDelivery(stores(), {
      webhookId: webhook.id,
      webhookName: webhook.name,
      ...bodied(`{"note":"line\\n${body}"}`, { url: `https://p.example/${path}/x`, headers: { "x-tenant": header } }),
    });
    for (const q of [name, path, header, body, made.id, made.id.slice(4), `${name} ${body}`]) await finds(q, [made.id]);
    expect(await find(`${made.ticketDisplayId} ${name}`)).toEqual([made.id]);
  });

  test("finds by what came back, of every attempt, also of those made after it was indexed", async () => {
    const [reply, header, sent, error, note] = [word(), word(), word(), word(), word()];
    const { id } = await makeDelivery(stores());
    await indexAll();
    const response = {
      status: 502,
      headers: { "x-trace": header },
      body: `<b>${reply}</b>`,
      bodyBytes: 1,
      isTruncated: false,
    };
    await settle(id, { outcome: "failed", sentHeaders: { "x-sent": sent }, response, notes: [note] }, "failed");
    for (const q of [reply, header, sent, note]) await finds(q, [id]);
    await stores().deliveries.redeliver(actor, id, new Date());
    await settle(id, { response: null, outcome: "failed", error: { kind: "dns", message: `No ${error}` } }, "failed");
    for (const q of [error, reply]) await finds(q, [id]);
  });

  test("every word must begin one, in any case and order", async () => {
    const [one, two] = [word(), word()];
    const both = await makeDelivery(stores(), bodied(`${one} Zoë ${two}`));
    const single = await makeDelivery(stores(), bodied(one));
    await finds(one.toUpperCase(), [single.id, both.id]);
    await finds(`${two} ${one}`, [both.id]);
    await finds(`${two} ${one} zo`, [both.id]);
    await finds(`${one.slice(0, -1)} zoë`, [both.id]);
    await finds(one.slice(1), []);
    await finds(`${one} ${word()}`, []);
  });

  test("newest first in pages, oldest first when asked, with the other filters", async () => {
    const mark = word();
    const made: string[] = [];
    for (let index = 0; index < 5; index++) made.push((await makeDelivery(stores(), bodied(mark))).id);
    const [first, second, third, fourth, fifth] = made as [string, string, string, string, string];
    // Three of them in the index, two not yet.
    for (const isIndexed of [false, true]) {
      if (isIndexed) await indexAll();
      expect(await find(mark, { pageSize: 2 })).toEqual([fifth, fourth]);
      expect(await find(mark, { pageSize: 2, page: 2 })).toEqual([third, second]);
      expect(await find(mark, { pageSize: 2, page: 3 })).toEqual([first]);
      expect(await find(mark, { pageSize: 2, page: 4 })).toEqual([]);
      expect(await find(mark, { sort: { key: "createdAt", direction: "asc" } })).toEqual(made);
      expect(await list({ q: mark, pageSize: 1 })).toMatchObject({ total: 5, isCapped: false });
    }
    await stores().deliveries.cancel(actor, third, new Date());
    expect(await find(mark, { status: "cancelled" })).toEqual([third]);
    expect(await list({ q: mark, status: "pending" })).toMatchObject({ total: 4 });
    expect(await find(mark, { webhookId: "whk_none" })).toEqual([]);
    expect(await find(mark, { ids: [first, second] })).toEqual([second, first]);
  });

  test("what has attempts the index does not know yet is found once, in its place", async () => {
    const [mark, reply] = [word(), word()];
    const old = await makeDelivery(stores(), bodied(mark));
    const young = await makeDelivery(stores(), bodied(mark));
    await indexAll();
    const response = { status: 200, headers: {}, body: reply, bodyBytes: 1, isTruncated: false };
    await settle(old.id, { response });
    expect(await list({ q: mark })).toMatchObject({ total: 2, items: [{ id: young.id }, { id: old.id }] });
    await finds(`${mark} ${reply}`, [old.id]);
  });

  test("by time and by the code of the last reply", async () => {
    const mark = word();
    const { id } = await makeDelivery(stores(), bodied(mark));
    const from = (ms: number) => later(ms).toISOString();
    await settle(id, { response: { status: 418, headers: {}, body: "", bodyBytes: 0, isTruncated: false } }, "failed");
    for (let turn = 0; turn < 2; turn++) {
      expect(await find(mark, { from: from(-60_000), to: from(60_000) })).toEqual([id]);
      expect(await find(mark, { from: from(60_000) })).toEqual([]);
      expect(await find(mark, { to: from(-60_000) })).toEqual([]);
      expect(await find(mark, { code: 418 })).toEqual([id]);
      expect(await find(mark, { code: 200 })).toEqual([]);
      expect((await list({ code: 418 })).items.map((one) => one.id)).toContain(id);
      await indexAll();
    }
    expect((await list({ from: from(60_000) })).total).toBe(0);
    expect((await list({ from: from(-60_000), pageSize: 1 })).total).toBeGreaterThan(0);
  });

  test("jobs count what the list shows, indexed or not", async () => {
    const mark = word();
    const { id } = await makeDelivery(stores(), bodied(mark));
    for (let turn = 0; turn < 2; turn++) {
      const count = await stores().deliveries.countForBulk(["pending"], { q: mark });
      expect(count).toMatchObject({ matched: 1, allowed: 1, upTo: id });
      await indexAll();
    }
  });

  test("an old transaction that commits late is found by going over it again", async () => {
    const [mark, after] = [word(), word()];
    const ago = Date.now() - 120_000;
    const lateId = `dlv_${ago.toString(16).padStart(12, "0")}${newId("dlv").slice(16)}`;
    await makeDelivery(stores(), bodied(after));
    await indexAll();
    await makeDelivery(stores(), { id: lateId, ...bodied(mark) });
    await indexAll();
    expect(await find(mark)).toEqual([]);
    while (!(await stores().searchIndex.revisit(3, new Date(ago - 1_000), new Date())));
    expect(await find(mark)).toEqual([lateId]);
    expect(await find(after)).toHaveLength(1);
  });

  test("going over everything again changes nothing", async () => {
    const mark = word();
    const { id } = await makeDelivery(stores(), bodied(mark));
    await indexAll();
    for (let turn = 0; turn < 2; turn++) {
      while (!(await stores().searchIndex.revisit(1_000, new Date(0), later(60_000))));
      expect(await find(mark)).toEqual([id]);
    }
    expect(await stores().searchIndex.indexNext(200, later(60_000))).toBe(0);
  });

  test("two indexers at once index everything once", async () => {
    const mark = word();
    const made: string[] = [];
    for (let index = 0; index < 8; index++) made.push((await makeDelivery(stores(), bodied(mark))).id);
    const { indexNext } = stores().searchIndex;
    await Promise.all([indexNext(3, later(60_000)), indexNext(3, later(60_000)), indexNext(5, later(60_000))]);
    await indexAll();
    expect(await find(mark)).toEqual(made.toReversed());
    expect((await list({ q: mark })).total).toBe(8);
  });

  describe("hostile queries find nothing or what they say, and never fail", () => {
    const hostile = [
      ...[
        '"',
        '""',
        '"unclosed',
        "*",
        "a*",
        "**",
        "AND",
        "NOT",
        "OR x",
        "NEAR(a b, 2)",
        "words:x",
        "-x",
        "^x",
        "x ^ y",
      ],
      ...[
        "'",
        "'; DROP TABLE search_words; --",
        "\\",
        "%",
        "_",
        "x\0y",
        "\0",
        "🎉",
        "(((",
        "a:* & !b | <->",
        "{a b}: c",
      ],
      ...["\ud800", "𞤀x𞤀", "İstanbul", "a".repeat(10_000), "ab ".repeat(4_000), "é".repeat(3_000), "  "],
    ];
    test.each(hostile.map((q) => [q.slice(0, 30), q]))("%j", async (_, q) => {
      const { total } = await list({ q, pageSize: 1 });
      expect(total).toBeGreaterThanOrEqual(0);
      await stores().deliveries.countForBulk(["pending"], { q });
    });

    test("their words are found where they stand", async () => {
      const mark = word();
      const { id } = await makeDelivery(stores(), bodied(`${mark} NEAR AND 𞤀x𞤀 it's "quoted" İstanbul`));
      for (const q of [`${mark} AND near`, `"${mark}" 𞤀x𞤀`, `${mark} it's "quoted"`, `${mark} İstan`, `${mark}\0*`])
        await finds(q, [id]);
      for (const q of [`${mark} OR other${mark}`, `"*" 🎉`]) await finds(q, []);
    });
  });
});
