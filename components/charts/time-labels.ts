const minuteMs = 60_000;
const [hour, day] = [60, 1440];
const intervals = [
  5,
  10,
  15,
  30,
  hour,
  2 * hour,
  4 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  5 * day,
  7 * day,
  30 * day,
];
const mostTicks = 7;

/** The points an axis names: the first of every whole quarter of an hour, hour, day … of the reader's, seven at most. */
export function axisTicks(times: readonly number[], zoneMinutes = (at: number) => -new Date(at).getTimezoneOffset()) {
  const [first = 0] = times;
  const length = ((times.at(-1) ?? 0) - first) / minuteMs;
  const interval = intervals.find((one) => length / one < mostTicks) ?? length;
  const nth = (at: number) => Math.floor((at / minuteMs + zoneMinutes(at)) / interval);
  const isWhole = (at: number) => (at / minuteMs + zoneMinutes(at)) % interval === 0;
  return times.filter((at, index) => {
    const before = times[index - 1];
    return before === undefined ? isWhole(at) : nth(before) !== nth(at);
  });
}

/** Times on an axis in the reader's zone: "14:30" for ranges up to a day, "21 Nov" for longer ones. */
export function tickLabel(at: number, stepMinutes: number, timeZone?: string): string {
  const format: Intl.DateTimeFormatOptions =
    stepMinutes < hour ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat("en-GB", { ...format, timeZone }).format(at);
}

/** "14:30–15:00", "21 Nov, 12:00–15:00": the time a point stands for. */
export function spanLabel(at: number, stepMinutes: number, timeZone?: string): string {
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
  const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone });
  const span = stepMinutes === 1 ? time.format(at) : `${time.format(at)}–${time.format(at + stepMinutes * minuteMs)}`;
  return stepMinutes < hour ? span : `${date.format(at)}, ${span}`;
}
