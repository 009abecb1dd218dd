import { expect, test } from "vitest";
import { dateModeOf, inMode, momentInput } from "./condition-date-mode";
import { errorsBelow } from "./condition-errors";

test.each([
  ["2025-04-23", "day", "2025-04-23T00:00"],
  ["2025-04-23T10:00Z", "instant", "2025-04-23T10:00"],
  ["2025-04-23T10:00:59.000+02:00", "instant", "2025-04-23T08:00"],
  ["today-7", "relative", ""],
  ["2025-02-30", "relative", ""],
  ["", "relative", ""],
])("%s is written as %s and fills the box with %j", (text, mode, box) => {
  expect([dateModeOf(text), momentInput(text)]).toEqual([mode, box]);
});

test("another way of writing a date keeps the day where there is one", () => {
  expect([
    inMode("instant", "2025-04-23"),
    inMode("day", "2025-04-23T10:00Z"),
    inMode("relative", "2025-04-23"),
    inMode("day", "today-7"),
    inMode("instant", ""),
  ]).toEqual(["2025-04-23T00:00Z", "2025-04-23", "today", "", ""]);
});

test("messages of a form stand at their rows, those of another field do not", () => {
  const error = (message: string) => ({ type: "server", message });
  const errors = {
    name: error("Enter a name"),
    config: {
      conditions: {
        root: error("Too many"),
        conditions: [
          undefined,
          { value: error("Enter a number") },
          { conditions: [{ field: error("Choose a field") }] },
        ],
      },
    },
  };
  expect(errorsBelow(errors, "config.conditions")).toEqual({
    "": ["Too many"],
    "conditions.1.value": ["Enter a number"],
    "conditions.2.conditions.0.field": ["Choose a field"],
  });
  expect(errorsBelow(errors, "conditions")).toEqual({});
  expect(errorsBelow({ conditions: error("At most 100 conditions") }, "conditions")).toEqual({
    "": ["At most 100 conditions"],
  });
});
