import { expect, test } from "vitest";
import { customFormInput, findField, findForm, nameKey } from "./custom-forms";
import { exampleForms } from "./testing/graphs";

const field = { name: "Number", kind: "text" };
const parse = (overrides: object) =>
  customFormInput.safeParse({ name: "Integration", ticketTypeIds: [1], fields: [field], ...overrides });
const messages = (overrides: object) =>
  Object.fromEntries(parse(overrides).error?.issues.map(({ path, message }) => [path.join("."), message]) ?? []);

test("names are spelled in paths without case and spaces", () => {
  expect(nameKey(" Linked  Assets\t2 ")).toBe("linkedassets2");
  expect(findForm(exampleForms, "LINKED assets")?.id).toBe(2);
  expect(findForm(exampleForms, "nothing")).toBeUndefined();
  const [form] = exampleForms;
  expect(form && findField(form, "is ACTIVE")?.id).toBe(2);
});

test("a form fills in what is left out and trims names", () => {
  expect(customFormInput.parse({ name: " A ", ticketTypeIds: [1], fields: [{ ...field, name: " B " }] })).toEqual({
    name: "A",
    ticketTypeIds: [1],
    isMultiLine: false,
    fields: [{ id: 0, name: "B", kind: "text", options: [], isReadOnly: false }],
  });
});

test("a form needs a name, a type and a field", () => {
  expect(messages({ name: "  ", ticketTypeIds: [], fields: [] })).toEqual({
    name: expect.stringContaining("Enter a name"),
    ticketTypeIds: "Choose at least one ticket type",
    fields: "Add at least one field",
  });
});

test.each([..."{}[]|.'\"\\\0"])("names may not contain %j", (char) => {
  expect(Object.keys(messages({ name: `a${char}b` }))).toEqual(["name"]);
  expect(Object.keys(messages({ fields: [{ ...field, name: `a${char}b` }] }))).toEqual(["fields.0.name"]);
});

test("two fields whose names read the same, and a select without options, are refused at the field", () => {
  expect(messages({ fields: [field, { ...field, name: "num BER" }, { ...field, name: "S", kind: "select" }] })).toEqual(
    {
      "fields.1.name": "Another field has this name",
      "fields.2.options": "A select field needs options",
    },
  );
  expect(parse({ fields: [{ ...field, kind: "select", options: [" A "] }] }).data?.fields[0]?.options).toEqual(["A"]);
});

test("there are limits", () => {
  const many = Array.from({ length: 101 }, (_, index) => ({ ...field, name: `f${index}` }));
  expect(parse({ fields: many }).success).toBe(false);
  expect(parse({ fields: many.slice(1) }).success).toBe(true);
  expect(parse({ name: "n".repeat(101) }).success).toBe(false);
  expect(parse({ fields: [{ ...field, kind: "formula" }] }).success).toBe(false);
});
