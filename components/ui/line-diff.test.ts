import fc from "fast-check";
import { expect, test } from "vitest";
import { type DiffRow, diffLines, foldSame } from "./line-diff";

/** "=a", "-b", "+c", "b~c". */
const shown = (rows: DiffRow[]) =>
  rows.map(({ kind, left, right }) => {
    if (kind === "same") return `=${left?.text}`;
    if (kind === "changed") return `${left?.text}~${right?.text}`;
    return kind === "removed" ? `-${left?.text}` : `+${right?.text}`;
  });

test.each<[string, string, string[]]>([
  ["", "", []],
  ["", "a", ["+a"]],
  ["a", "", ["-a"]],
  ["a\nb", "a\nb", ["=a", "=b"]],
  ["a\nb\nc", "a\nx\nc", ["=a", "b~x", "=c"]],
  ["a\nc", "a\nb\nc", ["=a", "+b", "=c"]],
  ["a\nb\nc", "a\nc", ["=a", "-b", "=c"]],
  ["a\nb\nc\nd", "b\nd\ne", ["-a", "=b", "-c", "=d", "+e"]],
  ["a\r\nb", "a\nb", ["=a", "=b"]],
])("%j against %j", (before, after, expected) => {
  expect(shown(diffLines(before, after))).toEqual(expected);
});

test("within a changed line the part that differs is bounded", () => {
  const [row] = diffLines('"state": "2"', '"state": "23"');
  expect(row).toMatchObject({ kind: "changed", left: { start: 11, end: 11 }, right: { start: 11, end: 12 } });
});

test("both texts are there completely and in order, whatever they are", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", "", "long line"), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const rows = diffLines(left.join("\n"), right.join("\n"));
      const lines = (side: "left" | "right") => rows.flatMap((row) => (row[side] ? [row[side].text] : []));
      expect(lines("left").join("\n")).toBe(left.join("\n"));
      expect(lines("right").join("\n")).toBe(right.join("\n"));
      expect(rows.flatMap(({ left: line }) => (line ? [line.number] : []))).toEqual(
        rows.flatMap(({ left: line }) => (line ? [line] : [])).map((_, index) => index + 1),
      );
    }),
  );
});

test("texts too different to compare are shown as replaced, soon", () => {
  const many = (word: string) => Array.from({ length: 3_000 }, (_, index) => `${word}${index}`).join("\n");
  expect(diffLines(many("a"), many("b")).every(({ kind }) => kind === "changed")).toBe(true);
});

test("what stayed far from a change is counted, not shown", () => {
  const before = Array.from({ length: 20 }, (_, index) => String(index));
  const after = before.with(10, "ten");
  const parts = foldSame(diffLines(before.join("\n"), after.join("\n")));
  expect(parts.map((part) => ("skipped" in part ? part.skipped : part.rows.length))).toEqual([7, 7, 6]);
});
