import {
  addWorkingDays,
  addWorkingTime,
  countWorkingDays,
  type OpeningHours,
  usualHours,
  usualWeekend,
  type WorkingDays,
  workingDays,
} from "../dates/business";
import { HOUR, MINUTE } from "../dates/civil";
import { weekdayNamed } from "../dates/names";
import { dateAt, dayAt, wallOf } from "../dates/wall";
import { asDate, asInteger, asList, asMap, asNumeric, asText } from "../values/convert";
import { fail } from "../values/errors";
import { getKey } from "../values/keys";
import { doubleOf } from "../values/numeral";
import { spendElements } from "../values/size";
import { Collection, KeyValue, List, type Value } from "../values/value";
import type { Builtin, Run } from "./builtin";
import { optional, parameter, section } from "./entry";

const listParameters = [
  optional("weekend", "list", 'Days of the week, {"Saturday", "Sunday"} when left out.'),
  optional("holidays", "list", "Dates."),
];

/** Weekend and holidays as given; Saturday and Sunday, and none. */
function workingDaysOf(run: Run, weekend: Value | undefined, holidays: Value | undefined): WorkingDays {
  const off = weekend === undefined || weekend === null ? usualWeekend : new Set(weekendDays(run, weekend));
  if (off.size === 7) fail("The weekend leaves no working day");
  const dates = holidays === undefined || holidays === null ? [] : asList(holidays, run).items;
  run.spend(dates.length);
  return { weekend: off, holidays: new Set(dates.map((date) => wallOf(asDate(date, run), run.host.timeZone).days)) };
}

const weekendDays = (run: Run, weekend: Value) =>
  asList(weekend, run).items.map((item) => {
    const name = asText(item, run);
    return weekdayNamed(name) ?? fail(`'${name.slice(0, 40)}' is not a day of the week`);
  });

function moved(run: Run, self: Value, count: Value, sign: 1 | -1, lists: Value[], isDateOnly?: true): Value {
  const date = asDate(self, run);
  const days = asInteger(count, run);
  const zone = run.host.timeZone;
  const { days: from, time } = wallOf(date, zone);
  if (days <= 0) return isDateOnly ? dayAt(from, zone) : date;
  const to = addWorkingDays(from, sign * days, workingDaysOf(run, lists[0], lists[1]), (units) => run.spend(units));
  return isDateOnly ? dayAt(to, zone) : dateAt(to, time, zone, date.isDateOnly);
}

const countParameter = parameter("days", "number", "A negative one changes nothing.");

/** §9.3: the whole part counts hours, two decimals count minutes: .1 is 10, .01 is 1, .7 is 70. */
function minutesOf(run: Run, hours: Value): number {
  const value = doubleOf(asNumeric(hours, run));
  const whole = Math.trunc(value);
  return whole * 60 + Math.round((value - whole) * 100);
}

function openingHours(run: Run, given: Value | undefined): OpeningHours {
  if (given === undefined || given === null) return usualHours;
  const map = given instanceof Collection ? new KeyValue(given.entries) : asMap(given, run);
  const hour = (key: string, usual: number) => {
    const value = getKey(map, key);
    return value === undefined || value === null ? usual : asInteger(value, run) * HOUR;
  };
  const hours = { start: hour("start", usualHours.start), end: hour("end", usualHours.end) };
  const isValid = hours.start >= 0 && hours.start < hours.end && hours.end <= 24 * HOUR;
  return isValid ? hours : fail("Business hours need a start before their end, from 0 to 24");
}

/** Working days and business hours (spec/deluge.md §9.3). */
export const dateBusiness: readonly Builtin[] = section("§9.3", [
  {
    ...{ name: "addBusinessDay", on: ["date"], parameters: [countParameter, ...listParameters], returns: "date" },
    ...{ doc: "The date so many working days later.", example: "'15-Mar-2019'.addBusinessDay(1) -> 18-Mar-2019" },
    call: (run, self, count, ...lists) => moved(run, self, count ?? null, 1, lists),
  },
  {
    ...{ name: "subBusinessDay", on: ["date"], parameters: [countParameter, ...listParameters], returns: "date" },
    ...{ doc: "The date so many working days earlier.", example: "'21-Jul-2021'.subBusinessDay(5) -> 14-Jul-2021" },
    call: (run, self, count, ...lists) => moved(run, self, count ?? null, -1, lists),
  },
  {
    ...{ name: "workday", on: ["date"], parameters: [countParameter, ...listParameters], returns: "date" },
    doc: "The date so many working days later, without a time.",
    example: "'15-Mar-2019 10:00:00'.workday(1) -> 18-Mar-2019",
    call: (run, self, count, ...lists) => moved(run, self, count ?? null, 1, lists, true),
  },
  {
    name: "addBusinessHour",
    on: ["date"],
    parameters: [
      parameter("hours", "decimal", "Two decimals count minutes: 1.7 is 1 hour and 70 minutes. May be negative."),
      ...listParameters,
      optional("hours", "map", '{"start": 9, "end": 17} when left out.'),
    ],
    returns: "date",
    doc: "The moment so many business hours later.",
    example: "'15-Mar-2019 16:00:00'.addBusinessHour(2) -> 18-Mar-2019 10:00:00",
    call: (run, self, hours, weekend, holidays, opening) => {
      const minutes = minutesOf(run, hours ?? null);
      const working = workingDaysOf(run, weekend, holidays);
      const from = wallOf(asDate(self, run), run.host.timeZone);
      const to = addWorkingTime(from, minutes * MINUTE, working, openingHours(run, opening), (units) =>
        run.spend(units),
      );
      return dateAt(to.days, to.time, run.host.timeZone, false);
    },
  },
  {
    ...{
      name: "workDaysBetween",
      on: ["date"],
      parameters: [parameter("end", "date"), ...listParameters],
      returns: "number",
    },
    doc: "Working days after one date up to the other; negative when that is the earlier.",
    example: "'1-Jan-2020'.workDaysBetween('6-Jan-2020') -> 3",
    call: (run, self, end, ...lists) => {
      const [from, to] = [self, end ?? null].map((date) => wallOf(asDate(date, run), run.host.timeZone).days) as [
        number,
        number,
      ];
      const working = workingDaysOf(run, lists[0], lists[1]);
      return from <= to ? countWorkingDays(from, to, working) : 0 - countWorkingDays(to - 1, from - 1, working);
    },
  },
  {
    ...{
      name: "workDaysList",
      on: ["date"],
      parameters: [parameter("end", "date"), ...listParameters],
      returns: "list",
    },
    doc: "The working days from one date to the other, both included.",
    example: "'3-Jan-2020'.workDaysList('6-Jan-2020') -> 03-Jan-2020,06-Jan-2020",
    call: (run, self, end, ...lists) => {
      const [from, to] = [self, end ?? null].map((date) => wallOf(asDate(date, run), run.host.timeZone).days) as [
        number,
        number,
      ];
      if (to < from) return new List([]);
      spendElements(to - from + 1, run);
      const days = workingDays(from, to, workingDaysOf(run, lists[0], lists[1]));
      return new List(days.map((day) => dayAt(day, run.host.timeZone)));
    },
  },
]);
