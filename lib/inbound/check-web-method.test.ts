import { expect, test } from "vitest";
import { exampleForms } from "@/lib/desk/testing/graphs";
import { checkWebMethod } from "./check-web-method";
import { inboundTargets, targetOf } from "./targets";
import { exampleWebMethod } from "./testing/calls";

test("mistakes are named by field", () => {
  const errors = checkWebMethod(
    exampleWebMethod({
      mappings: [
        { path: "a[", target: "ticket.title" },
        { path: "a.b", target: "ticket.displayid" },
        { path: "a.b", target: "form.1.9" },
        { path: "a.b", target: "ticket.title" },
      ],
      match: { path: "x..", by: "field", field: "" },
      idempotencyPath: "a[",
      response: { contentType: "application/json", body: '{"a": "{{ticket.title"}' },
    }),
    exampleForms,
  );
  expect(Object.keys(errors).sort()).toEqual([
    "idempotencyPath",
    "mappings.0.path",
    "mappings.1.target",
    "mappings.2.target",
    "match.field",
    "match.path",
    "response.body",
  ]);
  expect(errors["response.body"]?.[0]).toMatch(/line 1/);
});

test("forms of other ticket types are no targets", () => {
  const mappings = [{ path: "a", target: "form.1.1" }];
  expect(checkWebMethod(exampleWebMethod({ mappings }), exampleForms)).toEqual({});
  expect(checkWebMethod(exampleWebMethod({ mappings, ticketTypeId: 2 }), exampleForms)).toHaveProperty([
    "mappings.0.target",
  ]);
});

test("every offered target means something, and labels tell them apart", () => {
  const targets = inboundTargets(exampleForms);
  for (const { value } of targets) expect(targetOf(value, exampleForms), value).toBeDefined();
  expect(new Set(targets.map(({ value }) => value)).size).toBe(targets.length);
  expect(new Set(targets.map(({ label }) => label)).size).toBe(targets.length);
  expect(targets.map(({ label }) => label)).toContain("Third party id");
});
