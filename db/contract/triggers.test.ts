import { beforeEach, describe, expect, test } from "vitest";
import { type TriggerInput, triggerInput } from "@/lib/automation/trigger";
import type { ListItem } from "@/lib/desk/desk-lists";
import type { ConditionGroup } from "@/lib/rules/condition";
import { onEveryDialect } from "./dialects";
import { actor, finishOne, makeEvent, makeForm, makeItem, makePerson, makeTrigger, makeWebhook, unique } from "./make";
import { auditCount, auditOf, failure, hostileTexts, named, race } from "./make-access";

const all = { page: 1, pageSize: 100 };
const note = { type: "add_note", body: "Seen", visibility: "private" } as const;
const when = (field: string): ConditionGroup => ({
  type: "group",
  mode: "all",
  conditions: [{ type: "group", mode: "any", conditions: [{ type: "test", field, operator: "equals", value: "x" }] }],
});

onEveryDialect("triggers", (stores) => {
  const triggers = () => stores().triggers;
  let typeId = 0;

  // A ticket type of its own, so that positions count from one.
  beforeEach(async () => {
    const input = { name: named("Type"), prefix: `T${letters(unique())}` };
    typeId = (await stores().deskLists.saveType(actor, input)).id;
  });
  const make = (overrides: Partial<TriggerInput> = {}) => makeTrigger(stores(), { ticketTypeId: typeId, ...overrides });
  const inputOf = (overrides: Partial<TriggerInput> = {}): TriggerInput =>
    triggerInput.parse({
      ...{ name: named("Rule"), ticketTypeId: typeId, conditions: when("ticket.title"), actions: [note] },
      ...overrides,
    });
  const order = async (type = typeId) => {
    const { items } = await triggers().list({ ...all, ticketTypeId: type });
    expect(items.map(({ position }) => position)).toEqual(items.map((_, index) => index + 1));
    return items.map(({ id }) => id);
  };

  test("a new rule is placed last in its type and comes back as it went in", async () => {
    const webhook = await makeWebhook(stores());
    await make();
    const input = inputOf({
      executeWhen: "updated",
      isEnabled: false,
      actions: [note, { type: "execute_webhook", webhookId: webhook.id, parameters: { Phone: "{{ticket.id}}" } }],
    });
    const rule = await triggers().create(actor, input);
    expect(rule).toEqual({
      ...input,
      id: expect.stringMatching(/^trg_/),
      ...{ position: 2, version: 1, runs: 0, lastRunAt: null },
      createdAt: expect.any(Date),
      updatedAt: rule.createdAt,
    });
    expect(await triggers().get(rule.id)).toEqual(rule);
    expect(await auditOf(stores(), rule.id)).toEqual(["trigger.create"]);
  });

  test("an update makes the next version; of two editors of one version one saves", async () => {
    const { id } = await make();
    const second = await triggers().update(actor, id, inputOf(), 1);
    expect(second).toMatchObject({ version: 2, position: 1 });
    const inputs = [inputOf(), inputOf()];
    const { won, lost } = await race(stores(), ...inputs.map((input) => () => triggers().update(actor, id, input, 2)));
    expect(won).toHaveLength(1);
    expect(lost).toMatchObject([{ code: "conflict", message: expect.stringMatching(/^Someone else saved/) }]);
    expect(await triggers().get(id)).toEqual(won[0]);
    expect(await auditOf(stores(), id)).toEqual(["trigger.create", "trigger.update", "trigger.update"]);
    const free = await race(stores(), ...inputs.map((input) => () => triggers().update(actor, id, input)));
    expect(free.won.map(({ version }) => version).sort()).toEqual([4, 5]);
  });

  test("a rule that moves to another type goes last there and leaves no gap", async () => {
    const rules = [await make(), await make(), await make()];
    const [first, second, third] = rules.map(({ id }) => id);
    const other = (await stores().deskLists.saveType(actor, { name: named("Type"), prefix: `U${letters(unique())}` }))
      .id;
    const there = await make({ ticketTypeId: other });
    await triggers().update(actor, first ?? "", inputOf({ ticketTypeId: other }));
    expect(await order()).toEqual([second, third]);
    expect(await order(other)).toEqual([there.id, first]);
  });

  test("a copy is disabled, placed last, and counts from anew", async () => {
    const source = await make({ conditions: when("ticket.title"), executeWhen: "updated" });
    await make();
    const copy = await triggers().duplicate(actor, source.id);
    expect(copy).toEqual({
      ...source,
      ...{ id: copy.id, name: `${source.name} (copy)`, position: 3, isEnabled: false },
      ...{ createdAt: copy.createdAt, updatedAt: copy.createdAt },
    });
    expect(await auditOf(stores(), copy.id)).toEqual(["trigger.duplicate"]);
  });

  test("enabling makes no version but an entry; only enabled rules of the type are asked, in order", async () => {
    const [a, b, c] = [await make(), await make(), await make()];
    expect(await triggers().setEnabled(actor, b.id, false)).toMatchObject({ isEnabled: false, version: 1 });
    await triggers().reorder(actor, typeId, [c.id, b.id, a.id]);
    expect((await triggers().enabledOf(typeId)).map(({ id }) => id)).toEqual([c.id, a.id]);
    expect(await triggers().enabledOf(99_999)).toEqual([]);
    await triggers().setEnabled(actor, b.id, true);
    expect((await triggers().enabledOf(typeId)).map(({ id }) => id)).toEqual([c.id, b.id, a.id]);
    expect(await auditOf(stores(), b.id)).toEqual(["trigger.create", "trigger.disable", "trigger.enable"]);
  });

  test("sorting needs exactly the rules there are", async () => {
    const [a, b, c] = [await make(), await make(), await make()];
    await triggers().reorder(actor, typeId, [b.id, c.id, a.id]);
    expect(await order()).toEqual([b.id, c.id, a.id]);
    expect(await triggers().get(a.id)).toMatchObject({ version: 1, position: 3 });
    const before = await auditCount(stores());
    const foreign = await makeTrigger(stores());
    for (const ids of [[a.id, b.id], [a.id, b.id, b.id], [a.id, b.id, foreign.id], [a.id, b.id, c.id, foreign.id], []])
      expect(await failure(triggers().reorder(actor, typeId, ids))).toMatchObject({ code: "conflict" });
    expect(await failure(triggers().reorder(actor, 99_999, []))).toMatchObject({ code: "invalid" });
    expect(await order()).toEqual([b.id, c.id, a.id]);
    expect(await auditCount(stores())).toBe(before + 1);
  });

  test("removing leaves no gap and forgets where it ran", async () => {
    const [a, b, c] = [await make(), await make(), await make()];
    const { ticketId } = await makeEvent(stores());
    const claimed = await stores().events.claim({ now: new Date(), leaseMs: 1_000, limit: 1_000 });
    const event = claimed.find((one) => one.ticketId === ticketId);
    if (!event) throw new Error("not claimed");
    await finishOne(stores(), { eventId: event.id, lease: event.lease, at: new Date(), ran: [b.id, c.id] });
    await triggers().remove(actor, b.id);
    expect(await order()).toEqual([a.id, c.id]);
    expect(await triggers().ranOn(ticketId, [a.id, b.id, c.id])).toEqual(new Set([c.id]));
    expect(await auditOf(stores(), b.id)).toEqual(["trigger.create", "trigger.remove"]);
  });

  test("creating, sorting, moving and removing at once leave positions dense", async () => {
    const rules = [await make(), await make(), await make(), await make()];
    const ids = rules.map(({ id }) => id);
    const other = (await stores().deskLists.saveType(actor, { name: named("Type"), prefix: `V${letters(unique())}` }))
      .id;
    const { lost } = await race<unknown>(
      stores(),
      () => make(),
      () => make(),
      () => triggers().remove(actor, ids[1] ?? ""),
      () => triggers().update(actor, ids[2] ?? "", inputOf({ ticketTypeId: other })),
      () => triggers().reorder(actor, typeId, [...ids].reverse()),
      () => triggers().duplicate(actor, ids[0] ?? ""),
    );
    for (const error of lost) expect(error).toMatchObject({ code: "conflict" });
    expect(await order()).toHaveLength(5);
    expect(await order(other)).toHaveLength(1);
  });

  describe("what a rule names", () => {
    test("must exist; each problem is named by its path, and nothing is left behind", async () => {
      const form = await makeForm(stores());
      const item = await makeItem(stores(), "priority");
      const gone = await makeWebhook(stores());
      await stores().webhooks.remove(actor, gone.id);
      const rule = await make();
      const bad = inputOf({
        conditions: when("form.999999.1"),
        actions: [
          { type: "execute_webhook", webhookId: gone.id, parameters: {} },
          { type: "set_status", statusId: 99 },
          { type: "set_priority", itemId: item.id },
          { type: "assign_group", itemId: 99_999 },
          { type: "assign_person", personId: 99_999 },
          { type: "set_field", field: `form.${form.id}.1`, value: "" },
          { type: "set_field", field: `form.${form.id}.9`, value: "" },
          { type: "set_workflow", itemId: null },
        ],
      });
      const before = await auditCount(stores());
      const invalid = {
        code: "invalid",
        fields: {
          "conditions.conditions.0.conditions.0.field": ["This custom form no longer exists"],
          "actions.0.webhookId": ["This webhook no longer exists"],
          "actions.1.statusId": ["This status no longer exists"],
          "actions.3.itemId": ["This entry was removed from its list"],
          "actions.4.personId": ["This person no longer exists"],
          "actions.6.field": ["The form has no such field any more"],
        },
      };
      expect(await failure(triggers().create(actor, bad))).toMatchObject(invalid);
      expect(await failure(triggers().update(actor, rule.id, bad))).toMatchObject(invalid);
      expect((await failure(triggers().create(actor, bad))).fields).toEqual(invalid.fields);
      expect(await failure(triggers().create(actor, inputOf({ ticketTypeId: 99_999 })))).toMatchObject({
        code: "invalid",
        fields: { ticketTypeId: ["Choose the ticket type"] },
      });
      expect(await triggers().get(rule.id)).toEqual(rule);
      expect(await order()).toEqual([rule.id]);
      expect(await auditCount(stores())).toBe(before);
    });

    test("can't be removed meanwhile, and the message names the rule", async () => {
      const [webhook, form, person] = [
        await makeWebhook(stores()),
        await makeForm(stores()),
        await makePerson(stores()),
      ];
      const group: ListItem = await makeItem(stores(), "team");
      const rule = await make({
        conditions: when(`form.${form.id}.2`),
        actions: [
          { type: "execute_webhook", webhookId: webhook.id, parameters: {} },
          { type: "assign_group", itemId: group.id },
          { type: "assign_person", personId: person.id },
          { type: "set_field", field: `form.${form.id}.1`, value: "x" },
        ],
      });
      const before = await auditCount(stores());
      const removals = [
        () => stores().webhooks.remove(actor, webhook.id),
        () => stores().customForms.remove(actor, form.id),
        () => stores().customForms.update(actor, form.id, { ...form, fields: form.fields.slice(0, 1) }),
        () => stores().deskLists.removeItem(actor, group.id),
        () => stores().people.remove(actor, person.id),
      ];
      for (const remove of removals)
        expect(await failure(remove())).toMatchObject({
          code: "conflict",
          message: expect.stringContaining(
            `used by the trigger rule “${rule.name}”. Choose something else there first.`,
          ),
        });
      expect(await auditCount(stores())).toBe(before);
      expect(await stores().webhooks.get(webhook.id)).toEqual(webhook);
      await triggers().remove(actor, rule.id);
      await stores().webhooks.remove(actor, webhook.id);
      await stores().customForms.remove(actor, form.id);
      await stores().deskLists.removeItem(actor, group.id);
      await stores().people.remove(actor, person.id);
    });

    test("racing its removal, one of the two wins", async () => {
      for (let round = 0; round < 5; round++) {
        const webhook = await makeWebhook(stores());
        const action = { type: "execute_webhook", webhookId: webhook.id, parameters: {} } as const;
        const { won, lost } = await race<unknown>(
          stores(),
          () => make({ actions: [action] }),
          () => stores().webhooks.remove(actor, webhook.id),
        );
        expect([won.length, lost.length]).toEqual([1, 1]);
        expect(lost[0]).toMatchObject({ code: expect.stringMatching(/^(invalid|conflict)$/) });
      }
    });
  });

  test("an unknown rule is not found, and nothing is recorded", async () => {
    const before = await auditCount(stores());
    expect(await triggers().get("trg_0")).toBeUndefined();
    const calls = [
      triggers().update(actor, "trg_0", inputOf()),
      triggers().duplicate(actor, "trg_0"),
      triggers().setEnabled(actor, "trg_0", true),
      triggers().remove(actor, "trg_0"),
    ];
    for (const result of await Promise.all(calls.map(failure))) expect(result).toMatchObject({ code: "not_found" });
    expect(await auditCount(stores())).toBe(before);
  });

  test("lists with search, filters, order and pages", async () => {
    const mark = named("zebra");
    const b = await make({ name: `b ${mark}`, isEnabled: false });
    const a = await make({ name: `A ${mark}` });
    const c = await make({ name: `c ${mark}` });
    const ids = async (query: object) => {
      const { items, total } = await triggers().list({ page: 1, pageSize: 10, q: mark, ...query });
      return [total, ...items.map(({ id }) => id)];
    };
    expect(await ids({})).toEqual([3, b.id, a.id, c.id]);
    expect(await ids({ q: mark.toUpperCase(), sort: { key: "name", direction: "asc" } })).toEqual([
      3,
      a.id,
      b.id,
      c.id,
    ]);
    expect(await ids({ sort: { key: "position", direction: "desc" } })).toEqual([3, c.id, a.id, b.id]);
    expect(await ids({ isEnabled: false })).toEqual([1, b.id]);
    expect(await ids({ page: 2, pageSize: 2 })).toEqual([3, c.id]);
    expect(await ids({ ticketTypeId: 99_999 })).toEqual([0]);
    expect(await ids({ q: "%" })).toEqual([0]);
    await makeEvent(stores());
    const [event] = await stores().events.claim({ now: new Date(), leaseMs: 1_000, limit: 1 });
    if (event) await finishOne(stores(), { eventId: event.id, lease: event.lease, at: new Date(), ran: [c.id] });
    for (const direction of ["asc", "desc"] as const)
      expect((await ids({ sort: { key: "lastRunAt", direction } }))[1]).toBe(c.id);
  });

  test.each(hostileTexts)("%j comes back as it went in and is found", async (text) => {
    const actions = [{ ...note, body: text }];
    const conditions = when("ticket.title");
    const rule = await make({ name: text, actions, conditions });
    expect(await triggers().get(rule.id)).toEqual({ ...rule, name: text, actions, conditions });
    expect((await triggers().list({ ...all, q: text, ticketTypeId: typeId })).items).toEqual([rule]);
  });
});

/** A number in letters, as prefixes of ticket types are. */
const letters = (number: number): string =>
  String(number).replace(/\d/g, (digit) => String.fromCharCode(65 + Number(digit)));
