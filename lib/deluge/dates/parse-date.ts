import { DateValue } from "../values/value";
import { DAY, daysFromCivil, daysInMonth, farthest, HOUR, MINUTE, SECOND } from "./civil";
import { monthNamed } from "./names";
import { zoneNamed } from "./zone";

// One expression per form, each linear: fixed pieces, no nested repetition. An offset behind the time is read over (§2.6).
const time = String.raw`(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?(?: ?([AaPp][Mm]))?`;
const offset = String.raw`(?: ?(?:Z|[+-]\d{2}:?\d{2}))?`;
const named = new RegExp(`^(\\d{1,2})-([A-Za-z]{3,9})-(\\d{4,6})(?: ${time})?$`);
const slashed = new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4})(?: ${time})?$`);
const iso = new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:([ Tt])${time}${offset})?$`);
const longest = 48;

/** A date with the time on the wall, in milliseconds as if it were UTC. */
type Read = { wall: number; isDateOnly: boolean; hasLetterT: boolean };

/** A text of one of the accepted forms as a date in this zone (spec/deluge.md §2.6); null for anything else. Never throws. */
export function parseDateText(text: string, zone: string): DateValue | null {
  const read = readDate(text);
  if (!read) return null;
  const ms = zoneNamed(zone).instantOf(read.wall);
  return Math.abs(ms) <= farthest ? new DateValue(ms, read.isDateOnly) : null;
}

/** Whether a text literal is a date: the forms of spec/deluge.md §2.6, without the letter `T` between date and time. */
export function isDateText(text: string): boolean {
  const read = readDate(text);
  return read !== null && !read.hasLetterT;
}

function readDate(given: string): Read | null {
  const text = given.length <= longest ? given.trim() : "";
  const first = text.charCodeAt(0);
  if (!(first >= 48 && first <= 57)) return null;
  let match = named.exec(text);
  if (match) {
    const month = monthNamed(match[2] ?? "");
    return month === undefined ? null : build(Number(match[3]), month + 1, Number(match[1]), match, 4, false);
  }
  match = iso.exec(text);
  if (match) {
    const hasLetterT = match[4]?.toUpperCase() === "T";
    return build(Number(match[1]), Number(match[2]), Number(match[3]), match, 5, hasLetterT);
  }
  match = slashed.exec(text);
  return match && build(Number(match[3]), Number(match[2]), Number(match[1]), match, 4, false);
}

/** `at`: the match's group of the hour. */
function build(year: number, month: number, day: number, match: RegExpExecArray, at: number, hasLetterT: boolean) {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  const midnight = daysFromCivil(year, month, day) * DAY;
  if (match[at] === undefined) return { wall: midnight, isDateOnly: true, hasLetterT };
  const ms = timeOfDay(match[at], match[at + 1] ?? "0", match[at + 2] ?? "0", match[at + 3] ?? "", match[at + 4]);
  return ms === null ? null : { wall: midnight + ms, isDateOnly: false, hasLetterT };
}

/** As documented (§9.3), an hour past 23 makes it midnight, a minute past 59 the full hour, a second past 59 the full minute. */
function timeOfDay(hours: string, minutes: string, seconds: string, fraction: string, half: string | undefined) {
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
  }
  const [minute, second] = [Number(minutes), Number(seconds)];
  if (hour > 23) return 0;
  if (minute > 59) return hour * HOUR;
  if (second > 59) return hour * HOUR + minute * MINUTE;
  return hour * HOUR + minute * MINUTE + second * SECOND + Number(fraction.slice(0, 3).padEnd(3, "0"));
}

const clock = new RegExp(`^${time}$`);

/** Milliseconds since midnight of "19:00:00" or "06:00:00 PM" (§2.6); null for anything else. */
export function parseTimeText(text: string): number | null {
  const match = text.length <= longest ? clock.exec(text.trim()) : null;
  return match && timeOfDay(match[1] ?? "", match[2] ?? "", match[3] ?? "0", match[4] ?? "", match[5]);
}
