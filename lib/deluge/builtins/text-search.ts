import { asText } from "../values/convert";
import { equal } from "../values/equal";
import { firstPlace, folded, lastPlace, placesOf } from "../values/find-text";
import { isNumeric } from "../values/numeral";
import { kindOf } from "../values/value";
import type { Builtin, Parameter } from "./builtin";

const onText = { on: ["text"], section: "§9.1" } as const;
const part: readonly Parameter[] = [{ name: "part", type: "text" }];

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
    call: (run, self, given = null) => firstPlace(asText(self, run), asText(given, run)) >= 0,
  },
  {
    ...{ ...onText, name: "notContains", parameters: part, returns: "boolean" },
    doc: "Whether the text lacks the part.",
    example: '"Printer".notContains("fire") -> true',
    call: (run, self, given = null) => firstPlace(asText(self, run), asText(given, run)) < 0,
  },
  {
    ...{ ...onText, name: "containsIgnoreCase", parameters: part, returns: "boolean" },
    doc: "Whether the text holds the part in upper or lower case.",
    example: '"Printer".containsIgnoreCase("PRINT") -> true',
    call: (run, self, given = null) => firstPlace(folded(asText(self, run)), folded(asText(given, run))) >= 0,
  },
  {
    ...{ ...onText, name: "startsWith", parameters: part, returns: "boolean" },
    doc: "Whether the text begins with the part.",
    example: '"REQ-12".startsWith("REQ-") -> true',
    call: (run, self, given = null) => asText(self, run).startsWith(asText(given, run)),
  },
  {
    ...{ ...onText, name: "endsWith", parameters: part, returns: "boolean" },
    doc: "Whether the text ends with the part.",
    example: '"report.pdf".endsWith(".pdf") -> true',
    call: (run, self, given = null) => asText(self, run).endsWith(asText(given, run)),
  },
  {
    ...{ ...onText, name: "startsWithIgnoreCase", parameters: part, returns: "boolean" },
    doc: "Whether the text begins with the part in upper or lower case.",
    example: '"REQ-12".startsWithIgnoreCase("req") -> true',
    call: (run, self, given = null) => folded(asText(self, run)).startsWith(folded(asText(given, run))),
  },
  {
    ...{ ...onText, name: "endsWithIgnoreCase", parameters: part, returns: "boolean" },
    doc: "Whether the text ends with the part in upper or lower case.",
    example: '"report.PDF".endsWithIgnoreCase(".pdf") -> true',
    call: (run, self, given = null) => folded(asText(self, run)).endsWith(folded(asText(given, run))),
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
    call: (run, self, given = null) => typeof given === "string" && folded(asText(self, run)) === folded(given),
  },
  {
    ...{ ...onText, name: "indexOf", aliases: ["find"], parameters: part, returns: "number" },
    doc: "Place of the first occurrence, from 0; -1 when there is none.",
    example: '"banana".indexOf("an") -> 1',
    call: (run, self, given = null) => firstPlace(asText(self, run), asText(given, run)),
  },
  {
    ...{ ...onText, name: "lastIndexOf", parameters: part, returns: "number" },
    doc: "Place of the last occurrence, from 0; -1 when there is none.",
    example: '"banana".lastIndexOf("an") -> 3',
    call: (run, self, given = null) => lastPlace(asText(self, run), asText(given, run)),
  },
  {
    ...{ ...onText, name: "getOccurenceCount", aliases: ["getOccurrenceCount"], parameters: part, returns: "number" },
    doc: "How often the part occurs, overlaps not counted.",
    example: '"banana".getOccurenceCount("an") -> 2',
    call(run, self, given = null) {
      let count = 0;
      for (const _ of placesOf(asText(self, run), asText(given, run))) count++;
      return count;
    },
  },
  {
    ...{ ...onText, name: "isAscii", parameters: [], returns: "boolean" },
    doc: "Whether every character is one of the 128 of ASCII.",
    example: '"naïve".isAscii() -> false',
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what it is about
    call: (run, self) => /^[\u0000-\u007f]*$/.test(asText(self, run)),
  },
];
