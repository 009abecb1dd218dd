import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCases } from "../spec/read-cases";
import { codeActions } from "./code-actions";
import { complete } from "./complete";
import { documentOf } from "./document";
import { folding } from "./folding";
import { hover } from "./hover";
import { definitionAt, referencesAt, rename } from "./references";
import { semanticTokens } from "./semantic-tokens";
import { signatureHelp } from "./signature-help";
import { symbols } from "./symbols";

const folder = join(import.meta.dirname, "../spec/programs");
const programs = readdirSync(folder)
  .filter((name) => name.endsWith(".deluge"))
  .flatMap((name) => readCases(name, readFileSync(join(folder, name), "utf8")))
  .map(({ source }) => source);

/** Asks everything about one place; spans must lie in the source. */
function ask(source: string, offset: number) {
  const isInside = ({ start, end }: { start: number; end: number }) =>
    0 <= start && start <= end && end <= source.length;
  for (const { span } of complete(source, offset)) if (!isInside(span)) throw new Error("a completion lies outside");
  const hovered = hover(source, offset);
  if (hovered && !isInside(hovered)) throw new Error("a hover lies outside");
  signatureHelp(source, offset);
  definitionAt(source, offset);
  referencesAt(source, offset);
  rename(source, offset, "other");
  codeActions(source, { start: offset, end: offset });
}

function askWhole(source: string) {
  const spans = [...semanticTokens(source), ...folding(source), ...symbols(source).map(({ span }) => span)];
  for (const { start, end } of [...spans, ...documentOf(source).checked.diagnostics])
    if (start < 0 || end < start || end > source.length) throw new Error("a span lies outside");
}

const long = programs.toSorted((a, b) => b.length - a.length);

describe("nothing throws", () => {
  test("at any offset of a program", () => {
    const source = long[0] ?? "";
    expect(source.length).toBeGreaterThan(500);
    askWhole(source);
    for (let offset = 0; offset <= source.length; offset++) ask(source, offset);
  });

  test("at the end of any prefix", () => {
    const source = long[1] ?? "";
    for (let length = 0; length <= source.length; length += 3) {
      askWhole(source.slice(0, length));
      ask(source.slice(0, length), length);
    }
  });

  test("whatever is left out, doubled or put in", () => {
    const pieces = [
      "",
      ".",
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      '"',
      "'",
      ":",
      ",",
      ";",
      "\n",
      "/*",
      "//",
      "=",
      "invokeurl [ ",
      "for each ",
      "x.",
    ];
    const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 12 }), piece: fc.constantFrom(...pieces) });
    const mutations = fc.record({
      program: fc.nat(),
      edits: fc.array(edit, { minLength: 1, maxLength: 6 }),
      at: fc.nat(),
    });
    fc.assert(
      fc.property(mutations, ({ program, edits, at }) => {
        let source = programs[program % programs.length] ?? "";
        for (const one of edits) {
          const start = one.at % (source.length + 1);
          source = source.slice(0, start) + one.piece + source.slice(start + one.cut);
        }
        askWhole(source);
        ask(source, at % (source.length + 1));
        const last = edits.at(-1)?.at ?? 0;
        ask(source, Math.min(last % (source.length + 1), source.length));
      }),
      { numRuns: 300 },
    );
  });

  test("in any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.nat({ max: 60 }), (source, at) => {
        askWhole(source);
        ask(source, at);
      }),
      { numRuns: 300 },
    );
  });
});

test("a program of the survey's kind has no errors", () => {
  for (const source of programs)
    expect(documentOf(source).checked.diagnostics.filter(({ code }) => code === "unknown-function")).toEqual([]);
});
