import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { check } from "@/lib/deluge/check/check";
import { foreign, forms, literals, refused } from "./deluge-docs-samples";
import { delugeDocs } from "./deluge-docs-text";

const errors = (source: string) =>
  check(source)
    .diagnostics.filter(({ severity }) => severity === "error")
    .map(({ message }) => message);

test("docs/deluge.md is what node scripts/deluge-docs.mjs makes", () => {
  expect(readFileSync("docs/deluge.md", "utf8")).toBe(delugeDocs(process.cwd()));
});

test.each(forms.map(({ source }) => source))("has no errors: %s", (source) => expect(errors(source)).toEqual([]));

test.each(literals.map(([, source]) => source))("is a value: %s", (source) =>
  expect(errors(`info ${source};`)).toEqual([]),
);

test.each([...refused, ...foreign])("is refused: %s", (source) => expect(errors(source)).not.toEqual([]));

test("every table has as many cells in each row", () => {
  const cells = (line: string) => line.replaceAll("\\|", "").split("|").length;
  for (const block of delugeDocs(process.cwd()).split("\n\n"))
    if (block.startsWith("|")) expect(new Set(block.trim().split("\n").map(cells)).size).toBe(1);
});
