import { describe, expect, test } from "vitest";
import { Execution } from "../compile/execution";
import { defaultLimits, defaultOptions, type Limits } from "../options";
import { fakeHost } from "../testing/fake-host";
import { LimitError, ScriptError } from "../values/errors";
import { matchesWhole, regexOf, replaceMatches } from "./regex";

const run = (limits: Partial<Limits> = {}) =>
  new Execution(fakeHost(), defaultOptions, { ...defaultLimits, ...limits });
const replace = (text: string, pattern: string, by: string, onlyFirst = false) =>
  replaceMatches(run(), text, regexOf(pattern, false), by, onlyFirst);

describe("replacing", () => {
  // Results of java.lang.String.replaceAll, but for a $ without a group, which Java refuses.
  test.each([
    ["abc", "b", "[$0]", "a[b]c"],
    ["abc", "(b)", "$1$1", "abbc"],
    ["abc", "(b)", "$12", "ab2c"],
    ["abc", "(?<x>b)", "$\u007bx}-", "ab-c"],
    ["abc", "(b)|(z)", "<$2>", "a<>c"],
    ["abc", "b", "\\$1", "a$1c"],
    ["abc", "b", "\\\\", "a\\c"],
    ["abc", "b", '\\"', 'a"c'],
    ["abc", "b", "$", "a$c"],
    ["abc", "b", "$9", "a$9c"],
    ["abc", "b", "$\u007bno}", "a$\u007bno}c"],
    ["abc", "", "-", "-a-b-c-"],
    ["a\r\nb\nc", "\\R", " ", "a b c"],
    ["a\u00a0b", "\\h", "_", "a_b"],
    ["aAb", "\\u0041", "x", "axb"],
    ["a_b", "\\_", " ", "a b"],
    ["x+y", "[+*]+", "-", "x-y"],
    ["a.b", "\\Qa.b\\E", "x", "x"],
  ])("%j by %s with %j", (text, pattern, by, result) => expect(replace(text, pattern, by)).toBe(result));

  test("only the first", () => expect(replace("aaa", "a", "b", true)).toBe("baa"));
});

describe("what RE2 leaves out says so", () => {
  test.each([
    ["(?!a)", "look-ahead and look-behind are not supported"],
    ["(?<=a)b", "look-ahead and look-behind are not supported"],
    ["(a)\\1", "back-references are not supported"],
    ["a++", "possessive quantifiers and atomic groups are not supported"],
    ["(?>a)", "possessive quantifiers and atomic groups are not supported"],
    ["[a-z&&[^b]]", "intersections of character classes are not supported"],
    ["a{5000}", "a repetition may count to 1000"],
    ["(", "missing closing ): `(`"],
    ["*", "missing argument to repetition operator: `*`"],
  ])("%s", (pattern, why) => {
    expect(() => regexOf(pattern, false)).toThrow(new ScriptError(`Invalid regular expression '${pattern}': ${why}`));
  });

  test("a pattern has a longest length", () => {
    expect(() => regexOf("a".repeat(10_001), false)).toThrow("at most 10000 characters");
  });
});

describe("budgets", () => {
  test("a pattern that reads to the end for each match runs into the clock", () => {
    const slow = run({ timeMs: 200 });
    const started = performance.now();
    expect(() => replaceMatches(slow, "a".repeat(60_000), regexOf("a*?b|a", false), "", false)).toThrow(LimitError);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("a repetition may count to 1000, whatever the pattern says besides", () => {
    expect(matchesWhole(run(), "a".repeat(1_000), regexOf("a{1000}", false))).toBe(true);
    expect(matchesWhole(run(), "invalid repeat", regexOf("invalid repeat", false))).toBe(true);
    expect(() => regexOf("a{1001}", false)).toThrow("a repetition may count to 1000");
  });

  test("a large pattern on a large text is refused", () => {
    expect(() => matchesWhole(run(), "a".repeat(1_000_000), regexOf("(a|b|c){500}x{500}", false))).toThrow(
      "too long for this",
    );
  });

  test("the result may not grow beyond the longest text", () => {
    const small = run({ textLength: 1_000 });
    expect(() => replaceMatches(small, "a".repeat(100), regexOf("a", false), "b".repeat(100), false)).toThrow(
      LimitError,
    );
  });

  test("no more than 200 patterns are kept", () => {
    for (let at = 0; at < 500; at++) expect(matchesWhole(run(), `x${at}`, regexOf(`x${at}`, false))).toBe(true);
  });
});
