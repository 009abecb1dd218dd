import { expect, test } from "vitest";
import type { AttemptRow, Row, Witness } from "@/bench/chaos/invariants";
import { laneFindings } from "@/bench/chaos/lanes";

const row = (id: string, rest: Partial<Row> = {}): Row => ({
  ...{ id, key: id, status: "succeeded", attempts: 1, nextAttemptAt: null, supersededBy: null },
  ...{ ticketId: 1, webhookId: "whk_1", ticketVersion: 1, actorId: "system" },
  ...rest,
});

/** What the chaos suite says of a lane, given when each was attempted, arrived and was accepted. */
function findings(rows: Row[], places: Record<string, [attempt: number, arrived: number, accepted?: number]>) {
  const attempt = (id: string, place: number): AttemptRow[] => [
    { id, place, number: 1, outcome: "failed", reached: null },
  ];
  const made = new Map(Object.entries(places).map(([id, [place]]) => [id, attempt(id, place)]));
  const seen: Witness["seen"] = new Map(
    Object.entries(places).map(([id, [, arrived, accepted]]) => [
      id,
      { arrivals: [arrived], accepted: accepted === undefined ? [] : [accepted] },
    ]),
  );
  const none = new Set<string>();
  const witness = {
    fired: none,
    cancelled: new Map(),
    redelivered: none,
    held: none,
    lost: none,
    strandedId: "",
    seen,
  };
  return laneFindings(rows, made, new Map(rows.map((one) => [one.id, one])), witness).map(({ says }) => says);
}

test("the chaos suite sees a lane out of order", () => {
  const rows = [row("a"), row("b")];
  expect(findings(rows, { a: [1, 1, 2], b: [2, 3, 4] })).toEqual([]);
  expect(findings(rows, { a: [1, 1, 4], b: [2, 3, 5] })).toEqual(["b went before a"]);
  const afterFailure = [row("a", { status: "failed" }), row("b")];
  expect(findings(afterFailure, { a: [1, 1], b: [2, 3, 4] })).toEqual([]);
  expect(findings(afterFailure, { a: [3, 1], b: [2, 3, 4] })).toEqual(["b went before a"]);
});

test("what a person fires may go past a retry, and lanes of others don't matter", () => {
  expect(findings([row("a"), row("b", { actorId: "person:1" })], { a: [1, 1, 4], b: [2, 3, 5] })).toEqual([]);
  expect(findings([row("a"), row("b", { ticketId: 2 })], { a: [1, 1, 4], b: [2, 3, 5] })).toEqual([]);
});

test("the chaos suite sees what was sent after it was superseded", () => {
  const rows = [row("a", { status: "superseded", supersededBy: "b" }), row("b")];
  expect(findings(rows, { a: [1, 1], b: [2, 3, 4] })).toEqual([]);
  expect(findings(rows, { a: [3, 5], b: [2, 3, 4] })).toEqual(["a was sent after b superseded it"]);
  expect(findings([row("a", { status: "superseded" })], { a: [1, 1] })).toEqual(["a was superseded by nothing"]);
});
