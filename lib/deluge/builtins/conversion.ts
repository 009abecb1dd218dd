import { asDate, asList, asNumeric, asText, pieces } from "../values/convert";
import { doubleOf, isNumeric, type Numeric, numeralOf } from "../values/numeral";
import { checkLength, made, spendElements } from "../values/size";
import { jsonOf, textOf } from "../values/text";
import { Decimal, List, type Value } from "../values/value";
import type { Builtin, Parameter, Run } from "./builtin";
import { splitLine } from "./csv-line";
import { patternedDate } from "./date-conversion";
import { formatNumber } from "./decimal-format";
import { truncated } from "./number-round";

const pattern: readonly Parameter[] = [
  { name: "pattern", type: "text", isOptional: true, doc: "Of a number, #,##0.00, or of a date, yyyy-MM-dd." },
  { name: "timeZone", type: "text", isOptional: true, doc: "Of a date." },
];

const isGiven = (value: Value | undefined): value is Value => value !== undefined && value !== null;

/** A pattern with doubled date letters and no # is a date's: epoch milliseconds (§9.3). */
const isDatePattern = (text: string): boolean =>
  !text.includes("#") && /yy|MM|dd|HH|hh|mm|ss|EEE/.test(text.replace(/'[^']*'/g, ""));

function numberText(run: Run, self: Value, given: Value | undefined, zone: Value | undefined): Value {
  const number = asNumeric(self, run);
  if (!isGiven(given)) return textOf(number, run);
  const text = asText(given, run);
  if (isGiven(zone) || isDatePattern(text)) return patternedDate(run, asDate(number, run), text, zone);
  return made(formatNumber(number, text), run);
}

/** Text stays; with a pattern it is read as a number or a date first. */
function textText(run: Run, self: Value, given: Value | undefined, zone: Value | undefined): Value {
  const text = asText(self, run);
  if (!isGiven(given)) return text;
  const number: Numeric | null = numeralOf(text);
  if (number !== null && !isGiven(zone) && !isDatePattern(asText(given, run)))
    return numberText(run, number, given, zone);
  return patternedDate(run, asDate(text, run), given, zone);
}

function joined(run: Run, list: List, separator: string): string {
  let text = "";
  run.spend(list.items.length);
  for (const [at, item] of list.items.entries()) {
    text += at === 0 ? textOf(item, run) : separator + textOf(item, run);
    checkLength(text.length, run);
  }
  return made(text, run);
}

const whole = (run: Run, self: Value): Value => truncated(asNumeric(self, run));

function split(run: Run, self: Value, separator: Value | undefined): List {
  const text = asText(self, run);
  if (isGiven(separator)) return pieces(text, asText(separator, run), run);
  const isWhole = run.options.toListWithoutSeparator === "whole" && !text.trimStart().startsWith("[");
  return isWhole ? new List(text === "" ? [] : [text]) : asList(text, run);
}

/** From type to type (spec/deluge.md §4.3, §9.1, §9.2). */
export const conversion: readonly Builtin[] = [
  {
    ...{ name: "toString", aliases: ["toText"], on: ["text"], section: "§9.1", parameters: pattern, returns: "text" },
    doc: "The text itself; with a pattern, the number or date it reads as.",
    example: '"1234.5".toString("#,##0.00") -> 1,234.50',
    call: textText,
  },
  {
    ...{ name: "toString", aliases: ["toText"], on: ["number", "decimal"], section: "§9.2", parameters: pattern },
    returns: "text",
    doc: "The number as text: its digits, by a pattern, or with letters for dates the epoch milliseconds as a date.",
    example: '1234.toString("000000") -> 001234',
    call: numberText,
  },
  {
    ...{ name: "toString", aliases: ["toText"], on: ["boolean", "map", "collection", "file", "error"] },
    ...{ section: "§4.3", parameters: [], returns: "text" },
    doc: "The text of the value: a map's is compact JSON.",
    example: '{"a":1}.toString() -> {"a":1}',
    call: (run, self) => textOf(self, run),
  },
  {
    ...{ name: "toString", aliases: ["toText"], on: ["list"], section: "§9.5", returns: "text" },
    parameters: [{ name: "separator", type: "text", isOptional: true, doc: "A comma unless told." }],
    doc: "The elements' texts, one after the other.",
    example: '{1,2,3}.toString(" - ") -> 1 - 2 - 3',
    call: (run, self, separator) =>
      isGiven(separator) ? joined(run, asList(self, run), asText(separator, run)) : textOf(self, run),
  },
  {
    ...{ name: "text", on: ["number", "decimal"], section: "§9.2", returns: "text" },
    parameters: [{ name: "pattern", type: "text" }],
    doc: "The number by a pattern: 0 a digit, # a digit if there is one, a comma between groups, % for hundredths.",
    example: '123123456.text("##,###") -> 123,123,456',
    call: (run, self, given = null) => numberText(run, self, asText(given, run), undefined),
  },
  {
    ...{ name: "toLong", on: ["text", "number", "decimal"], section: "§9.2", parameters: [], returns: "number" },
    doc: "The whole number, the fraction cut off. Text must be a number.",
    example: "(99.9).toLong() -> 99",
    call: whole,
  },
  {
    ...{ name: "toLong", on: ["date"], section: "§9.2", parameters: [], returns: "number" },
    doc: "Epoch milliseconds of the date.",
    example: "'01-Jan-2021 05:30:00'.toLong() -> 1609459200000",
    call: (run, self) => asDate(self, run).ms,
  },
  {
    ...{ name: "toNumber", on: ["text", "number", "decimal"], section: "§9.2", parameters: [], returns: "number" },
    doc: "The whole number, the fraction cut off. Text must be a number.",
    example: '"42".toNumber() -> 42',
    call: whole,
  },
  {
    ...{ name: "toDecimal", on: ["text", "number", "decimal"], section: "§9.2", parameters: [], returns: "decimal" },
    doc: "The number as a DECIMAL.",
    example: '"2.50".toDecimal() -> 2.5',
    call: (run, self) => new Decimal(doubleOf(asNumeric(self, run))),
  },
  {
    ...{ name: "toList", on: ["text"], section: "§9.1", returns: "list" },
    parameters: [
      { name: "separator", type: "text", isOptional: true, doc: 'A comma unless told; "": each character.' },
    ],
    doc: "What is between the separators, or the elements of a text of JSON. An empty text has none.",
    example: '"a;b;;c".toList(";").size() -> 4',
    call: split,
  },
  {
    ...{ name: "toList", on: ["list"], section: "§9.5", parameters: [], returns: "list" },
    doc: "A copy of the list.",
    example: "{1,2}.toList() -> 1,2",
    call(run, self) {
      const { items, element } = asList(self, run);
      spendElements(items.length, run);
      return new List(items.slice(), element);
    },
  },
  {
    ...{ name: "toListString", on: ["text"], section: "§9.1", parameters: [], returns: "list" },
    doc: "The values of a line of CSV as texts; quotes hold commas together.",
    example: '"1,2,3".toListString().size() -> 3',
    call: (run, self) => splitLine(asText(self, run), run),
  },
  {
    ...{ name: "toJSONList", on: ["list"], section: "§9.5", parameters: [], returns: "text" },
    doc: "The list as JSON, with brackets.",
    example: '{1,"a"}.toJSONList() -> [1,"a"]',
    call: (run, self) => jsonOf(self, run),
  },
];

/** Whether the value is a number or a text that reads as one (§9.9). */
export const isNumberLike = (value: Value): boolean =>
  isNumeric(value) || (typeof value === "string" && numeralOf(value) !== null);
