import { daysBetween, hoursBetween, monthsBetween, timeBetween } from "../dates/between";
import { DAY } from "../dates/civil";
import { asDate } from "../values/convert";
import { fail } from "../values/errors";
import { type DateValue, Decimal, type Value } from "../values/value";
import type { Builtin, Run } from "./builtin";
import { parameter } from "./entry";

type Told = Pick<Builtin, "name" | "doc" | "example" | "returns"> & { aliases?: readonly string[] };

const between = (told: Told, of: (from: DateValue, to: DateValue, zone: string) => Value): Builtin => ({
  ...told,
  on: ["date"],
  parameters: [parameter("end", "date")],
  section: "§9.3",
  call: (run: Run, self: Value, end: Value) => of(asDate(self, run), asDate(end, run), run.host.timeZone),
});

const year = "a year being 365 days";

/** How far apart two dates are, negative when the second is the earlier (spec/deluge.md §9.3). */
export const dateBetween: readonly Builtin[] = [
  between(
    {
      ...{
        name: "daysBetween",
        aliases: ["days360"],
        returns: "number",
        doc: "Whole days from one date to the other.",
      },
      example: "days360('01-Jan-2019', '31-Dec-2019') -> 364",
    },
    daysBetween,
  ),
  between(
    {
      ...{ name: "hoursBetween", returns: "number", doc: "Whole hours from one date to the other." },
      example: "hoursBetween('18-Dec-2019 09:00:00', '19-Dec-2019 10:59:00') -> 25",
    },
    hoursBetween,
  ),
  between(
    {
      ...{ name: "monthsBetween", aliases: ["totalMonth", "totalMonths", "monthsDiff"], returns: "number" },
      ...{
        doc: "Whole calendar months from one date to the other.",
        example: "'31-Dec-1989'.monthsBetween('01-Feb-1990') -> 1",
      },
    },
    monthsBetween,
  ),
  between(
    {
      ...{ name: "yearsBetween", returns: "number", doc: `Whole years from one date to the other, ${year}.` },
      example: "'02-Jan-2020'.yearsBetween('01-Jan-2021') -> 1",
    },
    (from, to, zone) => Math.trunc(daysBetween(from, to, zone) / 365) + 0,
  ),
  between(
    {
      ...{ name: "totalYear", aliases: ["totalYears", "yearsDiff"], returns: "number" },
      ...{
        doc: "Whole calendar years from one date to the other.",
        example: "'02-Jan-2020'.totalYear('01-Jan-2021') -> 0",
      },
    },
    (from, to, zone) => Math.trunc(monthsBetween(from, to, zone) / 12) + 0,
  ),
  between(
    {
      ...{ name: "yearFraction", returns: "decimal", doc: `Years that passed, as a fraction, ${year}.` },
      example: "'01-Jan-2019'.yearFraction('15-Mar-2019') -> 0.2",
    },
    (from, to) => new Decimal((to.ms - from.ms) / DAY / 365),
  ),
  between(
    {
      ...{ name: "timeBetween", returns: "text" },
      doc: "Hours, minutes and seconds that passed; what is zero at the end is left out. The end must not be the earlier.",
      example: "'06-Jan-2020 10:10:12'.timeBetween('07-Jan-2020 11:20:14') -> 25:10:2",
    },
    (from, to) => timeBetween(from, to) ?? fail("The end time has to be greater than the start time"),
  ),
];
