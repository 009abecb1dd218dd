import { describe, expect, test } from "vitest";
import { everything } from "@/lib/core/page";
import { builtInStatuses, builtInTicketTypes, itemsOf } from "@/lib/desk/desk-lists";
import { onEveryDialect } from "./dialects";
import { actor, makeItem, makePerson, makeTicket, unique } from "./make";

onEveryDialect("desk list store", (stores) => {
  const lists = () => stores().deskLists;
  const audited = async (subject: string) =>
    (await stores().audit.list(everything)).items.filter((entry) => entry.subject === subject).map((one) => one.action);

  test("a new desk has the built-in types and statuses, in order", async () => {
    const { types, statuses } = await lists().load();
    expect(types.slice(0, 4)).toMatchObject(builtInTicketTypes);
    expect(statuses.slice(0, builtInStatuses.length)).toMatchObject(builtInStatuses);
  });

  test("items are added, changed, ordered by position and kept per list", async () => {
    const low = await makeItem(stores(), "priority", { position: 9 });
    const high = await makeItem(stores(), "priority", { position: 8 });
    await makeItem(stores(), "category", { name: low.name });
    const renamed = await lists().saveItem(
      actor,
      { kind: "priority", name: `${low.name} "%_' 🚨`, position: 9 },
      low.id,
    );
    expect(renamed).toEqual({ id: low.id, kind: "priority", name: `${low.name} "%_' 🚨`, position: 9 });
    const priorities = itemsOf(await lists().load(), "priority").map(({ id }) => id);
    expect(priorities.indexOf(high.id)).toBeLessThan(priorities.indexOf(low.id));
    expect(await audited(`item:${low.id}`)).toEqual(["listItem.update", "listItem.create"]);
  });

  test("a taken name is a conflict on the name and leaves nothing behind", async () => {
    const item = await makeItem(stores(), "team");
    const entries = (await stores().audit.list(everything)).total;
    await expect(makeItem(stores(), "team", { name: item.name })).rejects.toMatchObject({
      code: "conflict",
      fields: { name: [expect.any(String)] },
    });
    const { types, statuses } = await lists().load();
    const type = { name: types[0]?.name ?? "", prefix: "ZZ" };
    await expect(lists().saveType(actor, type)).rejects.toMatchObject({
      code: "conflict",
      fields: { name: expect.anything() },
    });
    const status = { ...(statuses[0] ?? builtInStatuses[0]), name: statuses[1]?.name } as (typeof builtInStatuses)[0];
    await expect(lists().saveStatus(actor, status, statuses[0]?.id)).rejects.toMatchObject({ code: "conflict" });
    expect((await stores().audit.list(everything)).total).toBe(entries);
  });

  test("unknown ids are not found and an item stays in its list", async () => {
    const item = await makeItem(stores(), "impact");
    await expect(lists().saveItem(actor, { ...item, kind: "team" }, item.id)).rejects.toMatchObject({
      code: "invalid",
    });
    for (const attempt of [
      () => lists().saveItem(actor, { kind: "team", name: "x", position: 0 }, 999_999),
      () => lists().saveType(actor, { name: "x", prefix: "XQ" }, 999_999),
      () => lists().removeItem(actor, 999_999),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });

  describe("ticket types", () => {
    test("a prefix belongs to one type", async () => {
      await expect(lists().saveType(actor, { name: `Type ${unique()}`, prefix: "IN" })).rejects.toMatchObject({
        code: "conflict",
        fields: { prefix: ["Incident uses this prefix"] },
      });
    });

    test("a prefix taken over goes on after the numbers it already has", async () => {
      const first = await lists().saveType(actor, { name: `First ${unique()}`, prefix: "QA" });
      expect((await makeTicket(stores(), { typeId: first.id })).displayId).toBe("QA1");
      expect((await makeTicket(stores(), { typeId: first.id })).displayId).toBe("QA2");
      await lists().saveType(actor, { name: first.name, prefix: "QB" }, first.id);
      expect((await makeTicket(stores(), { typeId: first.id })).displayId).toBe("QB1");
      const second = await lists().saveType(actor, { name: `Second ${unique()}`, prefix: "QA" });
      expect((await makeTicket(stores(), { typeId: second.id })).displayId).toBe("QA3");
    });

    test("the next number can be raised, not lowered", async () => {
      const input = { name: `Raised ${unique()}`, prefix: "QR" };
      const type = await lists().saveType(actor, { ...input, nextNumber: 164 });
      expect(type).toEqual({ id: type.id, ...input });
      expect((await makeTicket(stores(), { typeId: type.id })).displayId).toBe("QR164");
      await lists().saveType(actor, { ...input, nextNumber: 5 }, type.id);
      expect((await makeTicket(stores(), { typeId: type.id })).displayId).toBe("QR165");
    });
  });

  describe("removing an item", () => {
    test("one that nothing uses goes, with an audit entry", async () => {
      const item = await makeItem(stores(), "product");
      await lists().removeItem(actor, item.id);
      expect((await lists().load()).items.some(({ id }) => id === item.id)).toBe(false);
      expect(await audited(`item:${item.id}`)).toEqual(["listItem.remove", "listItem.create"]);
    });

    test("one on a ticket or a person stays, and the message says where", async () => {
      const [organization, group, team] = [
        await makeItem(stores(), "organization"),
        await makeItem(stores(), "usergroup"),
        await makeItem(stores(), "team"),
      ];
      await makePerson(stores(), { organizationId: organization.id, usergroupIds: [group.id], teamIds: [team.id] });
      await makePerson(stores(), { usergroupIds: [group.id] });
      await makeTicket(stores(), { organizationId: organization.id });
      const says = (message: string) => ({ code: "conflict", message: expect.stringContaining(message) });
      await expect(lists().removeItem(actor, organization.id)).rejects.toMatchObject(says("1 ticket and 1 person"));
      await expect(lists().removeItem(actor, group.id)).rejects.toMatchObject(says("2 people"));
      await expect(lists().removeItem(actor, team.id)).rejects.toMatchObject(says("1 person"));
      expect(
        (await lists().load()).items.filter(({ id }) => [organization.id, group.id, team.id].includes(id)),
      ).toHaveLength(3);
      expect(await audited(`item:${group.id}`)).toEqual(["listItem.create"]);
    });

    test("racing a ticket that wants it, one of the two wins", async () => {
      for (let round = 0; round < 10; round++) {
        const item = await makeItem(stores(), "location");
        const [ticket, removal] = await Promise.allSettled([
          makeTicket(stores(), { locationId: item.id }),
          lists().removeItem(actor, item.id),
        ]);
        expect([ticket.status, removal.status].sort()).toEqual(["fulfilled", "rejected"]);
      }
    });
  });
});
