import { expect, test } from "vitest";
import type { RecoveryCount } from "@/lib/runtime/recover";
import { addCounts, recoveryText } from "./recovery-words";

const count = (given: Partial<RecoveryCount>): RecoveryCount => ({
  ...{ looked: 120, matched: 40, included: 12, tickets: [], next: null },
  ...given,
});
const ticket = (id: number) => ({ id, displayId: `IN${id}`, title: "", isIn: true, why: "" });

test("says how many would be fired on, and how far it has looked", () => {
  expect(recoveryText(count({}))).toBe(
    "12 of 40 matching tickets would be fired on; 28 are left out. 120 tickets looked at.",
  );
  expect(recoveryText(count({ looked: 1, matched: 1, included: 1, next: 7 }))).toBe(
    "1 of 1 matching ticket would be fired on; none is left out. 1 ticket looked at so far.",
  );
  expect(recoveryText(count({ matched: 0, included: 0 }))).toBe("No ticket matches. 120 tickets looked at.");
});

test("adds the parts of a dry run, and names the first twenty", () => {
  const some = (from: number) => Array.from({ length: 15 }, (_, index) => ticket(from + index));
  const sum = addCounts(count({ tickets: some(1), next: 15 }), count({ tickets: some(16), next: null }));
  expect(sum).toMatchObject({ looked: 240, matched: 80, included: 24, next: null });
  expect(sum.tickets.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(addCounts(undefined, count({}))).toEqual(count({}));
});
