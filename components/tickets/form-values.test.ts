import { expect, test } from "vitest";
import type { CustomForm } from "@/lib/desk/custom-forms";
import { onlyChanged, shownValue, toEdited, toSubmitted } from "./form-values";

const field = { options: [], isReadOnly: false };
const form: CustomForm = {
  id: 1,
  key: "integration",
  name: "Integration",
  ticketTypeIds: [1],
  isMultiLine: false,
  fields: [
    { ...field, id: 1, name: "Reference", kind: "text" },
    { ...field, id: 2, name: "Count", kind: "number" },
    { ...field, id: 3, name: "Active", kind: "checkbox" },
  ],
};
const lines: CustomForm = { ...form, isMultiLine: true };

test("stored rows become form values, and back", () => {
  expect(toEdited(form, [])).toEqual({ Reference: "", Count: undefined, Active: false });
  const edited = toEdited(form, [{ 1: "INC1", 2: 4, 3: true }]);
  expect(edited).toEqual({ Reference: "INC1", Count: 4, Active: true });
  expect(toSubmitted(form, edited)).toEqual({ Reference: "INC1", Count: 4, Active: true });
});

test("blank values clear, blank lines go", () => {
  expect(toSubmitted(form, { Reference: "", Count: undefined })).toEqual({ Reference: null, Count: null });
  const rows = [
    { Reference: "a", Count: 0, Active: false },
    { Reference: "", Count: undefined, Active: false },
  ];
  expect(toSubmitted(lines, rows)).toEqual([{ Reference: "a", Count: 0, Active: false }]);
});

test("read-only values are left alone, and kept in lines", () => {
  const guarded = { ...form, fields: form.fields.map((one) => ({ ...one, isReadOnly: one.name !== "Reference" })) };
  const row = { Reference: "a", Count: 4, Active: false };
  expect(toSubmitted(guarded, row)).toEqual({ Reference: "a" });
  expect(toSubmitted({ ...guarded, isMultiLine: true }, [row])).toEqual([{ Reference: "a", Count: 4 }]);
});

test("only what changed is sent", () => {
  const before = { Reference: "a", Count: undefined, Active: false };
  expect(onlyChanged({ Reference: "a", Count: undefined, Active: true }, before)).toEqual({ Active: true });
  expect(onlyChanged({ Reference: "", Count: 2, Active: false }, before)).toEqual({ Reference: "", Count: 2 });
});

test("read-only values are text", () => {
  const [text, , box] = form.fields;
  if (!text || !box) throw new Error("fields");
  expect([shownValue(text, null), shownValue(text, "x"), shownValue(box, undefined), shownValue(box, true)]).toEqual([
    "–",
    "x",
    "No",
    "Yes",
  ]);
});
