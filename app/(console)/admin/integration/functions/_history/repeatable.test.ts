import { expect, test } from "vitest";
import { mask } from "@/lib/core/secrets";
import { longestLogged } from "@/lib/functions/run";
import { whyNoTest, whyNotAgain } from "./repeatable";

const run = { arguments: '{"id":1}', result: "done" };
const cut = `${"x".repeat(longestLogged.result)}…`;

test("a run that was kept whole can be repeated and kept as a test case", () => {
  expect(whyNotAgain(run)).toBeUndefined();
  expect(whyNoTest(run)).toBeUndefined();
});

test("masked or cut arguments can’t be sent again", () => {
  for (const given of [`{"token":"${mask}"}`, cut]) {
    expect(whyNotAgain({ ...run, arguments: given })).toMatch(/can’t be repeated/);
    expect(whyNoTest({ ...run, arguments: given })).toMatch(/can’t be repeated/);
  }
});

test("a masked or cut result is nothing to expect", () => {
  for (const result of [mask, cut]) {
    expect(whyNotAgain({ ...run, result })).toBeUndefined();
    expect(whyNoTest({ ...run, result })).toMatch(/not kept whole/);
  }
});
