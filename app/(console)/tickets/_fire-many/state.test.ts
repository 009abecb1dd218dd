import { expect, test } from "vitest";
import { byReason, chunksOf, countText, type Fared, faring, hasFailed, isUnderWay, summaryOf, wordOf } from "./state";

const tickets = [1, 2, 3, 4].map((id) => ({ id, displayId: `IN${id}`, typeId: 1 }));
const started = faring([], { type: "start", tickets });
const fired = faring(started, {
  type: "fired",
  results: [
    { ticketId: 1, deliveryId: "dlv_1" },
    { ticketId: 2, deliveryId: "dlv_2" },
    { ticketId: 3, reason: "It is disabled." },
  ],
});
const words = (rows: readonly Fared[]) => rows.map((row) => wordOf(row).word);

test("each ticket goes from waiting to fired or refused, and then as its delivery goes", () => {
  expect(words(started)).toEqual(["Not fired yet", "Not fired yet", "Not fired yet", "Not fired yet"]);
  expect(words(fired)).toEqual(["Queued", "Queued", "Not fired", "Not fired yet"]);
  expect(summaryOf(fired)).toBe("2 fired: 2 on the way. 1 refused. 1 not fired.");
  const ended = faring(fired, {
    type: "followed",
    results: [
      { deliveryId: "dlv_1", status: "succeeded", isDue: false },
      { deliveryId: "dlv_2", status: "pending", isDue: false, reason: "The partner answered 503." },
    ],
  });
  expect(words(ended).slice(0, 2)).toEqual(["Succeeded", "Failed, will retry"]);
  expect(ended.filter(hasFailed).map(({ displayId }) => displayId)).toEqual(["IN2"]);
  expect(ended.some(isUnderWay)).toBe(false);
  expect(summaryOf(ended)).toBe("2 fired: 1 succeeded, 1 failed. 1 refused. 1 not fired.");
});

test("a retried delivery is on the way again and forgets why it failed", () => {
  const failed = faring(fired, {
    type: "followed",
    results: [{ deliveryId: "dlv_1", status: "failed", isDue: false, reason: "The partner answered 503." }],
  });
  const again = faring(failed, {
    type: "followed",
    results: [{ deliveryId: "dlv_1", status: "pending", isDue: true, reason: undefined }],
  });
  expect(again[0]).toMatchObject({ state: "fired", status: "pending", reason: undefined });
  expect(again.filter(isUnderWay)).toHaveLength(2);
});

test("without an answer nobody knows whether a ticket was fired", () => {
  const lost = faring(started, { type: "lost", ticketIds: [1, 2] });
  expect(words(lost)).toEqual(["Unknown", "Unknown", "Not fired yet", "Not fired yet"]);
  expect(summaryOf(lost)).toBe("0 fired. 2 unknown. 2 not fired.");
});

test("tickets left out are told by reason, most first", () => {
  const reasons = ["It is disabled.", "No match.", "No match."];
  expect(byReason(reasons.map((reason, index) => ({ displayId: `IN${index}`, reason })))).toEqual([
    { reason: "No match.", ids: ["IN1", "IN2"] },
    { reason: "It is disabled.", ids: ["IN0"] },
  ]);
});

test("chunks keep order and lose nothing, and counts read as a person says them", () => {
  expect(chunksOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunksOf([], 2)).toEqual([]);
  expect([countText(1), countText(12), countText(500, 1234)]).toEqual([
    "1 ticket",
    "12 tickets",
    "the first 500 of 1,234 tickets",
  ]);
});
