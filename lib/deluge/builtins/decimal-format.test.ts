import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimalText } from "../values/numeral";
import { Decimal } from "../values/value";
import { formatNumber } from "./decimal-format";

/** Half-even with whole numbers only, slowly. */
function slowly(text: string, least: number, most: number, leastWhole: number, grouping: number): string {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  const drop = Math.max(0, fraction.length - most);
  const unit = 10n ** BigInt(drop);
  const size = BigInt(whole + fraction);
  let quotient = size / unit;
  const twice = (size % unit) * 2n;
  if (twice > unit || (twice === unit && drop > 0 && quotient % 2n === 1n)) quotient += 1n;
  const places = fraction.length - drop;
  const digits = String(quotient).padStart(places + 1, "0");
  let decimals = places > 0 ? digits.slice(-places) : "";
  while (decimals.length > least && decimals.endsWith("0")) decimals = decimals.slice(0, -1);
  decimals = decimals.padEnd(least, "0");
  let front = (places > 0 ? digits.slice(0, -places) : digits).padStart(leastWhole, "0");
  if (grouping > 0) front = front.replace(new RegExp(`\\B(?=(\\d{${grouping}})+$)`, "g"), ",");
  const result = front + (decimals ? `.${decimals}` : "");
  return text.startsWith("-") && /[1-9]/.test(result) ? `-${result}` : result;
}

describe("formatNumber", () => {
  test("agrees with exact arithmetic", () => {
    const tenth = fc.tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.integer({ min: 0, max: 5 }));
    const numbers = fc.oneof(
      tenth.map(([units, places]) => Number(`${units}e-${places}`)),
      fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
    );
    fc.assert(
      fc.property(
        numbers,
        fc.nat(3),
        fc.nat(3),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(0, 3, 4),
        (value, least, more, leastWhole, grouping) => {
          const front = "0".repeat(leastWhole);
          const grouped = grouping ? `#,${`${"#".repeat(Math.max(0, grouping - leastWhole))}${front}`}` : front;
          const size = grouping ? Math.max(grouping, leastWhole) : 0;
          const pattern = `${grouped}${least + more > 0 ? "." : ""}${"0".repeat(least)}${"#".repeat(more)}`;
          const wanted = slowly(decimalText(value), least, least + more, leastWhole, size);
          expect(formatNumber(new Decimal(value), pattern)).toBe(wanted);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  // Results of java.text.DecimalFormat (Java 17) for BigDecimal of the same digits.
  test.each<[number, string, string]>([
    [0.125, "#,##0.00", "0.12"],
    [-1234.5, "$#,##0.00", "-$1,234.50"],
    [2434, "000000000", "000002434"],
    [0.255, "0%", "26%"],
    [0.245, "0%", "24%"],
    [123123456, "##,###", "123,123,456"],
    [0.5, "#.##", "0.5"],
    [0, "#.##", "0"],
    [0, ".##", ".0"],
    [0.25, ".##", ".25"],
    [0, "#", "0"],
    [-7, "00.00;(00.00)", "(07.00)"],
    [0.5, "0‰", "500‰"],
    [5, "0.00 'kg'", "5.00 kg"],
    [5, "'#'0", "#5"],
    [5, "0.", "5."],
    [5, "0''", "5'"],
    [123456, "#,####.00", "12,3456.00"],
    [1234567, "#,##,##0.0", "1,234,567.0"],
    [-0.4, "0", "-0"],
    [12.345, "Rs #,##0.00/-", "Rs 12.34/-"],
  ])("%d by %s is %s", (value, pattern, text) => {
    // Java shows a sign on what rounds to zero; here it is left out.
    expect(formatNumber(new Decimal(value), pattern)).toBe(text === "-0" ? "0" : text);
  });

  test.each(["0#0", "abc", "", "#.0.0", "0.#0", "'0'"])("%j is no pattern", (pattern) => {
    expect(() => formatNumber(5, pattern)).toThrow("is not a number pattern");
  });

  test("numbers of 64 bits keep every digit", () => {
    expect(formatNumber(2n ** 63n - 1n, "#,##0")).toBe("9,223,372,036,854,775,807");
    expect(formatNumber(-(2n ** 63n), "0.0")).toBe("-9223372036854775808.0");
  });
});
