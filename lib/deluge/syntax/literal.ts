import { Flag } from "./token";

/** The value of a text literal, given with its quotes (spec/deluge.md §2.5, §2.6). `\n` may stay two characters (§14.5). */
export function textValue(source: string, start: number, end: number, flags: number, keepsN: boolean): string {
  const isClosed = (flags & Flag.isUnclosed) === 0;
  const inner = source.slice(start + 1, isClosed ? Math.max(end - 1, start + 1) : end);
  return flags & Flag.hasBackslash ? unescaped(inner, source.charCodeAt(start) === 39, keepsN) : inner;
}

/** `\"`, `\\`, `\n`, `\t`, `\r`; every other backslash stays. `\'` only between single quotes. */
function unescaped(text: string, isQuoted: boolean, keepsN: boolean): string {
  let made = "";
  let from = 0;
  for (let at = text.indexOf("\\"); at >= 0 && at + 1 < text.length; at = text.indexOf("\\", from)) {
    const next = text.charAt(at + 1);
    made += text.slice(from, at) + escaped(next, isQuoted, keepsN);
    from = at + 2;
  }
  return made + text.slice(from);
}

function escaped(next: string, isQuoted: boolean, keepsN: boolean): string {
  if (next === '"' || next === "\\") return next;
  if (next === "n" && !keepsN) return "\n";
  if (next === "t") return "\t";
  if (next === "r") return "\r";
  if (next === "'" && isQuoted) return "'";
  return `\\${next}`;
}

const largest = 2n ** 63n;

/** A whole number of digits (§2.7); null beyond 64 bits. 2^63 itself is left to the minus in front of it. */
export function integerValue(digits: string): number | bigint | null {
  if (digits.length <= 15) return Number(digits);
  const plain = digits.replace(/^0+(?=\d)/, "");
  if (plain.length > 19) return null;
  const value = BigInt(plain);
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  return value <= largest ? value : null;
}

/** Only `-9223372036854775808` may be written with these digits. */
export const isJustBeyond = (value: number | bigint) => value === largest;
