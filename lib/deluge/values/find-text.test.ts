import fc from "fast-check";
import { expect, test } from "vitest";
import { firstPlace, folded, lastPlace, placesOf, splitAt } from "./find-text";

const letters = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 });
const long = (text: string) => text.repeat(2_000);

test("long patterns are found where V8 finds them", () => {
  fc.assert(
    fc.property(letters, letters, letters, (one, two, three) => {
      const wanted = long(`${one}x`).slice(0, 9_000) || "x";
      const text = `${long(two)}${wanted}${three}${wanted}${wanted.slice(0, 500)}`;
      expect(firstPlace(text, wanted)).toBe(text.indexOf(wanted));
      expect(lastPlace(text, wanted)).toBe(text.lastIndexOf(wanted));
      expect(splitAt(text, wanted)).toEqual(text.split(wanted));
      expect([...placesOf(text, wanted)]).toHaveLength(text.split(wanted).length - 1);
    }),
    { numRuns: 100 },
  );
});

test("patterns made to be slow are not", () => {
  const text = "a".repeat(3_000_000);
  const wanted = `b${"a".repeat(1_000_000)}`;
  const started = performance.now();
  expect(firstPlace(text, wanted)).toBe(-1);
  expect(lastPlace(text, `${"a".repeat(1_000_000)}b`)).toBe(-1);
  expect(splitAt(text, wanted)).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(3_000);
});

test("folding keeps every character in its place", () => {
  expect(folded("İX")).toHaveLength(2);
  expect(folded("ÀB")).toBe("àb");
});
