import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newId } from "@/lib/core/id";
import { everything } from "@/lib/core/page";
import type { NewTicket } from "@/lib/desk/change";
import type { WebMethod, WebMethodCall, WebMethodInput } from "@/lib/inbound/web-method";
import { onEveryDialect } from "./dialects";
import {
  actor,
  historyEntry,
  makeForm,
  makeTicket,
  makeWebMethod,
  newEvent,
  newTicket,
  unique,
  webMethodInputOf,
} from "./make";
import { auditCount, auditOf, failure, hostileTexts, named, race } from "./make-access";

const all = { page: 1, pageSize: 100 };
const hashOf = (key: string) => createHash("sha256").update(key).digest("hex");

onEveryDialect("web methods", (stores) => {
  const methods = () => stores().webMethods;
  const firstType = async () => (await stores().deskLists.load()).types[0]?.id ?? 0;
  const inputOf = async (overrides: Partial<WebMethodInput> = {}) => webMethodInputOf(stores(), overrides);
  const callOf = (webMethodId: string, overrides: Partial<WebMethodCall> = {}): WebMethodCall => ({
    ...{ id: newId("wmc"), webMethodId, at: new Date(), durationMs: 12, remoteAddress: "192.0.2.7" },
    ...{ outcome: "created", ticketId: null, ticketDisplayId: null, notes: ["Created a ticket."] },
    request: { headers: { "content-type": "application/json" }, query: "", body: "{}", isTruncated: false },
    response: { status: 200, body: '{"displayId": "IN1"}' },
    idempotencyKey: null,
    ...overrides,
  });

  describe("settings", () => {
    test("come back as they went in; of the key only its hash and its end are kept", async () => {
      const form = await makeForm(stores());
      const input = await inputOf({
        match: { path: "incident.number", by: "field", field: `form.${form.id}.1` },
        mappings: [
          { path: "incident.title", target: "ticket.title" },
          { path: "incident.number", target: `form.${form.id}.1` },
          { path: "incident.note", target: "message.public" },
        ],
      });
      const method = await methods().create(actor, input, "secret-key-ABCD");
      expect(method).toEqual({
        ...input,
        ...{ id: expect.stringMatching(/^wme_/), version: 1, keyEnd: "ABCD", lastCallAt: null },
        ...{ keyCreatedAt: expect.any(Date), createdAt: expect.any(Date), updatedAt: method.createdAt },
      });
      expect(await methods().get(method.id)).toEqual(method);
      const found = { webMethod: method, keyHash: hashOf("secret-key-ABCD") };
      expect(await methods().find(input.name)).toEqual(found);
      expect(await methods().find(input.name.toUpperCase())).toEqual(found);
      for (const name of ["Nobody", "", "x\0y", "' or 1=1"]) expect(await methods().find(name)).toBeUndefined();
      expect(JSON.stringify([method, await methods().list(all), await stores().audit.list(everything)])).not.toContain(
        "secret-key",
      );
      expect(await auditOf(stores(), method.id)).toEqual(["webMethod.create"]);
    });

    test("a name in use, in whatever case, is a conflict and leaves nothing behind", async () => {
      const [first, other] = [await makeWebMethod(stores()), await makeWebMethod(stores())];
      const before = await auditCount(stores());
      const name = first.name.toUpperCase();
      const conflict = { code: "conflict", fields: { name: [expect.stringContaining(name)] } };
      expect(await failure(methods().create(actor, await inputOf({ name }), "k"))).toMatchObject(conflict);
      expect(await failure(methods().update(actor, other.id, await inputOf({ name })))).toMatchObject(conflict);
      expect(await methods().get(other.id)).toEqual(other);
      expect(await auditCount(stores())).toBe(before);
      const same = await methods().update(actor, first.id, await inputOf({ name }), 1);
      expect(same).toMatchObject({ name, version: 2 });
    });

    test("of two editors of one version one saves", async () => {
      const { id } = await makeWebMethod(stores());
      const inputs = [await inputOf(), await inputOf()];
      const { won, lost } = await race(stores(), ...inputs.map((input) => () => methods().update(actor, id, input, 1)));
      expect(won).toHaveLength(1);
      expect(lost).toMatchObject([{ code: "conflict", message: expect.stringMatching(/^Someone else saved/) }]);
      expect(await methods().get(id)).toEqual(won[0]);
      expect(await auditOf(stores(), id)).toEqual(["webMethod.create", "webMethod.update"]);
    });

    test("what they name must exist, and can't go meanwhile", async () => {
      const form = await makeForm(stores());
      const bad = await inputOf({
        match: { path: "a", by: "field", field: "form.999999.1" },
        mappings: [
          { path: "a", target: `form.${form.id}.1` },
          { path: "b", target: `form.${form.id}.9` },
        ],
      });
      expect(await failure(methods().create(actor, bad, "k"))).toMatchObject({
        code: "invalid",
        fields: {
          "match.field": ["This custom form no longer exists"],
          "mappings.1.target": ["The form has no such field any more"],
        },
      });
      expect(await failure(methods().create(actor, await inputOf({ ticketTypeId: 99_999 }), "k"))).toMatchObject({
        code: "invalid",
        fields: { ticketTypeId: [expect.any(String)] },
      });
      const method = await makeWebMethod(stores(), { mappings: [{ path: "a", target: `form.${form.id}.1` }] });
      expect(await failure(stores().customForms.remove(actor, form.id))).toMatchObject({
        code: "conflict",
        message: expect.stringContaining(`the web method “${method.name}”`),
      });
    });

    test("a new key replaces the old at once; enabling makes no version", async () => {
      const method = await makeWebMethod(stores());
      const rotated = await methods().rotateKey(actor, method.id, "another-key-WXYZ");
      expect(rotated).toMatchObject({ keyEnd: "WXYZ", version: 1 });
      expect((await methods().find(method.name))?.keyHash).toBe(hashOf("another-key-WXYZ"));
      expect(await methods().setEnabled(actor, method.id, false)).toMatchObject({ isEnabled: false, version: 1 });
      expect(await methods().setEnabled(actor, method.id, true)).toMatchObject({ isEnabled: true });
      const actions = ["webMethod.create", "webMethod.rotateKey", "webMethod.disable", "webMethod.enable"];
      expect(await auditOf(stores(), method.id)).toEqual(actions);
    });

    test("an unknown one is not found, and nothing is recorded", async () => {
      const input = await inputOf();
      const before = await auditCount(stores());
      const calls = [
        methods().update(actor, "wme_0", input),
        methods().setEnabled(actor, "wme_0", true),
        methods().rotateKey(actor, "wme_0", "k"),
        methods().remove(actor, "wme_0"),
        methods().logCall(callOf("wme_0")),
        methods().perform({}, () => callOf("wme_0")),
      ];
      for (const result of await Promise.all(calls.map(failure))) expect(result).toMatchObject({ code: "not_found" });
      expect(await methods().get("wme_0")).toBeUndefined();
      expect(await auditCount(stores())).toBe(before);
    });

    test("lists with search, filters, order and pages", async () => {
      const mark = `Zebra${unique()}x`;
      const b = await makeWebMethod(stores(), { name: `B${mark}`, isEnabled: false });
      const a = await makeWebMethod(stores(), { name: `a${mark}` });
      const c = await makeWebMethod(stores(), { description: `of ${mark} 100%` });
      const ids = async (query: object) => {
        const { items, total } = await methods().list({ page: 1, pageSize: 10, q: mark, ...query });
        return [total, ...items.map(({ id }) => id)];
      };
      expect((await ids({ q: mark.toUpperCase() }))[0]).toBe(3);
      expect((await ids({})).slice(1).filter((id) => id !== c.id)).toEqual([a.id, b.id]);
      expect(await ids({ isEnabled: false })).toEqual([1, b.id]);
      expect(await ids({ ticketTypeId: 99_999 })).toEqual([0]);
      expect((await ids({ page: 2, pageSize: 2 })).length).toBe(2);
      await methods().perform({}, () => callOf(b.id));
      for (const direction of ["asc", "desc"] as const)
        expect((await ids({ sort: { key: "lastCallAt", direction } }))[1]).toBe(b.id);
    });

    test.each(hostileTexts)("%j comes back as it went in", async (text) => {
      const method = await makeWebMethod(stores(), {
        description: text,
        response: { contentType: "text/plain", body: text },
      });
      expect(await methods().get(method.id)).toEqual(method);
      const q = { ...all, q: text };
      expect((await methods().list(q)).items.map(({ id }) => id)).toContain(method.id);
    });
  });

  describe("finding tickets", () => {
    const find = async (by: WebMethod["match"]["by"], value: string, field = "") =>
      methods().findTickets({ typeId: await firstType(), by, field, value });

    test("by id and display id, of the type only", async () => {
      const [, second] = (await stores().deskLists.load()).types;
      const ticket = await makeTicket(stores());
      const other = await makeTicket(stores(), { typeId: second?.id ?? 0 });
      expect(await find("id", ` ${ticket.id} `)).toEqual([ticket.id]);
      expect(await find("id", String(other.id))).toEqual([]);
      expect(await find("displayId", ` ${ticket.displayId.toLowerCase()}`)).toEqual([ticket.id]);
      expect(await find("displayId", other.displayId)).toEqual([]);
      for (const value of [
        "",
        " ",
        "0",
        "-1",
        "1.5",
        "1e3",
        "99999999999999999999",
        "x\0y",
        "' or 1=1",
        ticket.displayId,
      ])
        expect(await find("id", value)).toEqual([]);
      for (const value of ["", "IN", "x\0y", "%", "IN_", ...hostileTexts])
        expect(await find("displayId", value)).toEqual([]);
    });

    test("by third party id and reference, case and outer blanks aside; at most two", async () => {
      for (const [by, spelling] of [
        ["thirdPartyId", "Sys"],
        ["thirdPartyRef", "Réf"],
      ] as const) {
        const number = unique();
        const value = `${spelling}-${number}`;
        const first = await makeTicket(stores(), { [by]: ` ${value} ` });
        expect(await find(by, `\t${value.toUpperCase()} `)).toEqual([first.id]);
        expect(await find(by, value.toLowerCase())).toEqual([first.id]);
        for (const wrong of [value.slice(1), `${value}%`, `${spelling}_${number}`, "%", "", " "])
          expect(await find(by, wrong)).toEqual([]);
        const second = await makeTicket(stores(), { [by]: value });
        await makeTicket(stores(), { [by]: value });
        expect(await find(by, value)).toEqual([first.id, second.id]);
      }
    });

    test("by a field of a custom form, of its first row, numbers as text", async () => {
      const form = await makeForm(stores(), { isMultiLine: true });
      const other = await makeForm(stores());
      const number = unique();
      const text = await makeTicket(stores(), {
        forms: { [form.id]: [{ 1: ` Inc É${number}` }, { 1: `second ${number}` }], [other.id]: [{ 1: "x" }] },
      });
      const stored = (value: number | boolean | null) => makeTicket(stores(), { forms: { [form.id]: [{ 2: value }] } });
      const [int, decimal, flag] = [await stored(number * 1_000), await stored(number + 0.5), await stored(true)];
      await stored(null);
      const cell = (value: string, fieldId = 1, formId = form.id) => find("field", value, `form.${formId}.${fieldId}`);
      expect(await cell(`inc é${number}`)).toEqual([text.id]);
      expect(await cell(`INC É${number} `)).toEqual([text.id]);
      expect(await cell(`second ${number}`)).toEqual([]);
      expect(await cell(`inc é${number}`, 2)).toEqual([]);
      expect(await cell(`inc é${number}`, 1, other.id)).toEqual([]);
      expect(await cell(String(number * 1_000), 2)).toEqual([int.id]);
      expect(await cell(`00${number * 1_000}.0`, 2)).toEqual([int.id]);
      expect(await cell(`${number}.50`, 2)).toEqual([decimal.id]);
      expect(await cell("True", 2)).toEqual([flag.id]);
      for (const wrong of ["", "null", "%", "x\0y", "[object Object]"]) expect(await cell(wrong, 2)).toEqual([]);
      for (const field of ["", "ticket.title", "form.1", "form.1.1; drop table tickets", "form.999999.1"])
        expect(await find("field", "x", field)).toEqual([]);
    });

    test.each(hostileTexts)("%j is only text", async (value) => {
      const form = await makeForm(stores());
      const ticket = await makeTicket(stores(), { thirdPartyRef: value, forms: { [form.id]: [{ 1: value }] } });
      expect(await find("thirdPartyRef", value)).toContain(ticket.id);
      expect(await find("field", value, `form.${form.id}.1`)).toEqual([ticket.id]);
    });
  });

  describe("performing a call", () => {
    const historyOf = async (id: number) =>
      (await stores().tickets.history(id, all)).items.map(({ summary }) => summary);
    const creating = async (title = named("Called")): Promise<NewTicket> =>
      newTicket(stores(), { title, history: [historyEntry({ summary: "Created by a call" })], events: [newEvent()] });

    test("a new ticket, its history and events and the call are written together", async () => {
      const { id } = await makeWebMethod(stores());
      const at = new Date("2026-05-06T07:08:09.123Z");
      const told: unknown[] = [];
      const result = await methods().perform({ create: await creating() }, (created) => {
        told.push(created);
        return callOf(id, { at, ticketId: created?.id ?? null, ticketDisplayId: created?.displayId ?? null });
      });
      if (!("call" in result)) throw new Error("a duplicate");
      const { call } = result;
      const graph = await stores().tickets.graph(call.ticketId ?? 0);
      expect(told).toEqual([{ id: graph?.ticket.id, displayId: graph?.ticket.displayId }]);
      expect(await methods().call(call.id)).toEqual(call);
      expect(await historyOf(call.ticketId ?? 0)).toEqual(["Created by a call"]);
      const events = await stores().events.claim({ now: new Date(), leaseMs: 1_000, limit: 1_000 });
      expect(events.some(({ ticketId }) => ticketId === call.ticketId)).toBe(true);
      expect((await methods().get(id))?.lastCallAt).toEqual(at);
    });

    test("a change is written with it; a ticket that moved on is a conflict, and nothing is written", async () => {
      const { id } = await makeWebMethod(stores());
      const ticket = await makeTicket(stores());
      const change = {
        ...{ ticketId: ticket.id, at: new Date(), expectedVersion: 1, fields: { title: "Called" } },
        history: [historyEntry({ summary: "Changed by a call" })],
      };
      const finish = () => callOf(id, { outcome: "updated", ticketId: ticket.id });
      expect(await methods().perform({ change }, finish)).toMatchObject({ call: { ticketId: ticket.id } });
      expect(await failure(methods().perform({ change }, finish))).toMatchObject({ code: "conflict" });
      expect(await historyOf(ticket.id)).toEqual(["Changed by a call", "Created"]);
      expect((await methods().calls({ ...all, webMethodId: id })).total).toBe(1);
      expect(await methods().perform({}, finish)).toMatchObject({ call: { ticketId: ticket.id } });
    });

    test("what can't be written leaves nothing behind", async () => {
      const { id } = await makeWebMethod(stores());
      const tickets = await stores().tickets.count();
      const wrong = { ...(await creating()), forms: { 999999: [{ 1: "x" }] } };
      expect(await failure(methods().perform({ create: wrong }, () => callOf(id)))).toMatchObject({ code: "invalid" });
      const failing = methods().perform({ create: await creating() }, () => {
        throw new Error("The answer can't be rendered");
      });
      await expect(failing).rejects.toThrow("The answer can't be rendered");
      expect(await stores().tickets.count()).toBe(tickets);
      expect((await methods().calls({ ...all, webMethodId: id })).total).toBe(0);
      expect((await methods().get(id))?.lastCallAt).toBeNull();
    });

    test("two calls with one key at once have one effect, and both learn of it", async () => {
      for (let round = 0; round < 5; round++) {
        const { id } = await makeWebMethod(stores());
        const tickets = await stores().tickets.count();
        const titles = [named("One"), named("Two")];
        const create = await Promise.all(titles.map(creating));
        const { won } = await race(
          stores(),
          ...create.map(
            (ticket) => () =>
              methods().perform({ create: ticket }, (created) =>
                callOf(id, { ticketId: created?.id ?? null, idempotencyKey: "KEY-1 é'" }),
              ),
          ),
        );
        expect(won).toHaveLength(2);
        const made = won.flatMap((result) => ("call" in result ? [result.call] : []));
        const repeats = won.flatMap((result) => ("duplicate" in result ? [result.duplicate] : []));
        expect(repeats).toEqual(made);
        expect(await methods().repeated(id, "KEY-1 é'")).toEqual(made[0]);
        expect(await stores().tickets.count()).toBe(tickets + 1);
        expect((await methods().calls({ ...all, webMethodId: id })).total).toBe(1);
      }
    });

    test("a key counts for its web method only; calls without one never repeat", async () => {
      const [first, second] = [await makeWebMethod(stores()), await makeWebMethod(stores())];
      for (const { id } of [first, second])
        expect(await methods().perform({}, () => callOf(id, { idempotencyKey: "same" }))).toHaveProperty("call");
      for (let turn = 0; turn < 2; turn++)
        expect(await methods().perform({}, () => callOf(first.id))).toHaveProperty("call");
      expect(await methods().repeated(first.id, "other")).toBeUndefined();
      await methods().logCall(callOf(first.id, { outcome: "repeated", idempotencyKey: "same" }));
      const { items } = await methods().calls({ ...all, webMethodId: first.id, outcome: "repeated" });
      expect(items).toMatchObject([{ idempotencyKey: null }]);
    });

    test("an error of its own is not taken for a repeated call", async () => {
      const { id } = await makeWebMethod(stores());
      const call = callOf(id, { idempotencyKey: "k1" });
      await methods().perform({}, () => call);
      await expect(methods().perform({}, () => ({ ...call, idempotencyKey: "k2" }))).rejects.toThrow();
      expect(await methods().repeated(id, "k2")).toBeUndefined();
    });
  });

  test("the log is newest first, filtered, searched and paged; removing a web method removes it", async () => {
    const { id } = await makeWebMethod(stores());
    const ticketId = (await makeTicket(stores())).id;
    const request = { headers: {}, query: "", body: '{"note": "line\n“two” 50%"}', isTruncated: false };
    const made = [
      callOf(id, { outcome: "rejected" }),
      callOf(id, { ticketId, ticketDisplayId: "IN4711", outcome: "updated" }),
      callOf(id, { request, remoteAddress: "2001:db8::1" }),
    ];
    for (const call of made) await methods().logCall(call);
    const ids = async (query: object) => {
      const { items, total } = await methods().calls({ ...all, webMethodId: id, ...query });
      return [total, ...items.map((call) => made.findIndex((one) => one.id === call.id))];
    };
    expect(await ids({})).toEqual([3, 2, 1, 0]);
    expect(await ids({ sort: { key: "at", direction: "asc" } })).toEqual([3, 0, 1, 2]);
    expect(await ids({ page: 2, pageSize: 2 })).toEqual([3, 0]);
    expect(await ids({ outcome: "rejected" })).toEqual([1, 0]);
    expect(await ids({ ticketId })).toEqual([1, 1]);
    expect(await ids({ q: "in4711" })).toEqual([1, 1]);
    expect(await ids({ q: "2001:DB8" })).toEqual([1, 2]);
    expect(await ids({ q: 'note": "line\n“two' })).toEqual([1, 2]);
    expect(await ids({ q: "50%" })).toEqual([1, 2]);
    expect(await ids({ q: "nothing\0" })).toEqual([0]);
    expect(await methods().call(made[2]?.id ?? "")).toEqual(made[2]);
    await methods().remove(actor, id);
    expect(await ids({})).toEqual([0]);
    expect(await methods().call("wmc_0")).toBeUndefined();
    expect(await auditOf(stores(), id)).toEqual(["webMethod.create", "webMethod.remove"]);
  });
});
