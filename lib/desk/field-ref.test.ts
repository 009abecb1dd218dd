import { expect, test } from "vitest";
import { formFieldRef, labelOfField, parseFormRef, patchFor, readField, settableFields } from "./field-ref";
import { bareGraph, exampleForms, fullGraph } from "./testing/graphs";
import { ticketFields } from "./ticket";

test("every key of TicketFields can be set through one path", () => {
  expect(settableFields.map(({ sets }) => sets).sort()).toEqual(Object.keys(ticketFields.shape).sort());
});

test("setting a property to what it reads changes nothing, on any ticket", () => {
  for (const graph of [fullGraph(), bareGraph()])
    for (const { path, sets } of settableFields) {
      const value = readField(graph, `ticket.${path}`);
      expect(patchFor(graph, `ticket.${path}`, value), path).toEqual({ fields: { [sets]: graph.ticket[sets] } });
    }
});

test("form refs are spelled one way", () => {
  expect(parseFormRef(formFieldRef(12, 3))).toEqual({ formId: 12, fieldId: 3 });
  for (const ref of ["form.0.1", "form.1", "form.1.2.3", "form.-1.2", "form.1.x", "Form.1.2", "ticket.id", ""])
    expect(parseFormRef(ref), ref).toBeUndefined();
});

test("reads ids, first rows and nothing", () => {
  const graph = fullGraph();
  expect([readField(graph, "ticket.priorityid"), readField(graph, "form.1.2"), readField(graph, "form.2.1")]).toEqual([
    1,
    true,
    "P1",
  ]);
  expect([readField(bareGraph(), "ticket.priorityid"), readField(graph, "form.2.9")]).toEqual([null, undefined]);
  expect(readField({ ...bareGraph(), forms: exampleForms }, "form.1.1")).toBeNull();
  expect([
    readField(graph, "ticket.constructor"),
    readField(graph, "nonsense"),
    readField(bareGraph(), "form.1.1"),
  ]).toEqual([undefined, undefined, undefined]);
});

test("labels say what people call it", () => {
  expect(
    ["ticket.priorityid", "ticket.title", "form.1.2", "form.9.9", "ticket.gone"].map((ref) =>
      labelOfField(ref, exampleForms),
    ),
  ).toEqual(["Priority", "Title", "Integration › Is active", "form.9.9", "ticket.gone"]);
});

test("a form cell is set in the first row, converted, and the rest stays", () => {
  const graph = fullGraph();
  expect(patchFor(graph, "form.2.2", "laptop")).toEqual({
    forms: { 2: [{ 1: "P1", 2: "Laptop" }, { 1: "L1" }] },
  });
  expect(patchFor({ ...bareGraph(), forms: exampleForms }, "form.1.2", "no")).toEqual({ forms: { 1: [{ 2: false }] } });
  expect(patchFor(graph, "form.1.1", "")).toEqual({ forms: { 1: [{ 1: null, 2: true }] } });
});

test("what can't be set says why", () => {
  const graph = fullGraph();
  expect(() => patchFor(graph, "ticket.displayid", "X")).toThrow(/“Display id” can't be set/);
  expect(() => patchFor(graph, "ticket.title", "")).toThrow(/“Title” can't be set to this: Enter a title/);
  expect(() => patchFor(graph, "ticket.statusid", null)).toThrow(/can't be set/);
  expect(() => patchFor(graph, "form.2.2", "Toaster")).toThrow(/“Kind” needs one of Printer, Laptop/);
  expect(() => patchFor(graph, "form.9.9", "x")).toThrow(/no such field/);
});
