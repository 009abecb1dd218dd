import type { Context } from "./context";
import { asDate } from "./convert";
import { fail } from "./errors";
import { doubleOf, integerOf, isNumeric, type Numeric } from "./numeral";
import { checkLength } from "./size";
import { textOf } from "./text";
import { DateValue, Decimal, kindOf, typeNames, type Value } from "./value";

const greatest = Number.MAX_SAFE_INTEGER;

function mismatch(operator: string, a: Value, b: Value): never {
  const [left, right] = [typeNames[kindOf(a)], typeNames[kindOf(b)]];
  return fail(
    `Left expression is of type ${left} and right expression is of type ${right} and the operator ${operator} is not valid`,
  );
}

/** A DECIMAL, where the result is one; ScriptError beyond the range of a double. */
function decimal(value: number): Decimal {
  if (!Number.isFinite(value)) return fail("The result is out of the range of DECIMAL");
  return new Decimal(value);
}

const whole = (value: bigint): Value =>
  integerOf(value) ?? fail("The result is out of the range of NUMBER, which has 64 bits");

/** `a + b` as text: at least one of them is TEXT (spec/deluge.md §4.2). Charged with the shorter part, the appended one. */
export function concatenate(a: Value, b: Value, context: Context): string {
  const left = typeof a === "string" ? a : textOf(a, context);
  const right = typeof b === "string" ? b : textOf(b, context);
  const text = left + right;
  if (text.length > 1_000) {
    checkLength(text.length, context);
    context.spend(left.length < right.length ? left.length : right.length);
  }
  return text;
}

/** NUMBER and DECIMAL add, anything with a TEXT joins (§4.2). */
export function add(a: Value, b: Value, context: Context): Value {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    return sum <= greatest && sum >= -greatest ? sum : whole(BigInt(a) + BigInt(b));
  }
  if (typeof a === "string" || typeof b === "string") return concatenate(a, b, context);
  if (!isNumeric(a) || !isNumeric(b)) return mismatch("+", a, b);
  if (a instanceof Decimal || b instanceof Decimal) return decimal(doubleOf(a) + doubleOf(b));
  return whole(BigInt(a) + BigInt(b));
}

/** Numbers; DATE − DATE is milliseconds, a text beside a date is read as one (§3.2, §4.2). */
export function subtract(a: Value, b: Value, context: Context): Value {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    return difference <= greatest && difference >= -greatest ? difference : whole(BigInt(a) - BigInt(b));
  }
  if (a instanceof DateValue || b instanceof DateValue) return betweenDates(a, b, context);
  if (!isNumeric(a) || !isNumeric(b)) return mismatch("-", a, b);
  if (a instanceof Decimal || b instanceof Decimal) return decimal(doubleOf(a) - doubleOf(b));
  return whole(BigInt(a) - BigInt(b));
}

function betweenDates(a: Value, b: Value, context: Context): number {
  const isDate = (value: Value) => value instanceof DateValue || typeof value === "string";
  if (!isDate(a) || !isDate(b)) return mismatch("-", a, b);
  return asDate(a, context).ms - asDate(b, context).ms;
}

/** Numbers (§4.2). */
export function multiply(a: Value, b: Value, _context: Context): Value {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // Adding 0 turns −0 into 0: NUMBER has no negative zero.
    return product <= greatest && product >= -greatest ? product + 0 : whole(BigInt(a) * BigInt(b));
  }
  if (!isNumeric(a) || !isNumeric(b)) return mismatch("*", a, b);
  if (a instanceof Decimal || b instanceof Decimal) return decimal(doubleOf(a) * doubleOf(b));
  return whole(BigInt(a) * BigInt(b));
}

const byZero = (): never => fail("Division by zero");

/** An exact quotient of two NUMBERs is one too, unless the options say otherwise; else DECIMAL (§4.2, §14.6). */
export function divide(a: Value, b: Value, { options }: Context): Value {
  if (typeof a === "number" && typeof b === "number") {
    if (b === 0) return byZero();
    if (options.exactQuotient === "number" && a % b === 0) return a / b + 0;
    return new Decimal(a / b);
  }
  if (!isNumeric(a) || !isNumeric(b)) return mismatch("/", a, b);
  if (doubleOf(b) === 0) return byZero();
  if (a instanceof Decimal || b instanceof Decimal) return decimal(doubleOf(a) / doubleOf(b));
  const [dividend, divisor] = [BigInt(a), BigInt(b)];
  if (options.exactQuotient === "number" && dividend % divisor === 0n) return whole(dividend / divisor);
  return new Decimal(Number(dividend) / Number(divisor));
}

/** What is left of a division, with the sign of the dividend (§4.2). */
export function remainder(a: Value, b: Value, _context: Context): Value {
  if (typeof a === "number" && typeof b === "number") return b === 0 ? byZero() : (a % b) + 0;
  if (!isNumeric(a) || !isNumeric(b)) return mismatch("%", a, b);
  if (doubleOf(b) === 0) return byZero();
  if (a instanceof Decimal || b instanceof Decimal) return decimal(doubleOf(a) % doubleOf(b));
  return whole(BigInt(a) % BigInt(b));
}

const notNumeric = (operator: string, value: Value): never =>
  fail(`Expression is of type ${typeNames[kindOf(value)]} and the operator ${operator} is not valid`);

/** Unary minus (§4.1). */
export function negate(value: Value, _context: Context): Value {
  if (typeof value === "number") return 0 - value;
  if (!isNumeric(value)) return notNumeric("-", value);
  return value instanceof Decimal ? new Decimal(0 - value.value) : whole(-value);
}

/** Unary plus: the number itself (§4.1). */
export const plus = (value: Value): Numeric => (isNumeric(value) ? value : notNumeric("+", value));
