import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { onEveryDialect } from "@/db/contract/dialects";
import { makeForm, makeItem, makePerson, makeTicket, makeWebhook, actor as system } from "@/db/contract/make";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import type { Transport } from "@/lib/core/transport";
import { planFiring } from "@/lib/delivery/fire";
import type { WebhookInput } from "@/lib/delivery/webhook";
import type { CustomForm } from "@/lib/desk/custom-forms";
import { answersIn, openProposals } from "@/lib/desk/history-state";
import { createDeliveryWorker } from "./deliver";
import type { Stores } from "./stores";
import { updateTicket } from "./tickets";
import { applyProposal, dismissProposal, undoChange } from "./write-back";

// Firing, a reply that lands while people edit, undo and decisions, on real databases.
onEveryDialect("write-back", (opened) => {
  let stores: Stores;
  let form: CustomForm;
  let annie: Actor;
  let send: Transport;
  beforeAll(async () => {
    stores = opened();
    form = await makeForm(stores);
    const person = await makePerson(stores, { isAgent: true, firstName: "Annie", lastName: "Agent" });
    annie = { kind: "person", id: `person:${person.id}`, name: person.name, personId: person.id };
  });
  beforeEach(() => {
    send = replying({ number: "INC1", id: "sys1" });
  });

  const replying =
    (value: object, meanwhile: () => Promise<unknown> = async () => {}): Transport =>
    async () => {
      await meanwhile();
      return { status: 200, headers: {}, body: JSON.stringify(value), timing: { totalMs: 1 } };
    };
  const mapped = () => [
    { path: "number", formId: form.id, fieldId: 1 },
    { path: "id", formId: form.id, fieldId: 2 },
  ];

  async function fire(config: Partial<WebhookInput> = {}, ticketId?: number) {
    const webhook = await makeWebhook(stores, { responseFields: mapped(), ...config });
    const id = ticketId ?? (await makeTicket(stores)).id;
    const graph = await stores.tickets.graph(id);
    if (!graph) throw new Error("The ticket is gone");
    await stores.changes.commit(
      planFiring({ webhook, graph, given: {}, actor: annie, now: new Date(), id: newId("dlv") }),
    );
    return { id, webhook };
  }
  const deliver = () =>
    createDeliveryWorker(
      stores,
      (request) => send(request),
      () => {},
      { graceMs: 100 },
    ).drainOnce();
  /** Delivers with one of `between` happening after each decision and before it is written. Returns how each writing went. */
  async function racing(...between: (() => Promise<unknown>)[]) {
    const results: string[] = [];
    const settle: Stores["deliveries"]["settle"] = async (group) => {
      await between.shift()?.();
      const made = await stores.deliveries.settle(group);
      results.push(...made);
      return made;
    };
    const raced = { ...stores, deliveries: { ...stores.deliveries, settle } };
    await createDeliveryWorker(raced, send, () => {}).drainOnce();
    return results;
  }
  const ticketOf = async (id: number) => (await stores.tickets.graph(id))?.ticket;
  const rowOf = async (id: number) => (await ticketOf(id))?.forms[form.id]?.[0] ?? {};
  const historyOf = async (id: number) => (await stores.tickets.history(id, { page: 1, pageSize: 100 })).items;
  const entryOf = async (id: number, kind: string) => {
    const found = (await historyOf(id)).find((entry) => entry.kind === kind);
    if (!found) throw new Error(`There is no ${kind}`);
    return found;
  };
  const edit = (id: number, forms: object, by = annie) =>
    updateTicket(stores, by, id, { forms: { [form.name]: forms } }, new Date());
  const undo = (id: number, entryId: number, by = annie) => undoChange(stores, by, id, entryId, new Date());

  describe("a reply that lands while someone edits", () => {
    test.each([
      ["overwrite", "INC1", []],
      ["keep", "MINE", []],
      ["ask", "MINE", ["INC1"]],
    ] as const)("%s", async (writeBack, number, proposed) => {
      const { id } = await fire({ writeBack });
      send = replying({ number: "INC1", id: "sys1" }, () => edit(id, { Number: "MINE" }));
      await deliver();
      expect(await rowOf(id)).toEqual({ 1: number, 2: "sys1" });
      const open = openProposals(await historyOf(id));
      expect(open.flatMap(({ changes }) => changes.map(({ to }) => to))).toEqual(proposed);
    });

    test("between reading and writing: decided again on what is there", async () => {
      const { id } = await fire({ writeBack: "keep" });
      const edits = [1, 2, 3].map((turn) => () => edit(id, { Number: `MINE${turn}` }));
      expect(await racing(...edits)).toEqual(["conflict", "conflict", "conflict", "settled"]);
      expect(await rowOf(id)).toEqual({ 1: "MINE3", 2: "sys1" });
      expect((await historyOf(id)).filter(({ kind }) => kind === "webhook.succeeded")).toHaveLength(1);
    });

    test("a proposal alone is guarded too: it tells what is there when it is written", async () => {
      const { id } = await fire({ writeBack: "ask", responseFields: mapped().slice(0, 1) });
      await edit(id, { Number: "MINE" });
      expect(await racing(() => edit(id, { Number: "NEWER" }))).toEqual(["conflict", "settled"]);
      expect((await entryOf(id, "writeback.proposed")).changes).toMatchObject([{ from: "NEWER", to: "INC1" }]);
    });

    test("many edits and many replies: every edit and every reply lands, none twice", async () => {
      const { id } = await fire({ writeBack: "overwrite", responseFields: mapped().slice(0, 1) });
      for (let more = 0; more < 9; more++)
        await fire({ writeBack: "overwrite", responseFields: mapped().slice(0, 1) }, id);
      let replies = 0;
      send = async () => ({
        status: 200,
        headers: {},
        body: JSON.stringify({ number: `INC${++replies}` }),
        timing: { totalMs: 1 },
      });
      const edits = Array.from({ length: 10 }, (_, index) => edit(id, { "System id": `mine ${index}` }));
      await Promise.all([deliver(), ...edits]);
      const history = await historyOf(id);
      const set = (field: number) =>
        history.flatMap(({ changes }) =>
          changes.flatMap((change) => (change.field === `form.${form.id}.${field}` ? [change.after] : [])),
        );
      expect(set(1).sort()).toEqual(Array.from({ length: 10 }, (_, index) => `INC${index + 1}`).sort());
      expect(set(2).sort()).toEqual(Array.from({ length: 10 }, (_, index) => `mine ${index}`).sort());
    });

    test("what an action names may be removed between reading and writing", async () => {
      const item = await makeItem(stores, "priority");
      const named = { type: "set_field", field: "ticket.priorityid", value: item.name } as const;
      const { id } = await fire({ responseActions: { success: [named], failure: [] } });
      const results = await racing(() => stores.deskLists.removeItem(system, item.id));
      expect(results).toEqual(["conflict", "settled"]);
      expect([(await ticketOf(id))?.priorityId, await rowOf(id)]).toEqual([null, { 1: "INC1", 2: "sys1" }]);
      const [delivery] = await stores.deliveries.latestOf(id);
      const { attempts } = (await stores.deliveries.get(delivery?.id ?? "")) ?? {};
      expect(attempts?.[0]?.notes).toEqual([expect.stringContaining("There is no priority")]);
    });
  });

  describe("undo", () => {
    const filled = async () => {
      const ticket = await makeTicket(stores, { forms: { [form.id]: [{ 1: "OLD" }] } });
      await fire(
        { responseActions: { success: [{ type: "set_field", field: "ticket.urgency", value: "7" }], failure: [] } },
        ticket.id,
      );
      await deliver();
      const { id: entryId } = await entryOf(ticket.id, "webhook.succeeded");
      return { id: ticket.id, entryId };
    };

    test("puts everything back and tells so, once", async () => {
      const { id, entryId } = await filled();
      expect([await rowOf(id), (await ticketOf(id))?.urgency]).toEqual([{ 1: "INC1", 2: "sys1" }, 7]);
      const result = await undo(id, entryId);
      expect(result).toEqual({ put: expect.arrayContaining(["Urgency", `${form.name} › Number`]), left: [] });
      expect([await rowOf(id), (await ticketOf(id))?.urgency]).toEqual([{ 1: "OLD" }, 1]);
      const told = await entryOf(id, "change.undone");
      expect(told).toMatchObject({
        origin: "person",
        actorName: annie.name,
        cause: { entryId, deliveryId: expect.any(String) },
      });
      expect(told.summary).toMatch(/^Took back what “Webhook \d+” set: /);
      expect([...answersIn(await historyOf(id)).keys()]).toEqual([entryId]);
      await expect(undo(id, entryId)).rejects.toMatchObject({
        code: "conflict",
        message: `${annie.name} already took this back.`,
      });
    });

    test("leaves what was changed since, and names it; with nothing left it is refused", async () => {
      const { id, entryId } = await filled();
      await edit(id, { Number: "MINE" });
      const { left, put } = await undo(id, entryId);
      expect(left).toEqual([{ label: `${form.name} › Number`, reason: "It was changed since." }]);
      expect(put).toHaveLength(2);
      expect([await rowOf(id), (await ticketOf(id))?.urgency]).toEqual([{ 1: "MINE" }, 1]);
      expect((await entryOf(id, "change.undone")).summary).toMatch(/› Number stayed as it is$/);
      const again = await filled();
      await updateTicket(
        stores,
        annie,
        again.id,
        { urgency: 2, forms: { [form.name]: { Number: "a", "System id": "b" } } },
        new Date(),
      );
      await expect(undo(again.id, again.entryId)).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("Urgency: It was changed since."),
      });
      expect((await historyOf(again.id)).some(({ kind }) => kind === "change.undone")).toBe(false);
    });

    test("asks rules as an edit does, and takes back no edit of a person", async () => {
      const { id, entryId } = await filled();
      while ((await stores.events.claim({ now: new Date(), leaseMs: 60_000, limit: 100 })).length > 0);
      await undo(id, entryId);
      const [event] = (await stores.events.claim({ now: new Date(), leaseMs: 60_000, limit: 100 })).filter(
        ({ ticketId }) => ticketId === id,
      );
      expect(event).toMatchObject({
        type: "ticket.updated",
        source: "technician",
        actorId: annie.id,
        cause: { depth: 0 },
      });
      await edit(id, { Number: "x" });
      const own = (await historyOf(id)).find(({ kind }) => kind === "ticket.updated");
      await expect(undo(id, own?.id ?? 0)).rejects.toMatchObject({ code: "invalid" });
      await expect(undo(id, 999_999)).rejects.toMatchObject({ code: "not_found" });
    });

    test("by two people at once happens once", async () => {
      const { id, entryId } = await filled();
      const results = await Promise.allSettled(Array.from({ length: 6 }, () => undo(id, entryId)));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const result of results)
        if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
      expect((await historyOf(id)).filter(({ kind }) => kind === "change.undone")).toHaveLength(1);
    });
  });

  describe("proposals", () => {
    const asked = async () => {
      const { id } = await fire({ writeBack: "ask" });
      await edit(id, { Number: "MINE" });
      await deliver();
      return { id, entryId: (await entryOf(id, "writeback.proposed")).id };
    };
    const apply = (id: number, entryId: number) => applyProposal(stores, annie, id, entryId, new Date());
    const dismiss = (id: number, entryId: number) => dismissProposal(stores, annie, id, entryId, new Date());

    test("applied: the reply's value lands, can be undone, and is decided", async () => {
      const { id, entryId } = await asked();
      expect(await apply(id, entryId)).toEqual({ put: [`${form.name} › Number`], left: [] });
      expect(await rowOf(id)).toEqual({ 1: "INC1", 2: "sys1" });
      expect(openProposals(await historyOf(id))).toEqual([]);
      const applied = await entryOf(id, "writeback.applied");
      expect(applied.summary).toMatch(/^Applied the reply of “Webhook \d+”: .+ › Number$/);
      for (const again of [apply, dismiss])
        await expect(again(id, entryId)).rejects.toMatchObject({
          code: "conflict",
          message: `${annie.name} already decided about this.`,
        });
      await undo(id, applied.id);
      expect(await rowOf(id)).toEqual({ 1: "MINE", 2: "sys1" });
    });

    test("dismissed: nothing changes, and it is decided", async () => {
      const { id, entryId } = await asked();
      expect(await dismiss(id, entryId)).toEqual({ put: [], left: [] });
      expect([await rowOf(id), openProposals(await historyOf(id))]).toEqual([{ 1: "MINE", 2: "sys1" }, []]);
      expect((await entryOf(id, "writeback.dismissed")).summary).toMatch(/› Number$/);
      await expect(apply(id, entryId)).rejects.toMatchObject({ code: "conflict" });
    });

    test("edited once more before someone decides: not overwritten; other entries propose nothing", async () => {
      const { id, entryId } = await asked();
      await edit(id, { Number: "NEWER" });
      await expect(apply(id, entryId)).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("It was changed since."),
      });
      expect(openProposals(await historyOf(id))).toHaveLength(1);
      await expect(undo(id, entryId)).rejects.toMatchObject({ code: "invalid" });
      await expect(dismiss(id, (await entryOf(id, "webhook.succeeded")).id)).rejects.toMatchObject({ code: "invalid" });
    });

    test("already as the reply says: deciding is enough", async () => {
      const { id, entryId } = await asked();
      await edit(id, { Number: "INC1" });
      expect((await apply(id, entryId)).put).toHaveLength(1);
      expect((await entryOf(id, "writeback.applied")).changes).toEqual([]);
    });

    test("decided by several at once: one decision", async () => {
      const { id, entryId } = await asked();
      const results = await Promise.allSettled([apply, dismiss, apply, dismiss].map((decide) => decide(id, entryId)));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const decisions = (await historyOf(id)).filter(({ cause }) => cause?.entryId === entryId);
      expect(decisions).toHaveLength(1);
    });
  });
});
