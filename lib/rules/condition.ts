import { z } from "zod";
import { plainText } from "@/lib/core/text";
import { type OperatorName, operatorNames } from "./operators";

export type ConditionValue = string | number | boolean | string[] | number[] | null;

/** One row: Field · Operator · Value (spec §4.7). `field` is a FieldRef (lib/desk/field-ref) or an `event.…` field. */
export type ConditionTest = { type: "test"; field: string; operator: OperatorName; value: ConditionValue };

/** MatchAll, MatchAny or MatchNone of rows and further groups. A group without any row is as if it weren't there. */
export type ConditionGroup = { type: "group"; mode: GroupMode; conditions: Condition[] };
export type Condition = ConditionTest | ConditionGroup;

/** Vivantio's MatchAll, MatchAny and MatchNone. */
export const groupModes = {
  all: "Match All",
  any: "Match Any",
  none: "Match None",
} as const;
export type GroupMode = keyof typeof groupModes;

export const deepestGroup = 5;
export const mostTests = 100;
const mostValues = 200;

/** Empty: every ticket (spec §4.7). */
export const anyTicket: ConditionGroup = { type: "group", mode: "all", conditions: [] };

const text = plainText.max(2000, "At most 2,000 characters");
const number = z.number("Enter a number");

const conditionValue: z.ZodType<ConditionValue, ConditionValue> = z.union(
  [
    text,
    number,
    z.boolean(),
    z.array(text).max(mostValues, `At most ${mostValues} values`),
    z.array(number).max(mostValues, `At most ${mostValues} values`),
    z.null(),
  ],
  "Enter a text of at most 2,000 characters, a number, true or false, or a list of at most 200 texts or numbers",
);

const conditionTest = z.object({
  type: z.literal("test"),
  field: plainText.min(1, "Choose a field").max(200),
  operator: z.enum(operatorNames, "Choose an operator"),
  value: conditionValue.default(null),
});

const groupOf = (condition: z.ZodType<Condition>) =>
  z.object({
    type: z.literal("group"),
    mode: z.enum(Object.keys(groupModes) as [GroupMode, ...GroupMode[]], "Choose Match All, Match Any or Match None"),
    conditions: z.array(condition).max(mostTests, `At most ${mostTests} conditions`),
  });

/**
 * Written out level by level rather than recursively: hostile nesting is refused where it begins instead of followed,
 * and the API's description of it is finite.
 */
function nested(levels: number): z.ZodObject {
  if (levels === 1)
    return groupOf(
      z.discriminatedUnion("type", [conditionTest], `Groups can be nested ${deepestGroup} deep: move these rows up`),
    );
  return groupOf(z.discriminatedUnion("type", [conditionTest, nested(levels - 1)]) as unknown as z.ZodType<Condition>);
}

/** How many rows a group holds, in all its groups together. */
export const countTests = (group: ConditionGroup): number =>
  group.conditions.reduce((sum, part) => sum + (part.type === "group" ? countTests(part) : 1), 0);

/** At most five groups deep and a hundred rows in all. Whether its fields and values make sense is `checkConditions`. */
export const conditionGroup: z.ZodType<ConditionGroup, ConditionGroup> = (
  nested(deepestGroup) as unknown as z.ZodType<ConditionGroup, ConditionGroup>
).refine((group) => countTests(group) <= mostTests, `At most ${mostTests} conditions in all groups together`);
