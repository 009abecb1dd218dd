import { addUnits, type Unit } from "../dates/add";
import { asDate, asInteger } from "../values/convert";
import type { Value } from "../values/value";
import type { Builtin, Run } from "./builtin";
import { parameter } from "./entry";

const units: readonly { unit: Unit; name: string; aliases?: readonly string[]; example: readonly [string, string] }[] =
  [
    { unit: "day", name: "Day", example: ["31-Jan-2019 00:00:00", "29-Jan-2019 00:00:00"] },
    { unit: "week", name: "Week", example: ["06-Feb-2019 00:00:00", "23-Jan-2019 00:00:00"] },
    { unit: "month", name: "Month", example: ["28-Feb-2019 00:00:00", "30-Dec-2018 00:00:00"] },
    { unit: "year", name: "Year", example: ["30-Jan-2020 00:00:00", "30-Jan-2018 00:00:00"] },
    { unit: "hour", name: "Hour", example: ["30-Jan-2019 01:00:00", "29-Jan-2019 23:00:00"] },
    { unit: "minute", name: "Minutes", aliases: ["Minute"], example: ["30-Jan-2019 00:01:00", "29-Jan-2019 23:59:00"] },
    { unit: "second", name: "Seconds", aliases: ["Second"], example: ["30-Jan-2019 00:00:01", "29-Jan-2019 23:59:59"] },
  ];

const clamps = "A day the month lacks becomes its last one.";
const isByCalendar = (unit: Unit) => unit === "month" || unit === "year";

/** addDay … subSeconds: `add` and `sub` of every unit (spec/deluge.md §9.3). */
export const dateArithmetic: readonly Builtin[] = units.flatMap(({ unit, name, aliases = [], example }) =>
  [1, -1].map((sign): Builtin => {
    const verb = sign === 1 ? "add" : "sub";
    return {
      name: `${verb}${name}`,
      aliases: aliases.map((alias) => `${verb}${alias}`),
      on: ["date"],
      parameters: [parameter("count", "number", "May be negative.")],
      returns: "date",
      doc: `The date so many ${unit}s ${sign === 1 ? "later" : "earlier"}.${isByCalendar(unit) ? ` ${clamps}` : ""}`,
      example: `'30-Jan-2019'.${verb}${name}(1) -> ${example[sign === 1 ? 0 : 1]}`,
      section: "§9.3",
      call: (run: Run, self: Value, count: Value) =>
        addUnits(asDate(self, run), sign * asInteger(count, run), unit, run.host.timeZone),
    };
  }),
);
