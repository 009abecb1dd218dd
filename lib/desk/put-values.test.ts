import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actor } from "@/lib/core/actor";
import type { Json } from "@/lib/core/json";
import { formFieldRef, patchFor, readField, settableFields } from "./field-ref";
import type { HistoryEntry, HistoryKind } from "./history";
import { answersIn, isUndoable, openProposals, undoableChanges } from "./history-state";
import { joinPatches, type TicketPatch, withPatch } from "./patch";
import { backward, forward, peopleIn, putValues } from "./put-values";
import { exampleLists, fullGraph } from "./testing/graphs";
import type { Ticket, TicketGraph } from "./ticket";
import { decideUpdate } from "./update";

const actor: Actor = { kind: "person", id: "person:1", name: "Annie Agent", personId: 1 };
const at = new Date("2025-05-01T12:00:00Z");
const people = [...fullGraph().people.values()];
const choices = { lists: exampleLists, people };
const put = (graph: TicketGraph, patch: TicketPatch) => withPatch(graph, patch, exampleLists);
const changesOf = (graph: TicketGraph, patch: TicketPatch) =>
  decideUpdate(graph, patch, { actor, at }, exampleLists)?.history[0]?.changes ?? [];
const undo = (graph: TicketGraph, changes: HistoryEntry["changes"]) =>
  putValues(graph, undoableChanges({ changes }).map(backward), choices);

/** Empty cells, rows of them and forms without rows left out, as the desk reads forms. */
const meaning = ({ forms, ...ticket }: Ticket) => {
  const filled = Object.entries(forms).map(([id, rows]) => {
    const cells = rows.map((row) => Object.entries(row).filter(([, value]) => value !== null));
    return [id, cells.filter((row) => row.length > 0).map((row) => Object.fromEntries(row))] as const;
  });
  return { ...ticket, forms: Object.fromEntries(filled.filter(([, rows]) => rows.length > 0)) };
};

describe("putting values back", () => {
  const values: Record<string, fc.Arbitrary<Json>> = {
    title: fc.constantFrom("A", "B", "Printer on fire"),
    description: fc.string(),
    solution: fc.string(),
    statusId: fc.integer({ min: 1, max: 7 }),
    ownerId: fc.constantFrom(1, null),
    takenById: fc.constantFrom(1, 2, null),
    requesterId: fc.constantFrom(1, 2, null),
    participantIds: fc.subarray([1, 2]),
    labels: fc.subarray(["a", "b", "fire"]),
    ccAddresses: fc.subarray(["cc@example.com", "x@example.com"]),
    urgency: fc.integer({ min: 1, max: 10 }),
    isDeferred: fc.boolean(),
    thirdPartyId: fc.constantFrom("", "sys1", "x"),
    thirdPartyRef: fc.constantFrom("", "INC1", "y"),
    totalEffortMinutes: fc.nat(1_000),
    priorityId: fc.constantFrom(1, 22, null),
  };
  const assignment = fc.oneof(
    ...settableFields.flatMap(({ path, sets }) => {
      const value = values[sets];
      return value ? [fc.record({ field: fc.constant(`ticket.${path}`), value })] : [];
    }),
    fc.record({ field: fc.constant(formFieldRef(1, 1)), value: fc.constantFrom<Json>(null, "INC1", "x") }),
    fc.record({ field: fc.constant(formFieldRef(1, 2)), value: fc.constantFrom<Json>(null, true, false) }),
  );
  const start = fc.constantFrom<TicketGraph>(
    fullGraph(),
    fullGraph({ forms: {} }),
    fullGraph({ forms: { 1: [{ 2: true }] } }),
  );
  const patched = (graph: TicketGraph, sets: readonly { field: string; value: Json }[]) =>
    sets.reduce<TicketPatch>(
      (patch, { field, value }) => joinPatches(patch, patchFor(put(graph, patch), field, value)),
      {},
    );

  test("undoes any set of changes", () => {
    fc.assert(
      fc.property(start, fc.array(assignment, { maxLength: 12 }), (graph, sets) => {
        const patch = patched(graph, sets);
        const after = put(graph, patch);
        const { patch: back, left } = undo(after, changesOf(graph, patch));
        expect(left).toEqual([]);
        expect(meaning(put(after, back).ticket)).toEqual(meaning(graph.ticket));
      }),
    );
  });

  test("undoes what nobody touched since, and only that", () => {
    fc.assert(
      fc.property(
        start,
        fc.array(assignment, { maxLength: 8 }),
        fc.array(assignment, { maxLength: 4 }),
        (graph, sets, later) => {
          const patch = patched(graph, sets);
          const after = put(graph, patch);
          const since = patched(after, later);
          const now = put(after, since);
          const touched = new Set(changesOf(after, since).map(({ field }) => field));
          const changes = undoableChanges({ changes: changesOf(graph, patch) });
          const { patch: back } = undo(now, changes);
          const restored = put(now, back);
          for (const { field, before } of changes)
            expect(readField(restored, field) ?? null).toEqual(touched.has(field) ? readField(now, field) : before);
          expect(changesOf(now, back).filter(({ field }) => touched.has(field))).toEqual([]);
        },
      ),
    );
  });

  test("forward is the other way round; what already is so is done", () => {
    const graph = fullGraph();
    const changes = undoableChanges({ changes: changesOf(graph, { fields: { urgency: 3, title: "New" } }) });
    const { patch, done } = putValues(fullGraph({ urgency: 3 }), changes.map(forward), choices);
    expect([patch.fields, done.length]).toEqual([{ title: "New" }, 2]);
  });

  test.each([
    ["ticket.priorityid", 22, 55, "There is no priority with id 55 (any more)."],
    ["ticket.ownerid", 1, 77, "There is no person with id 77 (any more)."],
    ["ticket.ownerid", 1, 2, "Rita Requester is not an agent."],
    ["form.1.9", null, "x", "This field is gone."],
    ["form.1.2", true, "maybe", "needs true or false"],
    ["ticket.displayid", "IN164", "IN1", "the desk keeps it itself"],
    ["ticket.urgency", 9, 99, "can't be set to this"],
  ])("%s from %j to %j is left: %s", (field, expected, value, reason) => {
    const { left, done } = putValues(fullGraph({ priorityId: 22 }), [{ field, label: "It", expected, value }], choices);
    expect([left, done]).toEqual([[{ label: "It", reason: expect.stringContaining(reason) }], []]);
  });

  test("names the people to look up", () => {
    const exchange = (field: string, value: Json) => ({ field, value, label: "", expected: null });
    expect(
      peopleIn([
        exchange("ticket.ownerid", 5),
        exchange("ticket.callerid", null),
        exchange("ticket.participantids", [5, 6]),
        exchange("ticket.priorityid", 9),
        exchange("form.1.1", 8),
      ]),
    ).toEqual([5, 6]);
  });
});

describe("what history says about itself", () => {
  const changes = [
    { path: "ticket.urgency", label: "Urgency", from: 1, to: 2, field: "ticket.urgency", before: 1, after: 2 },
  ];
  const entry = (id: number, kind: HistoryKind, changed: Partial<HistoryEntry> = {}): HistoryEntry => ({
    ...{ id, ticketId: 1, at, kind, origin: "delivery", actorId: "system", actorName: "Hookdesk", summary: "" },
    ...{ changes, cause: null, ...changed },
  });
  const answer = (id: number, kind: HistoryKind, entryId: number) =>
    entry(id, kind, { origin: "person", cause: { depth: 0, entryId } });

  test("replies, rules, callers and applied proposals can be taken back", () => {
    for (const origin of ["delivery", "rule", "callback"] as const)
      expect(isUndoable(entry(1, "ticket.updated", { origin }))).toBe(true);
    expect(isUndoable(answer(1, "writeback.applied", 0))).toBe(true);
    for (const origin of ["person", "api", "system"] as const)
      expect(isUndoable(entry(1, "ticket.updated", { origin }))).toBe(false);
    expect(isUndoable(entry(1, "writeback.proposed"))).toBe(false);
    expect(isUndoable(answer(1, "change.undone", 0))).toBe(false);
    expect(isUndoable(entry(1, "webhook.succeeded", { changes: [{ path: "p", label: "l", from: 1, to: 2 }] }))).toBe(
      false,
    );
  });

  test("which proposals are open, and what was taken back", () => {
    const entries = [
      answer(9, "change.undone", 1),
      answer(8, "writeback.dismissed", 3),
      answer(7, "writeback.applied", 2),
      entry(6, "webhook.fired", { cause: { depth: 0, entryId: 5 } }),
      ...[5, 3, 2].map((id) => entry(id, "writeback.proposed")),
      entry(1, "webhook.succeeded"),
    ];
    expect(openProposals(entries).map(({ id }) => id)).toEqual([5]);
    expect([...answersIn(entries).keys()].sort()).toEqual([1, 2, 3]);
  });
});
