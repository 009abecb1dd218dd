import { asInteger, asText } from "../values/convert";
import { fail } from "../values/errors";
import { firstPlace, folded, lastPlace, placesOf } from "../values/find-text";
import { made, spendReading } from "../values/size";
import type { Value } from "../values/value";
import type { Builtin, Parameter, Run } from "./builtin";

const onText = { on: ["text"], section: "§9.1", returns: "text" } as const;
const part: readonly Parameter[] = [{ name: "part", type: "text" }];
const count: readonly Parameter[] = [{ name: "count", type: "number" }];

/** End exclusive; omitted or negative goes to the end; beyond the text or before the start is an error (§9.1). */
function slice(run: Run, self: Value, start: Value = null, end?: Value): string {
  const text = asText(self, run);
  const from = asInteger(start, run);
  const given = end === undefined ? -1 : asInteger(end, run);
  const to = given < 0 ? text.length : given;
  if (from < 0) fail(`Given index ${from} is less than 0`);
  const farthest = Math.max(from, to);
  if (farthest > text.length) fail(`Given index ${farthest} is greater than the text length`);
  if (to < from) fail(`End index ${to} is less than start index ${from}`);
  return text.slice(from, to);
}

function atMost(run: Run, length: Value): number {
  const wanted = asInteger(length, run);
  return wanted < 0 ? fail(`Given length ${wanted} is less than 0`) : wanted;
}

/** What is before or after the first occurrence; null when there is none. */
function around(text: string, part: string, at: number, side: "before" | "after"): string | null {
  if (at < 0) return null;
  return side === "before" ? text.slice(0, at) : text.slice(at + part.length);
}

function without(text: string, wanted: string): string {
  let result = "";
  let from = 0;
  for (const at of placesOf(text, wanted)) {
    result += text.slice(from, at);
    from = at + wanted.length;
  }
  return result + text.slice(from);
}

function withoutOne(text: string, wanted: string, at: number): string {
  return at < 0 ? text : text.slice(0, at) + text.slice(at + wanted.length);
}

/** Parts of texts (spec/deluge.md §9.1). */
export const textParts: readonly Builtin[] = [
  {
    ...{ ...onText, name: "subString", aliases: ["subText", "mid"] },
    parameters: [
      { name: "start", type: "number", doc: "From 0." },
      { name: "end", type: "number", isOptional: true, doc: "Not included; left out or negative: to the end." },
    ],
    doc: "The characters from start up to end. An index beyond the text is an error.",
    example: '"Hookdesk".subString(0,4) -> Hook',
    call: slice,
  },
  {
    ...{ ...onText, name: "left", parameters: count },
    doc: "The first characters; the whole text when it has no more.",
    example: '"Hookdesk".left(4) -> Hook',
    call: (run, self, given = null) => asText(self, run).slice(0, atMost(run, given)),
  },
  {
    ...{ ...onText, name: "right", parameters: count },
    doc: "The last characters; the whole text when it has no more.",
    example: '"Hookdesk".right(4) -> desk',
    call(run, self, given = null) {
      const text = asText(self, run);
      return text.slice(Math.max(0, text.length - atMost(run, given)));
    },
  },
  ...(["before", "after"] as const).flatMap((side): Builtin[] => {
    const name = side === "before" ? "getPrefix" : "getSuffix";
    const doc = `The text ${side} the first occurrence of the part; null when there is none.`;
    return [
      {
        ...{ ...onText, name, parameters: part, doc },
        example: side === "before" ? '"a=b=c".getPrefix("=") -> a' : '"a=b=c".getSuffix("=") -> b=c',
        call(run, self, given = null) {
          const [text, wanted] = [asText(self, run), asText(given, run)];
          spendReading(text.length, run);
          return around(text, wanted, firstPlace(text, wanted), side);
        },
      },
      {
        ...{ ...onText, name: `${name}IgnoreCase`, parameters: part },
        doc: `${doc} Upper and lower case are the same.`,
        example: side === "before" ? '"aXb".getPrefixIgnoreCase("x") -> a' : '"aXb".getSuffixIgnoreCase("x") -> b',
        call(run, self, given = null) {
          const [text, wanted] = [asText(self, run), asText(given, run)];
          spendReading(text.length, run);
          return around(text, wanted, firstPlace(folded(text), folded(wanted)), side);
        },
      },
    ];
  }),
  {
    ...{ ...onText, name: "remove", parameters: part },
    doc: "The text without any occurrence of the part.",
    example: '"1,234,567".remove(",") -> 1234567',
    call: (run, self, given = null) => made(without(asText(self, run), asText(given, run)), run),
  },
  {
    ...{ ...onText, name: "removeFirstOccurence", aliases: ["removeFirstOccurrence"], parameters: part },
    doc: "The text without the first occurrence of the part.",
    example: '"banana".removeFirstOccurence("an") -> bana',
    call(run, self, given = null) {
      const [text, wanted] = [asText(self, run), asText(given, run)];
      return made(withoutOne(text, wanted, firstPlace(text, wanted)), run);
    },
  },
  {
    ...{ ...onText, name: "removeLastOccurence", aliases: ["removeLastOccurrence"], parameters: part },
    doc: "The text without the last occurrence of the part.",
    example: '"a,b,".removeLastOccurence(",") -> a,b',
    call(run, self, given = null) {
      const [text, wanted] = [asText(self, run), asText(given, run)];
      return made(withoutOne(text, wanted, lastPlace(text, wanted)), run);
    },
  },
  {
    ...{ ...onText, name: "removeAllAlpha", parameters: [] },
    doc: "The text without the letters A to Z and a to z.",
    example: '"REQ-12".removeAllAlpha() -> -12',
    call: (run, self) => made(asText(self, run).replace(/[A-Za-z]+/g, ""), run),
  },
  {
    ...{ ...onText, name: "removeAllAlphaNumeric", parameters: [] },
    doc: "The text without letters A to Z, a to z and digits.",
    example: '"REQ-12!".removeAllAlphaNumeric() -> -!',
    call: (run, self) => made(asText(self, run).replace(/[A-Za-z0-9]+/g, ""), run),
  },
  {
    ...{ ...onText, name: "getAlpha", parameters: [] },
    doc: "Only the letters A to Z and a to z.",
    example: '"REQ-12".getAlpha() -> REQ',
    call: (run, self) => made(asText(self, run).replace(/[^A-Za-z]+/g, ""), run),
  },
  {
    ...{ ...onText, name: "getAlphaNumeric", parameters: [] },
    doc: "Only the letters A to Z, a to z and the digits.",
    example: '"REQ-12".getAlphaNumeric() -> REQ12',
    call: (run, self) => made(asText(self, run).replace(/[^A-Za-z0-9]+/g, ""), run),
  },
];
