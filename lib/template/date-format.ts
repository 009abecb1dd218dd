import type { Moment } from "./date-value";

const formatters = new Map<string, Intl.DateTimeFormat>();
const mostFormatters = 100;

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    timeZoneName: "short",
  });
  if (formatters.size >= mostFormatters) formatters.clear();
  formatters.set(timeZone, made);
  return made;
}

/** Whether the name is a time zone known here, such as Europe/London. */
export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The clock on the wall: `wall` has its fields as if they were UTC. */
type Wall = { wall: Date; ms: number; offsetMinutes: number; timeZone: string; abbreviation: string };

function wallOf(moment: Moment, timeZone: string): Wall {
  const { ms } = moment;
  if (moment.isLocal || timeZone === "UTC") {
    return { wall: new Date(ms), ms, offsetMinutes: 0, timeZone: "UTC", abbreviation: "UTC" };
  }
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(ms)
      .map((part) => [part.type, part.value]),
  );
  const at = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type) ?? 0);
  const fraction = ((ms % 1000) + 1000) % 1000;
  const local = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"), fraction);
  const offsetMinutes = Math.round((local - ms) / 60_000);
  return { wall: new Date(local), ms, offsetMinutes, timeZone, abbreviation: parts.get("timeZoneName") ?? "" };
}

const months = "January February March April May June July August September October November December".split(" ");
const days = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const two = (value: number) => String(value).padStart(2, "0");
const hour12 = (wall: Date) => wall.getUTCHours() % 12 || 12;
const dayOfYear = (wall: Date) => Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / 86_400_000);
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

function isoWeek(wall: Date): { year: number; week: number } {
  const thursday = new Date(wall);
  thursday.setUTCDate(wall.getUTCDate() + 4 - (wall.getUTCDay() || 7));
  return { year: thursday.getUTCFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}

function ordinal(day: number): string {
  if (day > 10 && day < 14) return "th";
  return ["th", "st", "nd", "rd"][day % 10] ?? "th";
}

function offset({ offsetMinutes }: Wall, separator: string): string {
  const minutes = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`;
}

const daysInMonth = (wall: Date) => new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate();

const letters: Record<string, (at: Wall) => string | number> = {
  Y: ({ wall }) => String(wall.getUTCFullYear()).padStart(4, "0"),
  y: ({ wall }) => two(wall.getUTCFullYear() % 100),
  L: ({ wall }) => (isLeap(wall.getUTCFullYear()) ? 1 : 0),
  o: ({ wall }) => isoWeek(wall).year,
  W: ({ wall }) => two(isoWeek(wall).week),
  m: ({ wall }) => two(wall.getUTCMonth() + 1),
  n: ({ wall }) => wall.getUTCMonth() + 1,
  M: ({ wall }) => (months[wall.getUTCMonth()] ?? "").slice(0, 3),
  F: ({ wall }) => months[wall.getUTCMonth()] ?? "",
  t: ({ wall }) => daysInMonth(wall),
  d: ({ wall }) => two(wall.getUTCDate()),
  j: ({ wall }) => wall.getUTCDate(),
  S: ({ wall }) => ordinal(wall.getUTCDate()),
  D: ({ wall }) => (days[wall.getUTCDay()] ?? "").slice(0, 3),
  l: ({ wall }) => days[wall.getUTCDay()] ?? "",
  N: ({ wall }) => wall.getUTCDay() || 7,
  w: ({ wall }) => wall.getUTCDay(),
  z: ({ wall }) => dayOfYear(wall),
  H: ({ wall }) => two(wall.getUTCHours()),
  G: ({ wall }) => wall.getUTCHours(),
  h: ({ wall }) => two(hour12(wall)),
  g: ({ wall }) => hour12(wall),
  i: ({ wall }) => two(wall.getUTCMinutes()),
  s: ({ wall }) => two(wall.getUTCSeconds()),
  A: ({ wall }) => (wall.getUTCHours() < 12 ? "AM" : "PM"),
  a: ({ wall }) => (wall.getUTCHours() < 12 ? "am" : "pm"),
  v: ({ wall }) => String(wall.getUTCMilliseconds()).padStart(3, "0"),
  u: ({ wall }) => String(wall.getUTCMilliseconds()).padStart(3, "0").padEnd(6, "0"),
  U: ({ ms }) => Math.floor(ms / 1000),
  e: ({ timeZone }) => timeZone,
  T: ({ abbreviation }) => abbreviation,
  P: (at) => offset(at, ":"),
  p: (at) => (at.offsetMinutes === 0 ? "Z" : offset(at, ":")),
  O: (at) => offset(at, ""),
  Z: ({ offsetMinutes }) => offsetMinutes * 60,
  c: (at) => write("Y-m-d\\TH:i:sP", at),
  r: (at) => write("D, d M Y H:i:s O", at),
};

function write(format: string, at: Wall): string {
  return format.replace(/\\([\s\S])|[A-Za-z]/g, (found, literal: string | undefined) => {
    if (literal !== undefined) return literal;
    return Object.hasOwn(letters, found) ? String(letters[found]?.(at) ?? "") : found;
  });
}

/** The moment in PHP's date letters (`Y-m-d H:i`), a backslash before a letter keeps it. `timeZone` must be known. */
export const formatMoment = (moment: Moment, format: string, timeZone: string): string =>
  write(format, wallOf(moment, timeZone));
