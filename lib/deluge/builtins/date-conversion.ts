import { DAY } from "../dates/civil";
import { dateText, formatDate } from "../dates/format-date";
import { months } from "../dates/names";
import { isDateText, parseDateText, parseTimeText } from "../dates/parse-date";
import { parseDate } from "../dates/parse-pattern";
import { civilOf, dayAt, wallOf } from "../dates/wall";
import { zoneNamed } from "../dates/zone";
import { asDate, asInteger, asText } from "../values/convert";
import { fail } from "../values/errors";
import { made } from "../values/size";
import { textOf } from "../values/text";
import { DateValue, Decimal, type Value } from "../values/value";
import type { Builtin, Run } from "./builtin";
import { optional, parameter, section } from "./entry";

const isGiven = (value: Value | undefined): value is Value => value !== undefined && value !== null;

/** §14.8: a text that is no date. */
function unreadable(run: Run, text: string): null {
  if (run.options.unreadableDate === "null") return null;
  return fail(`The text '${text.length > 60 ? `${text.slice(0, 60)}…` : text}' is not a DATE-TIME`);
}

/** A date from text, epoch milliseconds or a date; null for a pattern with a letter that is not supported. */
function readDate(run: Run, self: Value, pattern: Value | undefined, zoneName: Value | undefined): DateValue | null {
  if (self instanceof DateValue) return self;
  const isNumber = typeof self === "number" || self instanceof Decimal;
  if (isNumber && !isGiven(pattern)) return asDate(self, run);
  const zone = isGiven(zoneName) ? asText(zoneName, run) : run.host.timeZone;
  const text = textOf(self, run);
  if (!isGiven(pattern)) return parseDateText(text, zone) ?? timeAlone(text, zone) ?? unreadable(run, text);
  const found = parseDate(text, asText(pattern, run), zone, run.host.now());
  return found === "pattern" ? null : (found ?? unreadable(run, text));
}

/** "19:00:00" is that time on 1 January 1970, as a pattern without a date gives. */
function timeAlone(text: string, zone: string): DateValue | null {
  const time = parseTimeText(text);
  return time === null ? null : new DateValue(zoneNamed(zone).instantOf(time), false);
}

const readParameters = [
  optional("pattern", "text", 'Letters of the text, say "yyyy-MM-dd".'),
  optional("timeZone", "text", "Zone the text is read in; the portal's when left out."),
];

/** A date shown by a pattern, as `toString` and its relatives do (spec/deluge.md §9.4); null for an unsupported letter. */
export function patternedDate(run: Run, date: DateValue, pattern: Value | undefined, zone?: Value): Value {
  const name = isGiven(zone) ? asText(zone, run) : run.host.timeZone;
  if (!isGiven(pattern)) return dateText(date, name);
  const text = formatDate(date, asText(pattern, run), name);
  return text === null ? null : made(text, run);
}

const ordinal = (day: number) => {
  const last = day % 10;
  const ending = (day >= 11 && day <= 13) || last > 3 || last === 0 ? "th" : ["st", "nd", "rd"][last - 1];
  return `${day}${ending}`;
};

function longDate(run: Run, self: Value): string {
  const { year, month, day } = civilOf(asDate(self, run), run.host.timeZone);
  return `${ordinal(day)} ${months[month - 1]} ${year}`;
}

/** "06:10 PM", or "18:10" for 24 hours. */
const clock = (run: Run, self: Value, hours: Value | undefined, twelve: string) =>
  formatDate(asDate(self, run), isGiven(hours) && asInteger(hours, run) === 24 ? "HH:mm" : twelve, run.host.timeZone) ??
  "";

const hours = optional("hours", "number", "12 or 24 hours of a day; 12 when left out.");

/** Reading and showing dates (spec/deluge.md §9.3, §9.4). */
export const dateConversion: readonly Builtin[] = section("§9.3", [
  {
    ...{ name: "toDate", on: ["text", "date", "number", "decimal"], parameters: readParameters, returns: "date" },
    doc: "The date of a text, of epoch milliseconds or of a date with a time.",
    example: '"2022-11-03".toDate() -> 03-Nov-2022',
    call(run, self, pattern, zone) {
      const date = readDate(run, self, pattern, zone);
      return date && dayAt(wallOf(date, run.host.timeZone).days, run.host.timeZone);
    },
  },
  {
    ...{
      name: "toTime",
      aliases: ["toDateTime"],
      on: ["text", "date", "number", "decimal"],
      parameters: readParameters,
    },
    ...{ returns: "date", doc: "The date and time of a text, of epoch milliseconds or of a date." },
    example: '"20/07/2022 17:21".toTime("dd/MM/yyyy HH:mm") -> 20-Jul-2022 17:21:00',
    call(run, self, pattern, zone) {
      const date = readDate(run, self, pattern, zone);
      return date && new DateValue(date.ms, false);
    },
  },
  {
    ...{ name: "toString", aliases: ["toText", "toDateTimeString"], on: ["date"], returns: "text" },
    parameters: [
      optional("pattern", "text", "Java's letters: yyyy MM dd HH mm ss …"),
      optional("timeZone", "text", "Zone it is shown in; the portal's when left out."),
    ],
    doc: "The date as text, by a pattern; null for a pattern with letters there are none of.",
    example: "'15-Mar-2019'.toString(\"yyyy-MM-dd\") -> 2019-03-15",
    call: (run, self, pattern, zone) => patternedDate(run, asDate(self, run), pattern, zone),
  },
  {
    ...{ name: "text", on: ["date"], parameters: [parameter("pattern", "text")], returns: "text" },
    ...{ doc: "The date by a pattern.", example: "'15-Mar-2019'.text(\"d MMM\") -> 15 Mar" },
    call: (run, self, pattern) => patternedDate(run, asDate(self, run), pattern),
  },
  {
    ...{ name: "toDateTimeString", on: ["number", "decimal"], returns: "text" },
    parameters: [optional("pattern", "text"), optional("timeZone", "text")],
    doc: "Epoch milliseconds as the text of a date.",
    example: '1609459200000.toDateTimeString("yyyy-MM-dd", "UTC") -> 2021-01-01',
    call: (run, self, pattern, zone) => patternedDate(run, asDate(self, run), pattern, zone),
  },
  {
    ...{ name: "unixEpoch", on: ["date"], parameters: [optional("timeZone", "text")], returns: "number" },
    doc: "Milliseconds since 1970-01-01 UTC of what the date shows, read in that zone; GMT when there is none of the name.",
    example: "'01-Jan-2021'.unixEpoch(\"GMT\") -> 1609459200000",
    call(run, self, zone) {
      const date = asDate(self, run);
      if (!isGiven(zone)) return date.ms;
      const { days, time } = wallOf(date, run.host.timeZone);
      return zoneNamed(asText(zone, run)).instantOf(days * DAY + time);
    },
  },
  {
    ...{ name: "getDate", on: ["date"], parameters: [], returns: "text", doc: "The date as people write it." },
    example: "'17-Jan-2018 18:10:37'.getDate() -> 17th January 2018",
    call: longDate,
  },
  {
    ...{
      name: "getDateTime",
      on: ["date"],
      parameters: [hours],
      returns: "text",
      doc: "Date and time as people write it.",
    },
    example: "'17-Jan-2018 18:10:37'.getDateTime() -> 17th January 2018,06:10 PM",
    call: (run, self, given) => `${longDate(run, self)},${clock(run, self, given, "hh:mm a")}`,
  },
  {
    ...{ name: "getTime", on: ["date"], parameters: [hours], returns: "text", doc: "Time of day as people write it." },
    example: "'17-Jan-2018 18:10:37'.getTime(12) -> 6:10 PM",
    call: (run, self, given) => clock(run, self, given, "h:mm a"),
  },
  {
    ...{ name: "isDate", on: ["any"], parameters: [], returns: "boolean" },
    doc: "Whether it is a date, or text in one of the accepted forms.",
    example: '"2022-11-03".isDate() -> true',
    call: (_run, self) => self instanceof DateValue || (typeof self === "string" && isDateText(self)),
  },
]);
