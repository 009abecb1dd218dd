import fc from "fast-check";
import { expect, test } from "vitest";
import type { Span } from "../diagnostic";
import { printScript } from "../testing/print";
import { randomProgram } from "../testing/programs";
import { randomOf } from "../testing/random";
import { shapeOf } from "../testing/shape";
import { format } from "./format";
import { parse } from "./parse";

const seeds = fc.integer();
const errorsOf = (source: string) => parse(source).diagnostics.filter(({ severity }) => severity === "error");

/** A source for a seed, laid out oddly. */
const sourceOf = (seed: number, size = 12) =>
  printScript(randomProgram(seed, { isExecutable: seed % 2 === 0, size }), randomOf(seed));

test("a printed tree reads as that tree", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const script = randomProgram(seed, { isExecutable: seed % 2 === 0, size: 12 });
      const source = printScript(script, randomOf(seed));
      const { script: read, diagnostics } = parse(source);
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(shapeOf(read)).toEqual(shapeOf(script));
    }),
    { numRuns: 400 },
  );
});

test("formatting keeps the meaning and the comments, and has nothing left to do afterwards", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const source = sourceOf(seed);
      const once = formatted(source);
      expect(shapeOf(parse(once).script)).toEqual(shapeOf(parse(source).script));
      expect(commentsOf(once)).toEqual(commentsOf(source));
      expect(errorsOf(once)).toEqual([]);
      expect(formatted(once)).toBe(once);
    }),
    { numRuns: 400 },
  );
});

function formatted(source: string): string {
  const result = format(source);
  if (!("text" in result)) throw new Error(JSON.stringify(result.diagnostics));
  return result.text;
}

const commentsOf = (source: string) => parse(source).script.comments.map(({ kind, text }) => `${kind} ${text.trim()}`);

/** Places lie inside the source, and inside the node that holds them. */
function verifySpans(value: unknown, around: Span) {
  if (Array.isArray(value)) {
    for (const item of value) verifySpans(item, around);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  let inner = around;
  if ("start" in value && "end" in value) {
    const [start, end] = [Number(value.start), Number(value.end)];
    if (!(start >= around.start && end <= around.end && start <= end)) {
      throw new Error(
        `${start}–${end} is not inside ${around.start}–${around.end}: ${JSON.stringify(value).slice(0, 300)}`,
      );
    }
    inner = { start, end };
  }
  for (const part of Object.values(value)) verifySpans(part, inner);
}

function verifyAny(source: string) {
  const { script, diagnostics } = parse(source);
  verifySpans(script, { start: 0, end: source.length });
  for (const { fixes, ...diagnostic } of diagnostics) {
    verifySpans([diagnostic, ...(fixes ?? []).flatMap(({ edits }) => edits)], { start: 0, end: source.length });
  }
  format(source);
}

test("any characters at all", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), verifyAny), { numRuns: 500 });
});

const piece = fc.constantFrom(
  ..."; , : . ( ) { } [ ] = == === != < > <= + - * / % ! && || & ? += '".split(" "),
  ...['"', "'", "\\", "\n", " ", "//", "/*", "*/", "“", "😀", "é", "12", "1.", ".5", "\u0000", "\ud800"],
  ..."if else for each index in try catch return info throw break while do switch sendmail invokeurl url : POST".split(
    " ",
  ),
  ..."list map Collection x y true null not is and insert into delete from alert sort by range void String x.y(".split(
    " ",
  ),
);

test("any pieces of the language", () => {
  const pieces = fc.array(fc.tuple(piece, fc.constantFrom("", " ", "\n")), { maxLength: 120 });
  fc.assert(
    fc.property(pieces, (parts) => verifyAny(parts.flat().join(""))),
    { numRuns: 1_500 },
  );
});

test("broken programs", () => {
  const breaking = fc.record({ seed: seeds, at: fc.nat(), count: fc.nat(12), put: fc.oneof(fc.constant(""), piece) });
  fc.assert(
    fc.property(breaking, ({ seed, at, count, put }) => {
      const source = sourceOf(seed);
      const from = at % (source.length + 1);
      verifyAny(source.slice(0, from) + put + source.slice(from + count));
    }),
    { numRuns: 800 },
  );
});
