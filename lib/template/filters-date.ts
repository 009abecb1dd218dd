import { formatMoment, isTimeZone } from "./date-format";
import { momentOf } from "./date-value";
import { TemplateError } from "./errors";
import type { Filter, FilterEnv } from "./filter";
import { readText } from "./filters-text";
import { textOf } from "./text";

const unknownZone = (name: string) => `There is no time zone called ${name}. Write one such as UTC or Europe/London`;

function date(value: unknown, [format, zone]: readonly unknown[], env: FilterEnv): string {
  if (value === undefined || value === null || value === "") return "";
  const moment = value === "now" ? { ms: (env.now ?? new Date()).getTime(), isLocal: false } : momentOf(value);
  // A value that is no date is shown as it is: easier to trace than nothing.
  if (!moment) return readText(value, env);
  const timeZone = textOf(zone, env) || env.timeZone;
  if (!isTimeZone(timeZone)) throw new TemplateError(unknownZone(timeZone), env.source, env.at);
  const letters = textOf(format, env) || env.dateFormat;
  readText(letters, env);
  return formatMoment(moment, letters, timeZone);
}

export const dateFilters: Record<string, Filter> = {
  date: {
    doc: 'A date in the given letters: date("Y-m-d H:i") or date("d/m/Y", "Europe/London"). "now" is the current time.',
    args: [
      { name: "format", isOptional: true },
      { name: "timeZone", isOptional: true },
    ],
    check: ([, zone]) => (typeof zone === "string" && zone !== "" && !isTimeZone(zone) ? unknownZone(zone) : undefined),
    call: date,
  },
};
