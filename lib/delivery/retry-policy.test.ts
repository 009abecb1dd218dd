import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldErrors } from "@/lib/core/field-errors";
import { delayText, longestDelay, mostDelays, readDelays, writeDelays } from "./retry-delays";
import { retryPolicy, standardRetry } from "./retry-policy";
import { describeAttempts, describeStop } from "./retry-words";

const problems = (policy: object) => {
  const { error } = retryPolicy.safeParse(policy);
  return error ? fieldErrors(error) : {};
};

test("nothing said is the standard schedule", () => {
  expect(retryPolicy.parse({})).toEqual(standardRetry);
});

test("a schedule of one's own has 1 to 20 waits of 1 second to 7 days", () => {
  const own = (...delaysSeconds: number[]) => problems({ schedule: "custom", delaysSeconds });
  const rule = ["Each wait is between 1 second and 7 days, in whole seconds"];
  expect(own(1, longestDelay)).toEqual({});
  expect(own()).toEqual({ delaysSeconds: ["Enter at least one wait, such as 10s, 5m, 2h"] });
  expect(own(0, 5, longestDelay + 1, 1.5)).toEqual({
    "delaysSeconds.0": rule,
    "delaysSeconds.2": rule,
    "delaysSeconds.3": rule,
  });
  expect(own(...Array(21).fill(5))).toEqual({ delaysSeconds: ["At most 20 waits"] });
  expect(problems({ schedule: "often" })).toEqual({ schedule: ["Choose a schedule"] });
});

test("rows say what is missing", () => {
  const stopOn = [
    { on: "status", from: 500, to: 400 },
    { on: "status", from: 99, to: undefined },
    { on: "header", name: "x y" },
    { on: "body", contains: "" },
    { on: "error", kind: "credentials" },
  ];
  expect(problems({ stopOn })).toEqual({
    "stopOn.0.to": ["The last status is below the first"],
    "stopOn.1.from": ["Enter a status code from 100 to 999"],
    "stopOn.1.to": ["Enter a status code from 100 to 999"],
    "stopOn.2.name": ["Use letters, digits and hyphens, such as X-Reason"],
    "stopOn.3.contains": ["Enter the text to look for"],
    "stopOn.4.kind": ["Choose a failure"],
  });
  const many = Array.from({ length: 21 }, () => ({ on: "body", contains: "x" }));
  expect(problems({ stopOn: many })).toEqual({ stopOn: ["At most 20 rows"] });
});

describe("waits as text", () => {
  test("reads what people write", () => {
    expect(readDelays("10s, 5m, 2h")).toEqual({ delays: [10, 300, 7200] });
    expect(readDelays(" 1 D;90 S\n5min, ")).toEqual({ delays: [86_400, 90, 300] });
  });

  test.each([
    ["", "Enter at least one wait, such as 10s, 5m, 2h"],
    ["10s, 5", "“5” needs a unit: s, m, h or d"],
    ["soon", "“soon” is not a wait: write a whole number and s, m, h or d"],
    ["1.5h", "“1.5h” is not a wait: write a whole number and s, m, h or d"],
    ["-1s", "“-1s” is not a wait: write a whole number and s, m, h or d"],
    ["0s", "“0s” is not between 1 second and 7 days"],
    ["8d", "“8d” is not between 1 second and 7 days"],
    ["1s,".repeat(21), "At most 20 waits: these are 21"],
  ])("%s: %s", (text, error) => {
    expect(readDelays(text)).toEqual({ error });
  });

  test("what is written is read back, and whatever is read can be saved", () => {
    const delays = fc.array(fc.integer({ min: 1, max: longestDelay }), { minLength: 1, maxLength: mostDelays });
    fc.assert(
      fc.property(delays, (given) => {
        expect(readDelays(writeDelays(given))).toEqual({ delays: given });
        expect(problems({ schedule: "custom", delaysSeconds: given })).toEqual({});
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[\d smhd,]*$/)), (text) => {
        const { delays: read } = readDelays(text);
        if (read) expect(problems({ schedule: "custom", delaysSeconds: read })).toEqual({});
      }),
    );
  });
});

test("durations in at most two units", () => {
  const seconds = [0, 5, 59.6, 90, 3599.5, 3600, 5400, 86_399, 86_400, 272_105];
  expect(seconds.map(delayText)).toEqual([
    ...["0 s", "5 s", "1 min", "1 min 30 s", "1 h", "1 h", "1 h 30 min", "1 d", "1 d", "3 d 4 h"],
  ]);
});

test("policies in words", () => {
  expect(describeAttempts(standardRetry)).toBe("Up to 10 attempts within about 3 d 4 h.");
  expect(describeAttempts({ ...standardRetry, schedule: "once" })).toBe("One attempt.");
  expect(describeAttempts({ ...standardRetry, schedule: "custom", delaysSeconds: [60] })).toBe(
    "Up to 2 attempts within about 1 min.",
  );
  expect(describeStop({ on: "status", from: 404, to: 404 })).toBe("the status is 404");
  expect(describeStop({ on: "header", name: "X-A", contains: "" })).toBe("the reply has the header X-A");
});
