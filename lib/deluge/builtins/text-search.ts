import { asText } from "../values/convert";
import { equal } from "../values/equal";
import { firstPlace, folded, lastPlace, placesOf } from "../values/find-text";
import { isNumeric } from "../values/numeral";
import { spendReading } from "../values/size";
import { kindOf, type Value } from "../values/value";
import type { Builtin, Parameter, Run } from "./builtin";

const onText = { on: ["text"], section: "§9.1" } as const;
const part: readonly Parameter[] = [{ name: "part", type: "text" }];

type Read = (text: string, part: string) => number;

/** Where the part is by one way to look for it; long texts cost what reading them takes. */
const place =
  (find: Read) =>
  (run: Run, self: Value, given: Value): number => {
    const [text, wanted] = [asText(self, run), asText(given, run)];
    spendReading(text.length, run);
    return find(text, wanted);
  };

const first = place(firstPlace);
const last = place(lastPlace);
const firstFolded = place((text, part) => firstPlace(folded(text), folded(part)));

function partOf(run: Run, given: Value): string {
  const text = asText(given, run);
  spendReading(text.length, run);
  return text;
}

const smallOf = (run: Run, value: Value) => folded(partOf(run, value));

/** Looking for texts in texts (spec/deluge.md §9.1). */
export const textSearch: readonly Builtin[] = [
  {
    ...{ ...onText, name: "length", aliases: ["len"], parameters: [], returns: "number" },
    doc: "Number of characters.",
    example: '"abc".length() -> 3',
    call: (run, self) => asText(self, run).length,
  },
  {
    ...{ ...onText, name: "contains", parameters: part, returns: "boolean" },
    doc: "Whether the text holds the part, upper and lower case told apart.",
    example: '"Printer on fire".contains("fire") -> true',
    call: (run, self, given = null) => first(run, self, given) >= 0,
  },
  {
    ...{ ...onText, name: "notContains", parameters: part, returns: "boolean" },
    doc: "Whether the text lacks the part.",
    example: '"Printer".notContains("fire") -> true',
    call: (run, self, given = null) => first(run, self, given) < 0,
  },
  {
    ...{ ...onText, name: "containsIgnoreCase", parameters: part, returns: "boolean" },
    doc: "Whether the text holds the part in upper or lower case.",
    example: '"Printer".containsIgnoreCase("PRINT") -> true',
    call: (run, self, given = null) => firstFolded(run, self, given) >= 0,
  },
  {
    ...{ ...onText, name: "startsWith", parameters: part, returns: "boolean" },
    doc: "Whether the text begins with the part.",
    example: '"REQ-12".startsWith("REQ-") -> true',
    call: (run, self, given = null) => asText(self, run).startsWith(partOf(run, given)),
  },
  {
    ...{ ...onText, name: "endsWith", parameters: part, returns: "boolean" },
    doc: "Whether the text ends with the part.",
    example: '"report.pdf".endsWith(".pdf") -> true',
    call: (run, self, given = null) => asText(self, run).endsWith(partOf(run, given)),
  },
  {
    ...{ ...onText, name: "startsWithIgnoreCase", parameters: part, returns: "boolean" },
    doc: "Whether the text begins with the part in upper or lower case.",
    example: '"REQ-12".startsWithIgnoreCase("req") -> true',
    call: (run, self, given = null) => smallOf(run, self).startsWith(smallOf(run, given)),
  },
  {
    ...{ ...onText, name: "endsWithIgnoreCase", parameters: part, returns: "boolean" },
    doc: "Whether the text ends with the part in upper or lower case.",
    example: '"report.PDF".endsWithIgnoreCase(".pdf") -> true',
    call: (run, self, given = null) => smallOf(run, self).endsWith(smallOf(run, given)),
  },
  {
    name: "equals",
    ...{ on: ["text", "number", "decimal", "boolean", "date", "list", "map", "collection", "file", "error"] },
    ...{ section: "§9.1", parameters: [{ name: "other", type: "any" }], returns: "boolean" },
    doc: "Whether both are the same and of the same type; dates by their instant.",
    example: '"a".equals("A") -> false',
    call: (run, self, given = null) =>
      (kindOf(self) === kindOf(given) || (isNumeric(self) && isNumeric(given))) && equal(self, given, run),
  },
  {
    ...{ ...onText, name: "equalsIgnoreCase", parameters: [{ name: "other", type: "any" }], returns: "boolean" },
    doc: "Whether both texts are the same but for upper and lower case; false for anything but a text.",
    example: '"Open".equalsIgnoreCase("OPEN") -> true',
    call: (run, self, given = null) => typeof given === "string" && smallOf(run, self) === smallOf(run, given),
  },
  {
    ...{ ...onText, name: "indexOf", aliases: ["find"], parameters: part, returns: "number" },
    doc: "Place of the first occurrence, from 0; -1 when there is none.",
    example: '"banana".indexOf("an") -> 1',
    call: (run, self, given = null) => first(run, self, given),
  },
  {
    ...{ ...onText, name: "lastIndexOf", parameters: part, returns: "number" },
    doc: "Place of the last occurrence, from 0; -1 when there is none.",
    example: '"banana".lastIndexOf("an") -> 3',
    call: (run, self, given = null) => last(run, self, given),
  },
  {
    ...{ ...onText, name: "getOccurenceCount", aliases: ["getOccurrenceCount"], parameters: part, returns: "number" },
    doc: "How often the part occurs, overlaps not counted.",
    example: '"banana".getOccurenceCount("an") -> 2',
    call(run, self, given = null) {
      const text = asText(self, run);
      spendReading(text.length, run);
      let count = 0;
      for (const _ of placesOf(text, asText(given, run))) count++;
      return count;
    },
  },
  {
    ...{ ...onText, name: "isAscii", parameters: [], returns: "boolean" },
    doc: "Whether every character is one of the 128 of ASCII.",
    example: '"naïve".isAscii() -> false',
    call(run, self) {
      const text = asText(self, run);
      spendReading(text.length, run);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what it is about
      return /^[\u0000-\u007f]*$/.test(text);
    },
  },
];
