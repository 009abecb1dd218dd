import { expect, test } from "vitest";
import { readField } from "@/lib/desk/field-ref";
import { ticketPaths } from "@/lib/desk/fields";
import { fullGraph } from "@/lib/desk/testing/graphs";
import { checkConditions } from "./check";
import type { Condition, ConditionGroup } from "./condition";
import { emptyTest, withField, withOperator } from "./draft";
import { describeTest, explain } from "./explain";
import { type ConditionField, findChoice, operatorsFor } from "./fields";
import { operatorNames, operatorOf } from "./operators";
import { exampleFacts, exampleFields, row } from "./testing/facts";

const fields = exampleFields();
const field = (ref: string): ConditionField => {
  const found = fields.find((candidate) => candidate.ref === ref);
  if (!found) throw new Error(`${ref} is not offered`);
  return found;
};
const group = (...conditions: Condition[]): ConditionGroup => ({ type: "group", mode: "all", conditions });
const check = (part: Condition, withEvent = true) =>
  checkConditions(group(part), exampleFields(withEvent), "conditions");
const mistake = (part: Condition, withEvent = true) => Object.values(check(part, withEvent)).flat().join();

test("offers each thing once, under the name people use", () => {
  const names = fields.map(({ group: heading, label }) => `${heading}: ${label}`);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(fields.map(({ ref }) => ref)).size).toBe(fields.length);
  expect(fields.map(({ label }) => label).filter((label) => label.endsWith(" id"))).toEqual([
    "Ticket id",
    "Display id",
    "Third party id",
    "Caller id",
  ]);
  expect(field("ticket.priorityid")).toEqual({
    ref: "ticket.priorityid",
    label: "Priority",
    group: "Ticket",
    kind: "choice",
    choices: [
      { value: 1, label: "The priority" },
      { value: 22, label: "High" },
    ],
    changes: "values",
  });
  expect(field("form.2.2")).toMatchObject({ label: "Kind", group: "Linked assets", kind: "choice", changes: "rows" });
  expect([...new Set(fields.map((candidate) => candidate.group))]).toEqual([
    "Ticket",
    "Dates",
    "Requester",
    "Owner",
    "Integration",
    "Linked assets",
    "Event",
  ]);
});

test("every settable field is offered, and what a full ticket has is among the choices", () => {
  const graph = fullGraph();
  const refs = new Set(fields.map(({ ref }) => ref));
  for (const { path, sets } of ticketPaths) if (sets) expect(refs, path).toContain(`ticket.${path}`);
  for (const { ref, kind, choices } of fields)
    if (choices && kind === "choice" && !ref.startsWith("event."))
      expect(findChoice(choices, readField(graph, ref) ?? ""), ref).toBeTruthy();
});

test("every operator is offered for every kind it names, and no other", () => {
  for (const candidate of fields) {
    const offered = operatorsFor(candidate, true);
    expect(offered.length, candidate.ref).toBeGreaterThan(1);
    for (const name of offered) expect(operatorOf(name).kinds).toContain(candidate.kind);
    expect(operatorsFor(candidate, false).some((name) => operatorOf(name).needsEvent)).toBe(false);
  }
  const everywhere = new Set(fields.flatMap((candidate) => operatorsFor(candidate, true)));
  expect([...everywhere].sort()).toEqual([...operatorNames].sort());
  expect(operatorsFor(field("form.2.2"), true)).toContain("changed");
  expect(operatorsFor(field("form.2.2"), true)).not.toContain("changed_to");
  expect(operatorsFor(field("ticket.opendate"), true)).not.toContain("changed");
  expect(operatorsFor(field("event.updatedby"), true)).toEqual(["equals", "does_not_equal", "is_one_of", "is_none_of"]);
  expect(operatorsFor(field("ticket.participantids"), false)).not.toContain("like");
});

test.each<[Condition, string]>([
  [row("ticket.priorityid", "equals", 22), ""],
  [row("ticket.priorityid", "equals", "22"), ""],
  [row("ticket.priorityid", "is_one_of", [1, 22]), ""],
  [row("ticket.priorityid", "is_empty"), ""],
  [row("ticket.title", "matches_pattern", "^INC\\d+$"), ""],
  [row("ticket.opendate", "greater_than", "today-7"), ""],
  [row("form.1.2", "equals", false), ""],
  [row("event.source", "equals", "webmethod:PartnerIncidentUpdate"), ""],
  [row("event.updatedby", "does_not_equal", 1), ""],
  [row("ticket.urgency", "greater_than", 0), ""],
  [row("", "equals", ""), "Choose a field"],
  [row("ticket.gone", "equals", ""), "There is no field “ticket.gone”: choose another"],
  [row("form.9.9", "equals", ""), "This field is gone, or its form is not on this type of ticket: choose another"],
  [row("ticket.title", "greater_than", "a"), "“Greater than” can't be asked of “Title”: choose another operator"],
  [row("ticket.opendate", "changed"), "“Changed” can't be asked of “Opened”: choose another operator"],
  [row("ticket.priorityid", "equals", 99), "This value is gone: choose another"],
  [row("ticket.priorityid", "equals", null), "Choose a value"],
  [row("ticket.priorityid", "is_one_of", []), "Choose at least one value"],
  [row("ticket.priorityid", "is_one_of", [1, 99]), "This value is gone: choose another"],
  [row("ticket.priorityid", "is_one_of", 1), "Give a list of values"],
  [row("ticket.labels", "is_one_of", []), "Enter at least one value"],
  [row("ticket.title", "equals", " "), "Enter a value, or use “Is empty”"],
  [row("ticket.title", "contains", ["a"]), "Enter a text"],
  [row("ticket.urgency", "equals", "high"), "Enter a number"],
  [row("ticket.urgency", "equals", null), "Enter a number"],
  [row("ticket.opendate", "equals", "yesterday"), "Enter a date such as 2025-04-23, or today, today-7, now-2h"],
  [row("ticket.opendate", "equals", "2025-02-30"), "Enter a date such as 2025-04-23, or today, today-7, now-2h"],
  [row("form.1.2", "equals", null), "Choose Yes or No"],
  [row("ticket.title", "matches_pattern", ""), "Enter a pattern, such as ^INC\\d+$"],
  [row("ticket.title", "matches_pattern", "("), "This pattern can't be read: missing closing ): `(`"],
  [row("ticket.title", "matches_pattern", "x".repeat(501)), "A pattern has at most 500 characters"],
  [group(), "Add a condition to this group or remove it"],
])("check %j: %s", (part, expected) => {
  expect(mistake(part)).toBe(expected);
});

test("without an event, what needs one is refused in words", () => {
  expect(mistake(row("event.source", "equals", "api"), false)).toMatch(/only trigger rules have one/);
  expect(mistake(row("ticket.title", "changed"), false)).toMatch(/“Changed” needs an update to look at/);
  expect(mistake(row("ticket.title", "equals", "x"), false)).toBe("");
});

test("mistakes stand at their place in the form", () => {
  const nested = group(row("ticket.title", "equals", "x"), group(row("ticket.urgency", "equals", "x"), group()));
  expect(Object.keys(checkConditions(nested, fields, "config.conditions"))).toEqual([
    "config.conditions.conditions.1.conditions.0.value",
    "config.conditions.conditions.1.conditions.1.conditions",
  ]);
  expect(checkConditions(group(), fields, "conditions")).toEqual({});
});

test("explains in words what holds and what the ticket has instead", () => {
  const facts = exampleFacts(
    {},
    { actorPersonId: null, actorName: "Partner X", source: "webmethod:PartnerIncidentUpdate" },
  );
  const text = (part: Condition) => explain(group(part), facts, fields).children?.[0]?.text;
  expect(
    [
      row("ticket.priorityid", "equals", 22),
      row("ticket.ownerid", "is_one_of", [1, 99]),
      row("ticket.participantids", "contains", 1),
      row("ticket.labels", "contains", "water"),
      row("form.1.2", "equals", false),
      row("form.2.1", "does_not_equal", "L1"),
      row("ticket.opendate", "greater_than", "today-7"),
      row("ticket.solution", "is_empty"),
      row("ticket.agent.usergroups", "contains", 21),
      row("event.updatedby", "equals", "owner"),
      row("event.source", "does_not_equal", "webmethod"),
      row("ticket.title", "changed"),
      row("form.9.9", "equals", "x"),
      row("ticket.priorityname", "equals", "High"),
    ].map(text),
  ).toEqual([
    "Priority equals High — it is The priority",
    "Owner is one of Annie Agent or number 99 (not in the list) — it is Annie Agent",
    "Participants contains Annie Agent — it has Annie Agent and Rita Requester",
    "Labels contains “water” — it has “fire”",
    "Integration › Is active equals No — it is Yes",
    "Linked assets › Asset does not equal “L1” — it is “P1” and “L1”",
    "Opened is after today-7 — it is 2025-04-23 10:00 UTC",
    "Solution is empty — it is “Water”",
    "Agent user groups contains Everyone — it has Everyone",
    "Last updated by equals The owner — it is Partner X",
    "Update source does not equal Any web method — it is Web method PartnerIncidentUpdate",
    "Title changed — it did not change",
    "form.9.9 equals “x” — this ticket has no such field",
    "Priority equals “High” — it is “The priority”",
  ]);
  const verdict = explain(
    {
      type: "group",
      mode: "any",
      conditions: [row("ticket.urgency", "equals", 9), group(row("ticket.title", "is_empty")), group()],
    },
    exampleFacts(),
    fields,
  );
  expect(verdict).toMatchObject({ matches: true, text: "Match Any: 1 of 2 holds" });
  expect(verdict.children?.[1]).toMatchObject({ matches: false, text: "Match All: it does not hold" });
  expect(explain(group(), exampleFacts(), fields).text).toBe("There are no conditions: every ticket matches");
  expect(explain(group(row("event.type", "equals", "x")), exampleFacts(), fields).children?.[0]?.text).toBe(
    "What happened equals “x” — there is no update to look at",
  );
  const changed = exampleFacts(
    {},
    {
      changes: [
        {
          path: "ticket.priorityid",
          label: "",
          from: "High",
          to: "",
          field: "ticket.priorityid",
          before: 22,
          after: 1,
        },
      ],
    },
  );
  expect(explain(group(row("ticket.priorityid", "changed_to", 22)), changed, fields).children?.[0]).toEqual({
    matches: false,
    text: "Priority changed to High — it changed from High to The priority",
    actual: "it changed from High to The priority",
  });
  expect(describeTest(row("form.1.1", "is_one_of", ["a", "b", "c"]), fields)).toBe(
    "Integration › Number is one of “a”, “b” or “c”",
  );
});

test("a row keeps what still makes sense when its field or operator changes", () => {
  const title = withField(emptyTest, field("ticket.title"), false);
  expect(title).toEqual(row("ticket.title", "equals", null));
  const like = withOperator({ ...title, value: "x%" }, "like", field("ticket.title"));
  expect(like.value).toBe("x%");
  expect(withField(like, field("ticket.urgency"), false)).toEqual(row("ticket.urgency", "equals", null));
  expect(withField(title, field("form.1.2"), false)).toEqual(row("form.1.2", "equals", true));
  expect(withField(title, field("ticket.labels"), false).operator).toBe("like");
  const several = withOperator(row("ticket.priorityid", "equals", 1), "is_one_of", field("ticket.priorityid"));
  expect(several.value).toEqual([1]);
  expect(withOperator(several, "does_not_equal", field("ticket.priorityid")).value).toBe(1);
  expect(withOperator(several, "is_empty", field("ticket.priorityid")).value).toBeNull();
  expect(withOperator(row("ticket.title", "equals", null), "is_one_of").value).toEqual([]);
});
