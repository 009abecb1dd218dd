import { expect, test } from "vitest";
import { codeLines } from "./code-lines";

const text = (lines: { text: string }[][]) =>
  lines.map((line) => line.map((segment) => segment.text).join("")).join("\n");

test("keeps every character and line", () => {
  for (const code of ["", "\n", "a\n\nb", '{"a": [1, true]}\n']) expect(text(codeLines(code, [], "json"))).toBe(code);
});

test("inks JSON keys, strings, numbers and literals", () => {
  const inks = codeLines('{"a": "b", "c": -1.5e3, "d": null}', [], "json")[0]?.filter((segment) => segment.ink);
  expect(inks?.map(({ text, ink }) => `${ink} ${text}`)).toEqual([
    'key "a"',
    'string "b"',
    'key "c"',
    "number -1.5e3",
    'key "d"',
    "literal null",
  ]);
});

test("marks a range across lines and inside a token", () => {
  const mark = { start: 1, end: 4, title: "ticket.title" };
  expect(codeLines("ab\ncd", [mark])).toEqual([
    [{ text: "a" }, { text: "b", mark }],
    [{ text: "c", mark }, { text: "d" }],
  ]);
  expect(
    codeLines('"abc"', [{ start: 1, end: 2 }], "json")[0]?.map((segment) => [segment.ink, Boolean(segment.mark)]),
  ).toEqual([
    ["string", false],
    ["string", true],
    ["string", false],
  ]);
});

test("ignores ranges beyond the text", () => {
  expect(
    text(
      codeLines("abc", [
        { start: 2, end: 99 },
        { start: -4, end: 1 },
      ]),
    ),
  ).toBe("abc");
});
