import {
  addMonths,
  type Civil,
  civilFromDays,
  dayOfYear,
  daysInMonth,
  HOUR,
  MINUTE,
  SECOND,
  weekdayOf,
  weekOfYear,
} from "../dates/civil";
import { weekdayNamed } from "../dates/names";
import { dateAt, dayAt, daysOf, wallOf } from "../dates/wall";
import { asDate, asInteger, asText } from "../values/convert";
import { fail } from "../values/errors";
import type { Value } from "../values/value";
import type { Builtin, Run } from "./builtin";
import { optional, parameter, section } from "./entry";

const at = (run: Run, self: Value) => wallOf(asDate(self, run), run.host.timeZone);
const civil = (run: Run, self: Value): Civil => civilFromDays(at(run, self).days);

function weekdayGiven(run: Run, value: Value): number {
  const name = asText(value, run);
  return weekdayNamed(name) ?? fail(`'${name.slice(0, 40)}' is not a day of the week`);
}

type Part = {
  name: string;
  aliases?: readonly string[];
  doc: string;
  of: (run: Run, self: Value) => number;
  example: string;
};

const parts: readonly Part[] = [
  {
    name: "getDay",
    aliases: ["day"],
    doc: "Day of the month.",
    of: (run, self) => civil(run, self).day,
    example: "15",
  },
  {
    name: "getMonth",
    aliases: ["month"],
    doc: "Month, from 1.",
    of: (run, self) => civil(run, self).month,
    example: "3",
  },
  { name: "getYear", aliases: ["year"], doc: "Year.", of: (run, self) => civil(run, self).year, example: "2019" },
  {
    ...{ name: "getHour", aliases: ["hour"], doc: "Hour, 0 to 23.", example: "18" },
    of: (run, self) => Math.floor(at(run, self).time / HOUR),
  },
  {
    ...{ name: "getMinutes", aliases: ["minute", "getMinute", "minutes"], doc: "Minute, 0 to 59.", example: "10" },
    of: (run, self) => Math.floor(at(run, self).time / MINUTE) % 60,
  },
  {
    ...{ name: "getSeconds", aliases: ["second", "getSecond", "seconds"], doc: "Second, 0 to 59.", example: "37" },
    of: (run, self) => Math.floor(at(run, self).time / SECOND) % 60,
  },
  {
    ...{ name: "getDayOfYear", doc: "Day of the year, from 1.", example: "74" },
    of: (run, self) => dayOfYear(civil(run, self)),
  },
  {
    ...{
      name: "weekday",
      aliases: ["getDayOfWeek"],
      doc: "Day of the week, 1 = Sunday to 7 = Saturday.",
      example: "6",
    },
    of: (run, self) => weekdayOf(at(run, self).days) + 1,
  },
];

const readers = section(
  "§9.3",
  parts.map(({ of, example, ...part }) => ({
    ...part,
    on: ["date"],
    parameters: [],
    returns: "number",
    example: `'15-Mar-2019 18:10:37'.${part.name}() -> ${example}`,
    call: of,
  })),
);

/** Strictly after or before the receiver's day. */
function towards(run: Run, self: Value, day: Value, step: 1 | -1): Value {
  const { days } = at(run, self);
  const apart = (step * (weekdayGiven(run, day) - weekdayOf(days)) + 7) % 7 || 7;
  return dayAt(days + step * apart, run.host.timeZone);
}

/** The start of something: a date with a time stays one, at 00:00:00. */
const start = (run: Run, self: Value, days: number) => dateAt(days, 0, run.host.timeZone, asDate(self, run).isDateOnly);

function monthsOn(run: Run, self: Value, count: Value): Civil {
  const months = asInteger(count, run);
  return Math.abs(months) <= 10_000_000 ? addMonths(civil(run, self), months) : fail("The date is out of range");
}

const steps = section("§9.3", [
  {
    ...{
      name: "getWeekOfYear",
      on: ["date"],
      parameters: [optional("startDay", "text", 'First day of the week, "Sunday".')],
    },
    ...{
      returns: "number",
      doc: "Week of the year; the week of 1 January is the first.",
      example: "'7-Feb-2021'.getWeekOfYear(\"Monday\") -> 6",
    },
    call: (run, self, day) =>
      weekOfYear(at(run, self).days, day === undefined || day === null ? 0 : weekdayGiven(run, day)),
  },
  {
    ...{ name: "toStartOfMonth", on: ["date"], parameters: [], returns: "date", doc: "First day of the month." },
    example: "'15-Mar-2019'.toStartOfMonth() -> 01-Mar-2019",
    call: (run, self) => start(run, self, daysOf({ ...civil(run, self), day: 1 })),
  },
  {
    ...{
      name: "toStartOfWeek",
      on: ["date"],
      parameters: [],
      returns: "date",
      doc: "The Sunday the week begins with.",
    },
    example: "'15-Mar-2019'.toStartOfWeek() -> 10-Mar-2019",
    call: (run, self) => {
      const { days } = at(run, self);
      return start(run, self, days - weekdayOf(days));
    },
  },
  {
    ...{ name: "eomonth", on: ["date"], parameters: [parameter("months", "number")], returns: "date" },
    ...{ doc: "Last day of the month so many months on.", example: "'15-Jan-2019'.eomonth(1) -> 28-Feb-2019" },
    call: (run, self, count) => {
      const { year, month } = monthsOn(run, self, count);
      return dayAt(daysOf({ year, month, day: daysInMonth(year, month) }), run.host.timeZone);
    },
  },
  {
    ...{ name: "edate", on: ["date"], parameters: [parameter("months", "number")], returns: "date" },
    ...{
      doc: "The date so many months on, without a time.",
      example: "'01-Jan-2019 15:00:00'.edate(13) -> 01-Feb-2020",
    },
    call: (run, self, count) => dayAt(daysOf(monthsOn(run, self, count)), run.host.timeZone),
  },
  {
    ...{ name: "nextWeekDay", on: ["date"], parameters: [parameter("day", "text")], returns: "date" },
    ...{
      doc: "The next date on that day of the week.",
      example: "'20-Jul-2021'.nextWeekDay(\"Tuesday\") -> 27-Jul-2021",
    },
    call: (run, self, day) => towards(run, self, day ?? null, 1),
  },
  {
    ...{ name: "previousWeekDay", on: ["date"], parameters: [parameter("day", "text")], returns: "date" },
    ...{
      doc: "The last date on that day of the week.",
      example: "'20-Jul-2021'.previousWeekDay(\"Tuesday\") -> 13-Jul-2021",
    },
    call: (run, self, day) => towards(run, self, day ?? null, -1),
  },
]);

/** Parts of a date, and the days of the calendar around it (spec/deluge.md §9.3). */
export const dateParts: readonly Builtin[] = [...readers, ...steps];
