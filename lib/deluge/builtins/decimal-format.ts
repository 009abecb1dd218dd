import { type Digits, digitsOf, rounded } from "../values/digits";
import { fail } from "../values/errors";
import type { Numeric } from "../values/numeral";

// Java's DecimalFormat without exponents (spec/deluge.md §9.2): # 0 , . % ‰ and quoted text in the number's place, anything
// else stands for itself. Rounds half-even.

type Format = {
  prefix: string;
  suffix: string;
  /** Null: a minus before the positive form. */
  negative: { prefix: string; suffix: string } | null;
  /** Places the number is shifted to the left: 2 for per cent, 3 for per mille. */
  shift: number;
  grouping: number;
  leastWhole: number;
  leastFraction: number;
  mostFraction: number;
  /** The pattern ends with the point: it is always shown. */
  hasPoint: boolean;
};

const longestPattern = 200;
const kept = new Map<string, Format>();

/** Cuts at the first `;` outside quotes. */
function halves(pattern: string): [string, string | undefined] {
  let isQuoted = false;
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === "'") isQuoted = !isQuoted;
    else if (pattern[at] === ";" && !isQuoted) return [pattern.slice(0, at), pattern.slice(at + 1)];
  }
  return [pattern, undefined];
}

/** `affixes` are what stands around the number, `core` its # 0 , and . */
function taken(pattern: string) {
  const affixes = ["", ""] as [string, string];
  let core = "";
  let shift = 0;
  let side: 0 | 1 = 0;
  let at = 0;
  while (at < pattern.length) {
    const unit = pattern.charAt(at);
    if (unit === "'") {
      const end = pattern.indexOf("'", at + 1);
      if (core) side = 1;
      affixes[side] += end === at + 1 ? "'" : pattern.slice(at + 1, end < 0 ? undefined : end);
      at = end < 0 ? pattern.length : end + 1;
      continue;
    }
    if (side === 0 && "#0,.".includes(unit)) core += unit;
    else {
      if (core) side = 1;
      if (unit === "%") shift = 2;
      if (unit === "‰") shift = 3;
      affixes[side] += unit;
    }
    at++;
  }
  return { prefix: affixes[0], suffix: affixes[1], core, shift };
}

function read(pattern: string): Format {
  const [positive, negative] = halves(pattern);
  const { prefix, suffix, core, shift } = taken(positive);
  const [whole = "", fraction = "", ...more] = core.split(".");
  const zeros = whole.replaceAll(",", "");
  if (more.length > 0 || !/^#*0*$/.test(zeros) || !/^0*#*$/.test(fraction) || core === "") {
    fail(`'${pattern}' is not a number pattern such as #,##0.00`);
  }
  const comma = whole.lastIndexOf(",");
  const other = negative === undefined ? null : taken(negative);
  const leastWhole = zeros.replaceAll("#", "").length;
  const leastFraction = fraction.replaceAll("#", "").length;
  // Without any 0, Java takes the last # before the point for one, or else the first behind it.
  const isBare = leastWhole + leastFraction === 0 && core.includes(".");
  return {
    ...{ prefix, suffix, shift, mostFraction: fraction.length, hasPoint: core.endsWith(".") },
    negative: other && { prefix: other.prefix, suffix: other.suffix },
    grouping: comma < 0 ? 0 : whole.length - 1 - comma,
    leastWhole: isBare && zeros !== "" ? 1 : leastWhole,
    leastFraction: isBare && zeros === "" ? 1 : leastFraction,
  };
}

/** A pattern read once; ScriptError when it is none. */
function formatOf(pattern: string): Format {
  const known = kept.get(pattern);
  if (known) return known;
  if (pattern.length > longestPattern) fail(`A number pattern has at most ${longestPattern} characters`);
  const format = read(pattern);
  const [oldest] = kept.keys();
  if (kept.size >= 200 && oldest !== undefined) kept.delete(oldest);
  kept.set(pattern, format);
  return format;
}

function shifted({ isNegative, whole, fraction }: Digits, places: number): Digits {
  const padded = fraction.padEnd(places, "0");
  const moved = `${whole}${padded.slice(0, places)}`.replace(/^0+(?=\d)/, "");
  return { isNegative, whole: moved, fraction: padded.slice(places) };
}

function grouped(whole: string, size: number): string {
  if (size <= 0 || whole.length <= size) return whole;
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= size) groups.unshift(whole.slice(Math.max(0, end - size), end));
  return groups.join(",");
}

/** The number by a pattern such as `$#,##0.00`, `000000` or `0%` (§9.2). */
export function formatNumber(value: Numeric, pattern: string): string {
  const format = formatOf(pattern);
  const { isNegative, whole, fraction } = rounded(
    shifted(digitsOf(value), format.shift),
    format.mostFraction,
    "half-even",
  );
  const decimals = fraction.replace(/0+$/, "").padEnd(format.leastFraction, "0");
  const digits = (whole === "0" ? "" : whole).padStart(Math.max(format.leastWhole, decimals === "" ? 1 : 0), "0");
  const text = grouped(digits, format.grouping) + (decimals === "" && !format.hasPoint ? "" : `.${decimals}`);
  const isBelowZero = isNegative && /[1-9]/.test(whole + fraction);
  if (!isBelowZero) return format.prefix + text + format.suffix;
  return format.negative
    ? format.negative.prefix + text + format.negative.suffix
    : `-${format.prefix}${text}${format.suffix}`;
}
