import { MINUTE } from "./civil";

/** At least so many digits, the sign in front. */
export const pad = (value: number, width: number) => (value < 0 ? `-${digits(-value, width)}` : digits(value, width));

function digits(value: number, width: number): string {
  if (width === 2) return value < 10 ? `0${value}` : `${value}`;
  const text = `${value}`;
  return text.length >= width ? text : text.padStart(Math.min(width, 100), "0");
}

/** "+0530" of milliseconds; `between` goes between hours and minutes. */
export function offsetText(offset: number, between: string): string {
  const minutes = Math.floor(Math.abs(offset) / MINUTE);
  return `${offset < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60), 2)}${between}${pad(minutes % 60, 2)}`;
}
