import { expect, test } from "vitest";
import type { TicketGraph } from "@/lib/desk/ticket";
import type { ConditionGroup } from "@/lib/rules/condition";
import { countMatches, countText } from "./count-matches";

const urgent: ConditionGroup = {
  type: "group",
  mode: "all",
  conditions: [{ type: "test", field: "ticket.urgency", operator: "greater_than", value: 5 }],
};
const now = new Date("2026-01-01T00:00:00Z");

/** Tickets 1 to `size`, every tenth of them urgent; handed out as the store does. */
function desk(size: number) {
  const graph = (id: number) =>
    ({ ticket: { id, displayId: `IN${id}`, title: `T${id}`, urgency: id % 10 === 0 ? 9 : 1 } }) as TicketGraph;
  return {
    list: async () => ({ items: [], total: size }),
    graphs: async ({ before = size + 1, limit }: { before?: number; limit: number }) =>
      Array.from({ length: Math.max(0, Math.min(limit, before - 1)) }, (_, index) => graph(before - 1 - index)),
  };
}

test("all tickets are looked at, the newest matches are named", async () => {
  const count = await countMatches(desk(620), { typeId: 1, conditions: urgent, now }, () => 0);
  expect(count).toMatchObject({ matched: 62, looked: 620, total: 620 });
  expect(count.sample.map(({ displayId }) => displayId)).toEqual(["IN620", "IN610", "IN600", "IN590", "IN580"]);
  expect(countText(count, "Incident")).toBe("Matches 62 of 620 Incident tickets");
});

test("many tickets are looked at as far as 5,000, or as time allows", async () => {
  const many = await countMatches(desk(7_001), { typeId: 1, conditions: urgent, now }, () => 0);
  expect(countText(many, "Incident")).toBe("Matches 500 of the newest 5,000 Incident tickets (there are 7,001)");
  let time = 0;
  const slow = await countMatches(desk(7_001), { typeId: 1, conditions: urgent, now }, () => (time += 700));
  expect(slow.looked).toBe(500);
});

test("a desk without tickets says so", async () => {
  const none = await countMatches(desk(0), { typeId: 1, conditions: urgent, now });
  expect(countText(none, "Incident")).toBe("There are no Incident tickets yet");
});
