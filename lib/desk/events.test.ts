import { expect, test } from "vitest";
import { systemActor } from "@/lib/core/actor";
import { eventsOf, sourceOf } from "./events";
import type { FieldChange, NewHistoryEntry } from "./history";

const by = { actor: systemActor, source: "api" } as const;
const change = (path: string, from: number, to: number): FieldChange => ({
  path,
  label: path,
  from,
  to,
  field: path,
  before: from,
  after: to,
});
const entry = (changes: FieldChange[], kind: NewHistoryEntry["kind"] = "ticket.updated"): NewHistoryEntry => ({
  kind,
  origin: "api",
  actorId: "x",
  actorName: "X",
  summary: "",
  changes,
  cause: null,
});
const message = { body: "Hi", visibility: "public", from: "agent", authorName: "X", personId: null } as const;

test("one event for a change, whatever it holds; none for what changes nothing yet", () => {
  expect(eventsOf({ history: [entry([])] }, by)).toEqual([]);
  expect(eventsOf({ history: [entry([change("a", 1, 2)], "writeback.proposed")] }, by)).toEqual([]);
  expect(eventsOf({ history: [entry([change("a", 1, 2)])] }, by)).toMatchObject([
    { type: "ticket.updated", source: "api", actorId: "system", changes: [{ path: "a" }], cause: { depth: 0 } },
  ]);
  expect(eventsOf({ history: [], messages: [message] }, by)).toMatchObject([{ type: "message.added", changes: [] }]);
  expect(eventsOf({ history: [entry([change("a", 1, 2)])], messages: [message, message] }, by)).toMatchObject([
    { type: "message.added", changes: [{ path: "a" }] },
  ]);
});

test("a property changed several times counts from first to last, one changed back not at all", () => {
  const history = [entry([change("a", 1, 2), change("b", 1, 2)]), entry([change("a", 2, 3), change("b", 2, 1)])];
  expect(eventsOf({ history }, by)[0]?.changes).toEqual([change("a", 1, 3)]);
  expect(eventsOf({ history: [entry([change("b", 1, 2)]), entry([change("b", 2, 1)])] }, by)).toEqual([]);
});

test("where a change comes from", () => {
  const actor = { id: "x", name: "Partner", personId: null };
  expect(sourceOf({ ...actor, kind: "person" })).toBe("technician");
  expect(sourceOf({ ...actor, kind: "person" }, true)).toBe("caller");
  expect(sourceOf({ ...actor, kind: "apiKey" })).toBe("api");
  expect(sourceOf({ ...actor, kind: "rule" })).toBe("rule");
  expect(sourceOf({ ...actor, kind: "webMethod" })).toBe("webmethod:Partner");
  expect(sourceOf(systemActor)).toBe("system");
});
