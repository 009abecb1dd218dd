import fc from "fast-check";
import { expect, test } from "vitest";
import { isLike } from "./like";
import { compilePattern, matchesPattern } from "./pattern";

test.each([
  ["printer", "printer", true],
  ["the printer", "printer", false],
  ["the printer", "%printer", true],
  ["printers", "printer%", true],
  ["the printers", "%printer%", true],
  ["printer", "pr_nter", true],
  ["prnter", "pr_nter", false],
  ["", "", true],
  ["", "%", true],
  ["", "_", false],
  ["abc", "%%", true],
  ["aab", "%a%b", true],
  ["ab", "ab%b", false],
  ["abab", "ab%ab", true],
  ["aba", "ab%ba", false],
  ["50%", "50\\%", true],
  ["500", "50\\%", false],
  ["a_b", "a\\_b", true],
  ["axb", "a\\_b", false],
  ["a\\b", "a\\b", true],
  ["😀", "_", true],
  ["x😀y", "x_y", true],
  ["line\nbreak", "line%break", true],
])("%j like %j: %s", (text, pattern, expected) => {
  expect(isLike(text, pattern)).toBe(expected);
});

/** The obvious, exponential definition. */
function slow([char, ...text]: string[], [first, ...pattern]: string[]): boolean {
  if (first === undefined) return char === undefined;
  const rest = char === undefined ? [] : [char, ...text];
  if (first === "%") return slow(rest, pattern) || (char !== undefined && slow(text, [first, ...pattern]));
  return char !== undefined && (first === "_" || first === char) && slow(text, pattern);
}

test("agrees with the obvious definition", () => {
  const chars = (letters: string, maxLength: number) => fc.array(fc.constantFrom(...letters), { maxLength });
  fc.assert(
    fc.property(chars("ab😀", 12), chars("ab%_", 9), (text, pattern) => {
      expect(isLike(text.join(""), pattern.join(""))).toBe(slow(text, pattern));
    }),
    { numRuns: 2000 },
  );
});

test("segments longer than a machine word", () => {
  const long = "abcdefghij".repeat(20);
  expect(isLike(`xx${long}yy`, `%${long.replaceAll("c", "_")}%`)).toBe(true);
  expect(isLike(`xx${long.slice(1)}yy`, `%${long}%`)).toBe(false);
  fc.assert(
    fc.property(fc.integer({ min: 28, max: 100 }), fc.integer({ min: 0, max: 99 }), (length, wrong) => {
      const segment = "ab".repeat(length).slice(0, length);
      const broken = wrong < length ? `${segment.slice(0, wrong)}x${segment.slice(wrong + 1)}` : segment;
      expect(isLike(`x${broken}x`, `%${segment}%`)).toBe(wrong >= length);
    }),
  );
});

test("hostile patterns take time linear in the text", () => {
  const text = "a".repeat(300_000);
  const started = performance.now();
  expect(isLike(text, `%${"a%".repeat(900)}b`)).toBe(false);
  expect(isLike(text, `%${"a_".repeat(240)}b%`)).toBe(false);
  expect(matchesPattern(text, "(a+)+$b")).toBe(false);
  expect(matchesPattern(text, "(a|aa)+b")).toBe(false);
  expect(performance.now() - started).toBeLessThan(5_000);
});

test("a pattern that can't be read matches nothing", () => {
  expect(matchesPattern("(", "(")).toBe(false);
  expect(matchesPattern("x".repeat(600), "x".repeat(501))).toBe(false);
});

test("counts in a pattern don't stop the desk", () => {
  const text = "a".repeat(500_000) + "ab ".repeat(160_000);
  const before = performance.now();
  for (const pattern of ["(a?){200}z", "(.{1,100}){1,9}q", "(.{1,30}){1,9}q", "^(.*a){10}$"])
    expect(matchesPattern(text, pattern)).toBe(false);
  expect(performance.now() - before).toBeLessThan(5_000);
  expect(compilePattern("(.{1,100}){1,9}q")).toEqual({ mistake: expect.stringContaining("lower the counts") });
  expect(matchesPattern(`${"x".repeat(90_000)}INC12`, "INC\\d{1,9}$")).toBe(true);
});
