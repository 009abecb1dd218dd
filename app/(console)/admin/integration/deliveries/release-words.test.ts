import { expect, test } from "vitest";
import { describeHeld, describeReleased, releaseOptions } from "./release-words";

test("each choice says what it would do", () => {
  const words = (held: number, latest: number) =>
    releaseOptions({ held, latest, isEnabled: true }).map(({ label, note }) => `${label}: ${note}`);
  expect(words(1_203, 2)).toEqual([
    "Send all (1,203): At once, in the order they were made.",
    "Send only the latest of each ticket (2): 1,201 older ones are replaced, not sent.",
    "Drop all (send none): 1,203 cancelled. You can redeliver them later.",
  ]);
  expect(words(2, 1)[1]).toContain("1 older one is replaced");
  expect(words(1, 1)[1]).toContain("No other is held.");
});

test("what was done is told without the noughts", () => {
  const nothing = { released: 0, superseded: 0, cancelled: 0, remaining: 0 };
  expect(describeReleased({ ...nothing, released: 1, superseded: 2 })).toBe("1 released, 2 replaced by later ones.");
  expect(describeReleased({ ...nothing, cancelled: 5_000, remaining: 7 })).toBe("5,000 cancelled, 7 still held.");
  expect(describeReleased(nothing)).toBe("Nothing was held any more.");
});

test("why they are held", () => {
  expect(describeHeld(1, false)).toBe("1 delivery is held because the webhook is disabled.");
  expect(describeHeld(3, true, "A")).toBe("3 deliveries of “A” are still held from when the webhook was disabled.");
});
