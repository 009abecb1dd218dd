import { hexOf, utf8Bytes } from "../values/bytes";
import { asInteger, asText } from "../values/convert";
import { fail } from "../values/errors";
import { made, spendLength, spendReading } from "../values/size";
import type { Value } from "../values/value";
import type { Builtin, Parameter, Run } from "./builtin";

const onText = { on: ["text"], section: "§9.1", returns: "text" } as const;
const width: readonly Parameter[] = [{ name: "width", type: "number", doc: "Of the whole result." }];

function pad(run: Run, self: Value, given: Value, atStart: boolean): string {
  const text = asText(self, run);
  const missing = asInteger(given, run) - text.length;
  if (missing <= 0) return text;
  spendLength(text.length + missing, run);
  return atStart ? " ".repeat(missing) + text : text + " ".repeat(missing);
}

function trimmed(run: Run, self: Value, trim: (text: string) => string): string {
  const text = asText(self, run);
  const bare = trim(text);
  spendReading(text.length - bare.length, run);
  return bare;
}

function reversed(text: string): string {
  const units: string[] = [];
  for (const character of text) units.push(character);
  return units.reverse().join("");
}

const proper = (text: string): string =>
  text.replace(/[\p{L}\p{N}'’]+/gu, (word) => {
    const [first = ""] = word;
    return first.toUpperCase() + word.slice(first.length).toLowerCase();
  });

function textOfHex(hex: string): string {
  const digits = hex.replace(/\s+/g, "");
  if (digits.length % 2 > 0 || /[^0-9a-fA-F]/.test(digits)) fail("The text is not hexadecimal: two digits per byte");
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return new TextDecoder().decode(bytes);
}

/** Texts made of texts (spec/deluge.md §9.1). */
export const textMake: readonly Builtin[] = [
  {
    ...{ ...onText, name: "trim", parameters: [] },
    doc: "The text without white space at both ends.",
    example: '"  a b ".trim() -> a b',
    call: (run, self) => trimmed(run, self, (text) => text.trim()),
  },
  {
    ...{ ...onText, name: "ltrim", parameters: [] },
    doc: "The text without white space at its beginning.",
    example: '"  a".ltrim() -> a',
    call: (run, self) => trimmed(run, self, (text) => text.trimStart()),
  },
  {
    ...{ ...onText, name: "rtrim", parameters: [] },
    doc: "The text without white space at its end.",
    example: '"a  ".rtrim() -> a',
    call: (run, self) => trimmed(run, self, (text) => text.trimEnd()),
  },
  {
    ...{ ...onText, name: "toUpperCase", aliases: ["upper"], parameters: [] },
    doc: "The text in capital letters.",
    example: '"High".toUpperCase() -> HIGH',
    call: (run, self) => made(asText(self, run).toUpperCase(), run),
  },
  {
    ...{ ...onText, name: "toLowerCase", aliases: ["lower"], parameters: [] },
    doc: "The text in small letters.",
    example: '"High".toLowerCase() -> high',
    call: (run, self) => made(asText(self, run).toLowerCase(), run),
  },
  {
    ...{ ...onText, name: "proper", parameters: [] },
    doc: "Each word with a capital first letter, the others small.",
    example: '"zIA lopez".proper() -> Zia Lopez',
    call: (run, self) => made(proper(asText(self, run)), run),
  },
  {
    ...{ ...onText, name: "leftpad", parameters: width },
    doc: "Filled up with spaces on the left to the width.",
    example: 'leftpad("1",5) ->     1',
    call: (run, self, given = null) => pad(run, self, given, true),
  },
  {
    ...{ ...onText, name: "rightpad", parameters: width },
    doc: "Filled up with spaces on the right to the width.",
    example: '"1".rightpad(3) + "|" -> 1  |',
    call: (run, self, given = null) => pad(run, self, given, false),
  },
  {
    ...{ ...onText, name: "repeat", parameters: [{ name: "times", type: "number" }] },
    doc: "The text several times over.",
    example: 'repeat(",",3) -> ,,,',
    call(run, self, given = null) {
      const text = asText(self, run);
      const times = asInteger(given, run);
      if (times < 0) fail(`Given count ${times} is less than 0`);
      spendLength(text.length * times, run);
      return text === "" ? "" : text.repeat(times);
    },
  },
  {
    ...{ ...onText, name: "reverse", parameters: [] },
    doc: "The characters from last to first; of a list, those of its text.",
    example: '"abc".reverse() -> cba',
    call: (run, self) => made(reversed(asText(self, run)), run),
  },
  {
    ...{ ...onText, name: "concat", parameters: [{ name: "other", type: "any" }] },
    doc: "Both texts, one after the other.",
    example: '"Hook".concat("desk") -> Hookdesk',
    call: (run, self, given = null) => made(asText(self, run) + asText(given, run), run),
  },
  {
    ...{ ...onText, name: "textToHex", parameters: [] },
    doc: "The bytes of the text in UTF-8 as hexadecimal digits.",
    example: '"é".textToHex() -> c3a9',
    call: (run, self) => made(hexOf(utf8Bytes(asText(self, run))), run),
  },
  {
    ...{ ...onText, name: "hexToText", parameters: [] },
    doc: "The text whose bytes in UTF-8 these hexadecimal digits are.",
    example: 'hexToText("5A6F686F") -> Zoho',
    call: (run, self) => made(textOfHex(asText(self, run)), run),
  },
];
