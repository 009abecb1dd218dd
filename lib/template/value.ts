import { AppError } from "../core/errors";

/** A calendar day without a time or zone, such as a date-only custom field. Shown as `yyyy/MM/dd` (spec V6). */
export type DateOnly = { readonly dateOnly: string };

const day = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Marks `2025-04-23` as a date without a time; throws AppError("invalid") for any other shape. */
export function dateOnly(text: string): DateOnly {
  if (!day.test(text))
    throw new AppError("invalid", `"${text}" is not a date. Write it as year-month-day: 2025-04-23.`);
  return { dateOnly: text };
}

export function isDateOnly(value: unknown): value is DateOnly {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.hasOwn(value, "dateOnly") &&
    typeof (value as DateOnly).dateOnly === "string" &&
    day.test((value as DateOnly).dateOnly)
  );
}

/** The text of a Date (ISO-8601, UTC) or DateOnly (yyyy/MM/dd); undefined for anything else. */
export function dateText(value: object): string | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  return isDateOnly(value) ? value.dateOnly.replaceAll("-", "/") : undefined;
}

/** A list or an object; dates are not. */
export const isCollection = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !(value instanceof Date) && !isDateOnly(value);

/** Whether a collection has nothing in it, without listing all that it has. */
export function isEmptyCollection(value: object): boolean {
  if (Array.isArray(value)) return value.length === 0;
  for (const key in value) if (Object.hasOwn(value, key)) return false;
  return true;
}

/** Truth as in Twig and PHP: false, nothing, 0, "", "0" and empty collections are not true. */
export function isTrue(value: unknown): boolean {
  if (typeof value === "string") return value !== "" && value !== "0";
  if (isCollection(value)) return !isEmptyCollection(value);
  return typeof value !== "function" && typeof value !== "symbol" && Boolean(value);
}
