import { expect, test } from "vitest";
import type { HistoryEntry } from "@/lib/desk/history";
import { groupHistory } from "./timeline-groups";

const entry = (id: number, deliveryId?: string): HistoryEntry => ({
  id,
  ticketId: 1,
  at: new Date(id * 1000),
  kind: deliveryId ? "webhook.fired" : "ticket.updated",
  origin: "person",
  actorId: "person:1",
  actorName: "Annie",
  summary: `entry ${id}`,
  changes: [],
  cause: deliveryId ? { deliveryId, depth: 0 } : null,
});
const shape = (entries: HistoryEntry[]) => groupHistory(entries).map((group) => group.entries.map(({ id }) => id));

test("entries without a delivery stand alone, newest first", () => {
  expect(shape([entry(3), entry(2), entry(1)])).toEqual([[3], [2], [1]]);
  expect(groupHistory([])).toEqual([]);
});

test("entries of one delivery stand where its newest stands, oldest first within", () => {
  expect(shape([entry(6, "a"), entry(5), entry(4, "b"), entry(3, "a"), entry(2, "a"), entry(1)])).toEqual([
    [2, 3, 6],
    [5],
    [4],
    [1],
  ]);
  expect(groupHistory([entry(2, "a"), entry(1, "a")])[0]?.deliveryId).toBe("a");
});

test("the order given does not matter, and a cause without a delivery joins nothing", () => {
  expect(shape([entry(1), entry(3), entry(2)])).toEqual([[3], [2], [1]]);
  const caused = { ...entry(2), cause: { depth: 1 } };
  expect(shape([caused, { ...caused, id: 1 }])).toEqual([[2], [1]]);
});
