import { momentOf } from "@/lib/template/date-value";

export type DateMode = "day" | "instant" | "relative";

/** How a date value of a condition was written. */
export function dateModeOf(text: string): DateMode {
  const moment = /^\d{4}-/.test(text.trim()) ? momentOf(text) : undefined;
  if (!moment) return "relative";
  return moment.isLocal ? "day" : "instant";
}

/** What the value becomes when another way of writing it is chosen: the same day where there is one. */
export function inMode(mode: DateMode, text: string): string {
  if (mode === "relative") return "today";
  const moment = dateModeOf(text) === "relative" ? undefined : momentOf(text);
  if (!moment) return "";
  const iso = new Date(moment.ms).toISOString();
  return mode === "day" ? iso.slice(0, 10) : `${iso.slice(0, 16)}Z`;
}

/** A moment as the browser's date-and-time box takes it, in UTC; empty for anything else. */
export function momentInput(text: string): string {
  const moment = momentOf(text);
  return moment ? new Date(moment.ms).toISOString().slice(0, 16) : "";
}
