import { Decimal } from "./value";

export type Numeric = number | bigint | Decimal;

export const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

export const isNumeric = (value: unknown): value is Numeric =>
  typeof value === "number" || typeof value === "bigint" || value instanceof Decimal;

/** A whole number of any size as the language keeps it; null beyond 64 bits (spec/deluge.md §2.7). */
export function integerOf(value: bigint): number | bigint | null {
  if (value >= -9007199254740991n && value <= 9007199254740991n) return Number(value);
  return value < int64.min || value > int64.max ? null : value;
}

/** The number as a double, exact or nearest. */
export const doubleOf = (value: Numeric): number => (value instanceof Decimal ? value.value : Number(value));

const numeral = /^[ \t\r\n\u00a0]*([+-]?)(?:([0-9]+)|([0-9]*\.[0-9]*))[ \t\r\n\u00a0]*$/;
const longest = 1_000;

/** The number a text reads as: `12`, `-0.5`, `.5`; null for anything else, exponents included (§2.7, §3.2). */
export function numeralOf(text: string): Numeric | null {
  const first = text.charCodeAt(0);
  if ((first > 57 && first !== 160) || text.length > longest) return null;
  const found = numeral.exec(text);
  if (!found) return null;
  const [, sign, whole, broken] = found;
  if (whole !== undefined) {
    if (whole.length <= 15) return sign === "-" ? 0 - Number(whole) : Number(whole);
    return integerOf(sign === "-" ? -BigInt(whole) : BigInt(whole));
  }
  if (broken === undefined || broken === ".") return null;
  const value = Number(broken);
  if (!Number.isFinite(value)) return null;
  return new Decimal(sign === "-" ? -value : value);
}

/** Plain digits of a double, shortest that reads back the same, never an exponent: `0.2`, `100.0` (§4.3). */
export function decimalText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return `${value === 0 ? 0 : value}.0`;
  const text = String(value);
  const exponentAt = text.indexOf("e");
  if (exponentAt < 0) return text;
  const sign = value < 0 ? "-" : "";
  const [whole = "", fraction = ""] = text.slice(sign.length, exponentAt).split(".");
  const exponent = Number(text.slice(exponentAt + 1));
  const digits = whole + fraction;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  return `${sign}${digits}${"0".repeat(exponent - fraction.length)}.0`;
}
