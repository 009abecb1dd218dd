import type { Attempt } from "./delivery";

/** The longest a partner can make us wait, in seconds. */
export const longestHint = 24 * 3600;

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const time = "(\\d{2}):(\\d{2}):(\\d{2})";
const fixdate = new RegExp(`^[a-z]{3}, (\\d{2}) ([a-z]{3}) (\\d{4}) ${time} GMT$`, "i");
const rfc850 = new RegExp(`^[a-z]{6,9}, (\\d{2})-([a-z]{3})-(\\d{2}) ${time} GMT$`, "i");
const asctime = new RegExp(`^[a-z]{3} ([a-z]{3}) ([ \\d]\\d) ${time} (\\d{4})$`, "i");

/** Milliseconds since 1970 of an HTTP date in any of its three forms (RFC 9110 §5.6.7); undefined for anything else. */
function readHttpDate(text: string, now: Date): number | undefined {
  const plain = fixdate.exec(text) ?? rfc850.exec(text);
  const parts = plain ? plain.slice(1) : inOrder(asctime.exec(text));
  if (!parts) return undefined;
  const [day = "", month = "", year = "", ...clock] = parts;
  const index = months.indexOf(month.toLowerCase());
  if (index < 0) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = clock.map(Number);
  const at = Date.UTC(fullYear(year, now), index, Number(day), hours, minutes, seconds);
  return Number.isNaN(at) ? undefined : at;
}

function inOrder(found: RegExpExecArray | null): string[] | undefined {
  if (!found) return undefined;
  const [, month = "", day = "", hours = "", minutes = "", seconds = "", year = ""] = found;
  return [day, month, year, hours, minutes, seconds];
}

/** Two digits more than 50 years ahead mean the century before. */
function fullYear(year: string, now: Date): number {
  if (year.length === 4) return Number(year);
  const century = now.getUTCFullYear() - (now.getUTCFullYear() % 100);
  const guess = century + Number(year);
  return guess > now.getUTCFullYear() + 50 ? guess - 100 : guess;
}

/**
 * Seconds a 429 or 503 reply asks us to wait (`Retry-After`: seconds, or an HTTP date), at most 24 hours. Undefined without
 * a hint, and for one that is past, negative or unreadable.
 */
export function retryHint({ response }: Pick<Attempt, "response">, now: Date): number | undefined {
  if (response?.status !== 429 && response?.status !== 503) return undefined;
  const text = response.headers["retry-after"]?.trim();
  if (!text) return undefined;
  const at = /^\d+$/.test(text) ? undefined : readHttpDate(text, now);
  const seconds = at === undefined ? (/^\d+$/.test(text) ? Number(text) : 0) : (at - now.getTime()) / 1000;
  return seconds > 0 ? Math.min(seconds, longestHint) : undefined;
}
