import { expect, test } from "vitest";
import { anyTicket, type Condition, type ConditionGroup, conditionGroup } from "./condition";

const row: Condition = { type: "test", field: "ticket.title", operator: "equals", value: "x" };
const group = (...conditions: Condition[]): ConditionGroup => ({ type: "group", mode: "all", conditions });
const nested = (levels: number): ConditionGroup => (levels === 1 ? group(row) : group(row, nested(levels - 1)));
const messages = (input: unknown) => conditionGroup.safeParse(input).error?.issues.map(({ message }) => message);

test("accepts what the builder makes, and gives it back", () => {
  for (const input of [anyTicket, group(row), nested(5), { ...group(row, row), mode: "none" }])
    expect(conditionGroup.parse(input)).toEqual(input);
  const values = ["a", 1, true, null, ["a", "b"], [1, 2], []];
  for (const value of values) expect(conditionGroup.parse(group({ ...row, value } as Condition))).toBeTruthy();
});

test("refuses a sixth level, however deep it goes on", () => {
  expect(messages(nested(6))).toEqual(["Groups can be nested 5 deep: move these rows up"]);
  let deep: ConditionGroup = group();
  for (let level = 0; level < 100_000; level++) deep = group(deep);
  expect(messages(deep)).toHaveLength(1);
});

test("refuses more than a hundred rows in all", () => {
  const fifty = group(...Array.from({ length: 50 }, () => row));
  expect(conditionGroup.safeParse(group(fifty, fifty)).success).toBe(true);
  expect(messages(group(fifty, fifty, row))).toEqual(["At most 100 conditions in all groups together"]);
  expect(messages(group(...Array.from({ length: 101 }, () => row)))).toContain("At most 100 conditions");
});

test.each([
  [{ ...row, operator: "constructor" }, "Choose an operator"],
  [{ ...row, field: "" }, "Choose a field"],
  [{ ...row, value: { a: 1 } }, /Enter a text/],
  [{ ...row, value: "x".repeat(2001) }, /2,000 characters/],
  [{ ...row, value: "a\0b" }, /Enter a text|NUL/],
  [{ ...group(row), mode: "some" }, /Match All, Match Any or Match None/],
])("%o is refused in words", (part, expected) => {
  expect(messages(group(part as Condition))?.join()).toMatch(expected);
});
