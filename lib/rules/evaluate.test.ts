import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "@/lib/core/json";
import type { CustomForm, FieldKind } from "@/lib/desk/custom-forms";
import { bareGraph, fullGraph } from "@/lib/desk/testing/graphs";
import type { Condition, ConditionGroup, ConditionValue, GroupMode } from "./condition";
import { matches, saysSomething, testHolds } from "./evaluate";
import { explain } from "./explain";
import type { Facts } from "./facts";
import { type OperatorName, operatorNames, operatorOf } from "./operators";
import { exampleFacts, exampleFields, now, row } from "./testing/facts";

/** A ticket with one form of every kind of field: `form.1.1` is of `kind` and holds `stored`. */
function formFacts(kind: FieldKind, stored: Json): Facts {
  const form: CustomForm = {
    id: 1,
    name: "Form",
    key: "form",
    ticketTypeIds: [1],
    isMultiLine: false,
    fields: [{ id: 1, name: "Field", kind, options: ["Printer", "Laptop"], isReadOnly: false }],
  };
  return { graph: { ...fullGraph({ forms: { 1: [{ 1: stored }] } }), forms: [form] }, now };
}

type Row = [operator: OperatorName, value: ConditionValue, stored: Json, expected: boolean];
const table = (kind: FieldKind, rows: Row[]) =>
  test.each(rows)(`${kind}: %s %j on %j is %s`, (operator, value, stored, expected) => {
    expect(testHolds(row("form.1.1", operator, value), formFacts(kind, stored))).toBe(expected);
  });

table("text", [
  ["equals", "INC1", "inc1 ", true],
  ["equals", "É", "e\u0301", true],
  ["equals", "INC", "INC1", false],
  ["equals", "", null, true],
  ["equals", null, "  ", true],
  ["equals", "", "x", false],
  ["equals", 7, "7", true],
  ["equals", 7, "007", false],
  ["does_not_equal", "x", null, true],
  ["does_not_equal", "x", "X", false],
  ["does_not_equal", "", "x", true],
  ["like", "inc%", "INC1", true],
  ["like", "inc", "INC1", false],
  ["like", "i_c1", "INC1", true],
  ["like", "%", null, false],
  ["not_like", "inc%", "INC1", false],
  ["not_like", "inc%", null, true],
  ["contains", "nc", "INC1", true],
  ["contains", "", "INC1", false],
  ["does_not_contain", "nc", "INC1", false],
  ["does_not_contain", "zz", null, true],
  ["starts_with", "in", "INC1", true],
  ["starts_with", "nc", "INC1", false],
  ["ends_with", "C1", "inc1", true],
  ["ends_with", "in", "inc1", false],
  ["is_one_of", ["a", "inc1"], "INC1", true],
  ["is_one_of", [], "INC1", false],
  ["is_none_of", ["a"], "INC1", true],
  ["is_none_of", ["a"], null, true],
  ["is_empty", null, "", true],
  ["is_empty", null, null, true],
  ["is_empty", null, "x", false],
  ["is_not_empty", null, " ", false],
  ["is_not_empty", null, "x", true],
  ["matches_pattern", "^inc\\d+$", "INC1", true],
  ["matches_pattern", "(?-i)^inc", "INC1", false],
  ["matches_pattern", "a.b", "a\nb", true],
  ["matches_pattern", "(", "(", false],
  ["matches_pattern", "", "x", false],
  ["greater_than", "a", "b", false],
]);

table("multiline", [["contains", "smoke", "Flames\n& SMOKE", true]]);

table("number", [
  ["equals", 5, 5, true],
  ["equals", "5.0", 5, true],
  ["equals", "five", 5, false],
  ["equals", null, null, true],
  ["equals", null, 0, false],
  ["equals", 0, null, false],
  ["does_not_equal", 5, 6, true],
  ["does_not_equal", 5, null, true],
  ["greater_than", 5, 10, true],
  ["greater_than", 5, 5, false],
  ["greater_than", 5, null, false],
  ["greater_than", null, 5, false],
  ["greater_than_or_equal", 5, 5, true],
  ["greater_than_or_equal", 5, null, false],
  ["less_than", 5, 4, true],
  ["less_than", 5, null, false],
  ["less_than", "9", 10, false],
  ["less_than_or_equal", 5, 5, true],
  ["is_one_of", [1, 5], 5, true],
  ["is_none_of", [1, 5], 5, false],
  ["is_empty", null, 0, false],
  ["is_empty", null, null, true],
  ["is_not_empty", null, 0, true],
]);

table("checkbox", [
  ["equals", true, true, true],
  ["equals", false, null, true],
  ["equals", true, null, false],
  ["equals", "true", true, true],
  ["equals", "maybe", true, false],
  ["equals", null, false, false],
  ["does_not_equal", true, null, true],
  ["does_not_equal", false, true, true],
]);

table("select", [
  ["equals", "printer", "Printer", true],
  ["does_not_equal", "Printer", null, true],
  ["is_one_of", ["Printer", "Laptop"], "Laptop", true],
  ["is_none_of", ["Printer"], "Laptop", true],
  ["is_empty", null, null, true],
]);

table("date", [
  ["equals", "2025-04-23", "2025-04-23", true],
  ["equals", "today", "2025-04-23", true],
  ["equals", "now", "2025-04-23", true],
  ["equals", "{today}", "2025-04-23", true],
  ["does_not_equal", "today", "2025-04-22", true],
  ["greater_than", "today-7", "2025-04-17", true],
  ["greater_than", "today-7", "2025-04-16", false],
  ["greater_than_or_equal", "today-7", "2025-04-16", true],
  ["less_than", "today", "2025-04-22", true],
  ["less_than", "today", null, false],
  ["less_than", "nonsense", "2025-04-22", false],
  ["less_than_or_equal", "today+1w", "2025-04-30", true],
  ["is_empty", null, null, true],
]);

table("datetime", [
  ["equals", "2025-04-23T10:00:00Z", "2025-04-23T10:00:00.000Z", true],
  ["equals", "2025-04-23T12:00:00+02:00", "2025-04-23T10:00:00.000Z", true],
  ["equals", "2025-04-23T10:00", "2025-04-23T10:00:00.000Z", true],
  // Against a day, the day counts.
  ["equals", "2025-04-23", "2025-04-23T23:59:00.000Z", true],
  ["greater_than", "2025-04-23", "2025-04-23T23:59:00.000Z", false],
  ["greater_than", "now-2h", "2025-04-23T10:30:00.000Z", true],
  ["greater_than", "now-2h", "2025-04-23T09:30:00.000Z", false],
  ["less_than", "now-30m", "2025-04-23T11:29:00.000Z", true],
  ["less_than", "now-1d", "2025-04-22T13:00:00.000Z", false],
  ["less_than_or_equal", "today-1", "2025-04-22T23:00:00.000Z", true],
  ["greater_than", "now-2", "2025-04-23T11:30:00.000Z", false],
  ["greater_than", "today-2h", "2025-04-23T11:30:00.000Z", false],
]);

const holds = (field: string, operator: OperatorName, value: ConditionValue = null, facts = exampleFacts()) =>
  testHolds(row(field, operator, value), facts);

test("built-in fields: ids, names, lists and dates", () => {
  expect([
    holds("ticket.priorityid", "equals", 1),
    holds("ticket.priorityid", "equals", "1"),
    holds("ticket.priorityid", "is_one_of", [2, 22]),
    holds("ticket.priorityname", "equals", "the priority"),
    holds("ticket.opendate", "less_than", "now"),
    holds("ticket.isdeferred", "equals", true),
    holds("ticket.agent.is_disabled", "equals", false, { graph: bareGraph(), now }),
  ]).toEqual([true, true, false, true, true, true, true]);
});

test("lists are known by their entries, these by id or name", () => {
  expect([
    holds("ticket.labels", "contains", "FIRE"),
    holds("ticket.labels", "contains", "fir"),
    holds("ticket.labels", "like", "fir%"),
    holds("ticket.labels", "not_like", "fir%"),
    holds("ticket.labels", "is_one_of", ["water", "fire"]),
    holds("ticket.labels", "is_none_of", ["water"]),
    holds("ticket.labels", "does_not_contain", "fire"),
    holds("ticket.labels", "is_empty", null, exampleFacts({ labels: [] })),
    holds("ticket.labels", "does_not_contain", "fire", exampleFacts({ labels: [] })),
    holds("ticket.participantids", "contains", 2),
    holds("ticket.participants", "contains", "rita requester"),
    holds("ticket.agent.usergroups", "contains", 21),
    holds("ticket.agent.usergroups", "contains", "everyone"),
    holds("ticket.person.emails", "like", "%@example.com"),
    holds("ticket.ccaddresses", "contains", "cc@example.com"),
  ]).toEqual([true, false, true, false, true, true, false, true, true, true, true, true, true, true, true]);
});

test("a multi-line form asks whether any row does; “not” asks that none does", () => {
  const empty = exampleFacts({ forms: {} });
  expect([
    holds("form.2.1", "equals", "L1"),
    holds("form.2.1", "does_not_equal", "L1"),
    holds("form.2.1", "does_not_equal", "L2"),
    holds("form.2.2", "is_empty"),
    holds("form.2.2", "is_not_empty"),
    holds("form.2.1", "equals", "", empty),
    holds("form.2.1", "is_empty", null, empty),
    holds("form.1.2", "equals", false, empty),
  ]).toEqual([true, false, true, false, true, true, true, true]);
});

test("what is gone holds for nobody, nor does its opposite", () => {
  for (const field of [
    "form.9.1",
    "form.1.9",
    "ticket.constructor",
    "ticket.",
    "event.type",
    "event.nonsense",
    "__proto__",
    "",
  ])
    for (const operator of operatorNames)
      expect(holds(field, operator, "x", exampleFacts()), `${field} ${operator}`).toBe(false);
  expect(holds("event.nonsense", "does_not_equal", "x", exampleFacts({}, {}))).toBe(false);
});

test("events: what happened, who did it, through what", () => {
  const facts = exampleFacts({}, { source: "webmethod:PartnerIncidentUpdate" });
  const byRequester = exampleFacts({}, { source: "caller", actorPersonId: 2, actorName: "Rita Requester" });
  const byKey = exampleFacts({}, { source: "api", actorId: "key_1", actorPersonId: null, actorName: "Partner X" });
  expect([
    holds("event.type", "equals", "ticket.updated", facts),
    holds("event.source", "equals", "webmethod", facts),
    holds("event.source", "equals", "webmethod:partnerincidentupdate", facts),
    holds("event.source", "does_not_equal", "webmethod", facts),
    holds("event.source", "is_none_of", ["technician", "caller"], facts),
    holds("event.updatedby", "equals", 1, facts),
    holds("event.updatedby", "equals", "owner", facts),
    holds("event.updatedby", "equals", "requester", byRequester),
    holds("event.updatedby", "does_not_equal", 1, byRequester),
    holds("event.updatedby", "equals", "nobody", byKey),
    holds("event.updatedby", "equals", "key_1", byKey),
    holds("event.updatedbyname", "like", "partner%", byKey),
  ]).toEqual([true, true, true, false, true, true, true, true, true, true, true, true]);
});

test("events: what changed, from what to what", () => {
  const change = (field: string, before: Json, after: Json, path = field) => ({
    path,
    label: "x",
    from: "x",
    to: "y",
    field,
    before,
    after,
  });
  const facts = exampleFacts(
    {},
    {
      changes: [
        change("ticket.priorityid", 22, 1),
        change("form.1.2", null, true, "ticket.integration.isactive"),
        { path: "ticket.linkedassets", label: "Linked assets", from: "1 row", to: "2 rows" },
        { path: "ticket.title", label: "Title", from: "Old", to: "New" },
      ],
    },
  );
  expect([
    holds("ticket.priorityid", "changed", null, facts),
    holds("ticket.priorityid", "not_changed", null, facts),
    holds("ticket.priorityid", "changed_to", 1, facts),
    holds("ticket.priorityid", "changed_from", 22, facts),
    holds("ticket.priorityid", "changed_from", 1, facts),
    holds("form.1.2", "changed_to", true, facts),
    holds("form.1.2", "changed_from", false, facts),
    holds("form.2.1", "changed", null, facts),
    holds("ticket.title", "changed_to", "new", facts),
    holds("ticket.urgency", "changed", null, facts),
    holds("ticket.urgency", "not_changed", null, facts),
    holds("ticket.urgency", "not_changed", null, exampleFacts()),
  ]).toEqual([true, false, true, true, false, true, true, true, true, false, true, false]);
});

test("modes, and groups without rows", () => {
  const yes = row("ticket.urgency", "equals", 9);
  const no = row("ticket.urgency", "equals", 1);
  const of = (mode: GroupMode, ...conditions: Condition[]): ConditionGroup => ({ type: "group", mode, conditions });
  const verdict = (group: ConditionGroup) => matches(group, exampleFacts());
  for (const mode of ["all", "any", "none"] as const) expect(verdict(of(mode))).toBe(true);
  expect([
    verdict(of("all", yes, no)),
    verdict(of("any", yes, no)),
    verdict(of("none", yes, no)),
    verdict(of("none", no, no)),
    verdict(of("all", yes, of("none", no))),
    verdict(of("any", no, of("any"))),
    verdict(of("none", no, of("all", of("any")))),
  ]).toEqual([false, true, false, true, true, false, true]);
});

// Anything a hostile client or an old record could hold.
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(
      "2025-04-23",
      "2025-04-23T10:00:00Z",
      "today-7",
      "now+999999w",
      "9".repeat(500),
      "\ud800",
      "50%_\\",
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("id", "title", "__proto__"), tie("value"), { maxKeys: 2 }),
  ),
})).value;
const kinds: FieldKind[] = ["text", "multiline", "number", "date", "datetime", "checkbox", "select"];
const fields = exampleFields();
const refs = [...fields.map(({ ref }) => ref), "form.1.1", "form.9.9", "ticket.gone", "event.gone", "x"];
const anyRow = fc
  .tuple(fc.constantFrom(...refs), fc.constantFrom(...operatorNames), json)
  .map(([field, operator, value]) => row(field, operator, value as ConditionValue));
const anyGroup = fc.letrec<{ group: ConditionGroup; part: Condition }>((tie) => ({
  part: fc.oneof({ maxDepth: 4 }, anyRow, tie("group")),
  group: fc.record({
    type: fc.constant("group" as const),
    mode: fc.constantFrom<GroupMode[]>("all", "any", "none"),
    conditions: fc.array(tie("part"), { maxLength: 4 }),
  }),
})).group;
const anyFacts = fc
  .tuple(fc.constantFrom(...kinds), json, json, fc.boolean())
  .map(([kind, stored, other, hasEvent]) => ({
    ...formFacts(kind, stored),
    ...(hasEvent && {
      event: {
        type: "ticket.updated" as const,
        source: "rule",
        actorId: "system",
        actorPersonId: null,
        actorName: "",
        changes: [{ path: "form.1.1", label: "", from: stored, to: other }],
      },
    }),
  }));

test("whatever is stored and asked: no error, and the explanation agrees", () => {
  fc.assert(
    fc.property(anyGroup, anyFacts, (group, facts) => {
      const verdict = explain(group, facts, fields);
      expect(verdict.matches).toBe(matches(group, facts));
      expect(verdict.text).not.toMatch(/undefined|\[object/);
    }),
    { numRuns: 2000 },
  );
});

test("none is not any; wrapping a group changes nothing; the order of rows changes nothing", () => {
  fc.assert(
    fc.property(anyGroup, anyFacts, (group, facts) => {
      const as = (mode: GroupMode, conditions = group.conditions) =>
        matches({ type: "group", mode, conditions }, facts);
      if (saysSomething(group)) expect(as("none")).toBe(!as("any"));
      expect(as("all", [group])).toBe(matches(group, facts));
      expect(as("any", [group])).toBe(matches(group, facts));
      if (saysSomething(group)) expect(as("none", [{ ...group, mode: "none" }])).toBe(as("any"));
      for (const mode of ["all", "any", "none"] as const)
        expect(as(mode, [...group.conditions].reverse())).toBe(as(mode));
      const empty: ConditionGroup = { type: "group", mode: "none", conditions: [] };
      expect(matches({ ...group, conditions: [...group.conditions, empty] }, facts)).toBe(matches(group, facts));
    }),
    { numRuns: 500 },
  );
});

test("an operator and its opposite never agree where the field exists", () => {
  fc.assert(
    fc.property(json, json, fc.constantFrom(...kinds), (stored, value, kind) => {
      for (const name of operatorNames) {
        const opposite = operatorOf(name).not as OperatorName | undefined;
        if (!opposite || operatorOf(name).needsEvent) continue;
        const ask = (operator: OperatorName) =>
          testHolds(row("form.1.1", operator, value as ConditionValue), formFacts(kind, stored));
        expect(ask(name)).toBe(!ask(opposite));
      }
    }),
    { numRuns: 500 },
  );
});
