import { fail } from "./errors";
import { decimalText, integerOf, type Numeric } from "./numeral";
import { Decimal } from "./value";

/** A number as its decimal digits: `whole.fraction`, exactly what its shortest text shows. */
export type Digits = { isNegative: boolean; whole: string; fraction: string };

export function digitsOf(value: Numeric): Digits {
  const text = value instanceof Decimal ? decimalText(value.value) : String(value);
  const isNegative = text.startsWith("-");
  const [whole = "0", fraction = ""] = (isNegative ? text.slice(1) : text).split(".");
  return { isNegative, whole, fraction: fraction === "0" ? "" : fraction };
}

export type Rounding = "half-away" | "half-even" | "cut";

function roundsUp(kept: string, rest: string, rounding: Rounding): boolean {
  if (rounding === "cut" || rest === "") return false;
  const first = rest.charCodeAt(0);
  if (first !== 53) return first > 53;
  if (rounding === "half-away" || /[1-9]/.test(rest.slice(1))) return true;
  return kept.charCodeAt(kept.length - 1) % 2 === 1;
}

/** Adds one to the last digit. */
function incremented(digits: string): string {
  let at = digits.length - 1;
  while (at >= 0 && digits[at] === "9") at--;
  const zeros = "0".repeat(digits.length - 1 - at);
  return at < 0 ? `1${zeros}` : `${digits.slice(0, at)}${Number(digits[at]) + 1}${zeros}`;
}

/** To that many decimals, negative ones before the point; decided on the decimal digits, so that ties are ties (§9.2). */
export function rounded({ isNegative, whole, fraction }: Digits, places: number, rounding: Rounding): Digits {
  if (places >= fraction.length) return { isNegative, whole, fraction };
  if (places >= 0) {
    const kept = whole + fraction.slice(0, places);
    const digits = roundsUp(kept, fraction.slice(places), rounding) ? incremented(kept) : kept;
    const point = digits.length - places;
    return { isNegative, whole: digits.slice(0, point), fraction: digits.slice(point) };
  }
  if (-places > whole.length) return { isNegative, whole: "0", fraction: "" };
  const point = whole.length + places;
  const kept = `0${whole.slice(0, point)}`;
  const digits = roundsUp(kept, whole.slice(point) + fraction, rounding) ? incremented(kept) : kept;
  return {
    isNegative,
    whole: `${digits.replace(/^0+(?=\d)/, "")}${"0".repeat(-places)}`.replace(/^0+(?=\d)/, ""),
    fraction: "",
  };
}

const signed = ({ isNegative, whole, fraction }: Digits) =>
  `${isNegative ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;

/** NUMBER of the digits, whose fraction is left out; ScriptError beyond 64 bits. */
export function wholeNumberOf({ isNegative, whole }: Digits): number | bigint {
  if (whole.length <= 15) return isNegative ? 0 - Number(whole) : Number(whole);
  const value = whole.length > 20 ? null : integerOf(isNegative ? -BigInt(whole) : BigInt(whole));
  return value ?? fail("The number is beyond 64 bits");
}

export const decimalOf = (digits: Digits): Decimal => new Decimal(Number(signed(digits)));
