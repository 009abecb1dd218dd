import { beforeEach, describe, expect, test } from "vitest";
import { everything } from "@/lib/core/page";
import { webhookToInput } from "@/lib/delivery/form";
import type { ClaimedDelivery } from "@/lib/delivery/store";
import { releaseHeld } from "@/lib/runtime/bulk-deliveries";
import { onEveryDialect } from "./dialects";
import { actor, claimDue, makeDelivery, makeTicket, makeWebhook } from "./make";
import { failure } from "./make-access";
import { clearDeliveries, later, plainSettlement } from "./make-deliveries";

onEveryDialect("held deliveries", (stores) => {
  const deliveries = () => stores().deliveries;
  const claim = (limit = 1_000) => claimDue(stores(), { now: later(3_600_000), leaseMs: 60_000, limit });
  const statusOf = async (id: string) => (await deliveries().get(id))?.delivery.status;
  const statusesOf = (ids: string[]) => Promise.all(ids.map(statusOf));
  const disable = (id: string) => stores().webhooks.setEnabled(actor, id, false);
  const auditOf = async (subject: string) =>
    (await stores().audit.list(everything)).items
      .filter((row) => row.subject === subject)
      .map(({ action, subjectName }) => `${action}: ${subjectName}`)
      .reverse();
  const settle = (claimed: ClaimedDelivery, status: "succeeded" | "failed" | "pending") =>
    deliveries().settle([plainSettlement(claimed, status)]);
  /** A webhook with one waiting delivery for each ticket named, in this order. */
  async function waiting(...ticketIds: number[]) {
    const webhook = await makeWebhook(stores());
    const ids: string[] = [];
    for (const ticketId of ticketIds) ids.push((await makeDelivery(stores(), { webhookId: webhook.id, ticketId })).id);
    return { webhook, ids, scope: { webhookId: webhook.id } };
  }
  const twoTickets = async () => [(await makeTicket(stores())).id, (await makeTicket(stores())).id] as const;
  const step = (limit = 100) => ({ at: new Date(), limit });

  beforeEach(async () => {
    await clearDeliveries(stores());
  });

  describe("disabling", () => {
    test("holds what waits of this webhook only, says how many, and nothing of it is claimed", async () => {
      const [a, b] = await twoTickets();
      const { webhook, ids } = await waiting(a, b, a);
      const other = await waiting(a);
      await disable(webhook.id);
      expect(await statusesOf([...ids, ...other.ids])).toEqual(["held", "held", "held", "pending"]);
      expect((await deliveries().get(ids[0] ?? ""))?.delivery.nextAttemptAt).toBeNull();
      expect((await claim()).map(({ id }) => id)).toEqual(other.ids);
      expect((await auditOf(webhook.id)).slice(1)).toEqual([
        `webhook.disable: ${webhook.name}`,
        `webhook.hold: ${webhook.name} · 3 deliveries`,
      ]);
      expect(await deliveries().lastHold(webhook.id)).toMatchObject({ actorName: actor.name, at: expect.any(Date) });
      expect(await deliveries().lastHold(other.webhook.id)).toBeUndefined();
    });

    test("by saving the form holds too, once; enabling leaves them held", async () => {
      const [a] = await twoTickets();
      const { webhook, ids } = await waiting(a);
      const input = { ...webhookToInput(webhook), isEnabled: false };
      await stores().webhooks.update(actor, webhook.id, input);
      expect(await statusesOf(ids)).toEqual(["held"]);
      await stores().webhooks.update(actor, webhook.id, input);
      await stores().webhooks.setEnabled(actor, webhook.id, true);
      expect(await statusesOf(ids)).toEqual(["held"]);
      expect((await auditOf(webhook.id)).filter((entry) => entry.startsWith("webhook.hold"))).toEqual([
        `webhook.hold: ${webhook.name} · 1 delivery`,
      ]);
    });

    test("a save that is refused holds nothing", async () => {
      const [a] = await twoTickets();
      const { webhook, ids } = await waiting(a);
      const input = { ...webhookToInput(webhook), isEnabled: false };
      expect(await failure(stores().webhooks.update(actor, webhook.id, input, 7))).toMatchObject({ code: "conflict" });
      const gone = { ...input, ticketTypeId: 99_999 };
      expect(await failure(stores().webhooks.update(actor, webhook.id, gone))).toMatchObject({ code: "invalid" });
      expect(await statusesOf(ids)).toEqual(["pending"]);
      expect(await auditOf(webhook.id)).toHaveLength(1);
    });

    test("leaves an attempt under way to settle; disabling again holds its next one", async () => {
      const { webhook, ids } = await waiting(...(await twoTickets()));
      const [first, second] = await claim();
      await disable(webhook.id);
      expect(await statusesOf(ids)).toEqual(["sending", "sending"]);
      expect(first && (await settle(first, "succeeded"))).toEqual(["settled"]);
      expect(second && (await settle(second, "pending"))).toEqual(["settled"]);
      expect((await statusesOf(ids)).sort()).toEqual(["pending", "succeeded"]);
      await disable(webhook.id);
      expect((await statusesOf(ids)).sort()).toEqual(["held", "succeeded"]);
    });

    test("against claim: each delivery is either held or sent, never both", async () => {
      const [a] = await twoTickets();
      for (let round = 0; round < 5; round++) {
        const { webhook, ids } = await waiting(...Array.from({ length: 8 }, () => a));
        const [early, , late] = await Promise.all([claim(4), disable(webhook.id), claim(4)]);
        const sent = [...early, ...late].map(({ id }) => id);
        expect(await statusesOf(ids)).toEqual(ids.map((id) => (sent.includes(id) ? "sending" : "held")));
      }
    });
  });

  describe("releasing", () => {
    test("one: due at once, with history and audit; only a held one", async () => {
      const [a] = await twoTickets();
      const { webhook, ids } = await waiting(a);
      const [id = ""] = ids;
      expect(await failure(deliveries().release(actor, id, new Date()))).toMatchObject({
        code: "conflict",
        message: "This delivery is not held: it is pending.",
      });
      expect(await failure(deliveries().release(actor, "dlv_none", new Date()))).toMatchObject({ code: "not_found" });
      await disable(webhook.id);
      expect(await failure(deliveries().redeliver(actor, id, new Date()))).toMatchObject({ code: "conflict" });
      const at = new Date();
      expect(await deliveries().release(actor, id, at)).toMatchObject({ status: "pending", nextAttemptAt: at });
      expect((await claim()).map((one) => one.id)).toEqual([id]);
      const [newest] = (await stores().tickets.history(a, { page: 1, pageSize: 1 })).items;
      expect(newest).toMatchObject({
        summary: `Released “${webhook.name}”, which was held`,
        cause: { deliveryId: id },
      });
      expect(await auditOf(id)).toHaveLength(1);
    });

    test("all: in the order they were created, also over several steps", async () => {
      const [a, b] = await twoTickets();
      const { webhook, ids } = await waiting(a, b, a, b, a);
      await disable(webhook.id);
      const now = new Date();
      for (const done of [0, 2, 4])
        await deliveries().releaseHeld(actor, { webhookId: webhook.id }, "all", {
          at: new Date(now.getTime() + done),
          limit: 2,
        });
      // One of each ticket at a time.
      for (const sent of [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]) {
        const claimed = await claim();
        expect(claimed.map(({ id }) => id)).toEqual(sent);
        for (const one of claimed) await settle(one, "succeeded");
      }
    });

    test("only the latest of each ticket: older ones are superseded, step by step or at once", async () => {
      for (const limit of [1, 2, 100]) {
        const [a, b] = await twoTickets();
        const { webhook, ids, scope } = await waiting(a, a, b, a, b);
        await disable(webhook.id);
        expect(await deliveries().countHeld(scope)).toEqual({ held: 5, latest: 2 });
        let moved = 1;
        while (moved > 0) {
          const { released, superseded } = await deliveries().releaseHeld(actor, scope, "latest", step(limit));
          moved = released + superseded;
        }
        expect(await statusesOf(ids)).toEqual(["superseded", "superseded", "superseded", "pending", "pending"]);
        expect(await deliveries().countHeld(scope)).toEqual({ held: 0, latest: 0 });
        const entries = (await stores().tickets.history(a, everything)).items.map(({ summary }) => summary);
        expect(entries.filter((text) => text.includes("a later delivery took its place"))).toHaveLength(2);
      }
    });

    test("a later delivery that was sent is later than any held one; one that failed is not", async () => {
      const [a, b] = await twoTickets();
      const { webhook, ids, scope } = await waiting(a, b);
      await disable(webhook.id);
      for (const [ticketId, status] of [
        [a, "succeeded"],
        [b, "failed"],
      ] as const) {
        await makeDelivery(stores(), { webhookId: webhook.id, ticketId });
        for (const claimed of await claim()) await settle(claimed, status);
      }
      expect(await deliveries().countHeld(scope)).toEqual({ held: 2, latest: 1 });
      const result = await deliveries().releaseHeld(actor, scope, "latest", step());
      expect(result).toEqual({ released: 1, superseded: 1, cancelled: 0 });
      expect(await statusesOf(ids)).toEqual(["superseded", "pending"]);
    });

    test("drop cancels; one ticket's alone leaves the others held; nothing left is nothing done", async () => {
      const [a, b] = await twoTickets();
      const { webhook, ids, scope } = await waiting(a, b);
      await disable(webhook.id);
      const onA = { ...scope, ticketId: a };
      expect(await deliveries().countHeld(onA)).toEqual({ held: 1, latest: 1 });
      expect(await releaseHeld(stores(), actor, onA, "drop", new Date())).toEqual({
        ...{ released: 0, superseded: 0, cancelled: 1, remaining: 0 },
      });
      expect(await statusesOf(ids)).toEqual(["cancelled", "held"]);
      const before = await auditOf(webhook.id);
      expect(before.at(-1)).toBe(`webhook.release: ${webhook.name} · 1 cancelled`);
      await releaseHeld(stores(), actor, onA, "all", new Date());
      expect(await auditOf(webhook.id)).toEqual(before);
      expect(await failure(releaseHeld(stores(), actor, { webhookId: "whk_0" }, "all", new Date()))).toMatchObject({
        code: "not_found",
      });
    });

    test("two people deciding at once: each delivery is decided once", async () => {
      const [a, b] = await twoTickets();
      const { webhook, ids, scope } = await waiting(a, b, a, b, a, b);
      await disable(webhook.id);
      const results = await Promise.all([
        deliveries().releaseHeld(actor, scope, "all", step()),
        deliveries().releaseHeld(actor, scope, "drop", step()),
      ]);
      const total = results.reduce((sum, { released, cancelled }) => sum + released + cancelled, 0);
      const statuses = await statusesOf(ids);
      expect(total).toBe(ids.length);
      expect(statuses.filter((status) => status === "pending")).toHaveLength(results[0]?.released ?? -1);
      expect(statuses.filter((status) => status === "cancelled")).toHaveLength(results[1]?.cancelled ?? -1);
    });

    test("that can't be written leaves everything held", async () => {
      const [a] = await twoTickets();
      const { webhook, ids, scope } = await waiting(a, a);
      await disable(webhook.id);
      const before = (await stores().audit.list(everything)).total;
      const nobody = { ...actor, id: null as never };
      for (const which of ["all", "latest", "drop"] as const)
        await expect(deliveries().releaseHeld(nobody, scope, which, step())).rejects.toThrow();
      expect(await statusesOf(ids)).toEqual(["held", "held"]);
      expect((await stores().audit.list(everything)).total).toBe(before);
      const { items } = await stores().tickets.history(a, everything);
      expect(items.filter(({ cause }) => ids.includes(cause?.deliveryId ?? ""))).toEqual([]);
    });
  });
});
