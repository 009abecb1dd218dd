import { expect, test } from "vitest";
import { z } from "zod";
import type { CustomForm } from "@/lib/desk/custom-forms";
import { ticketFields } from "@/lib/desk/ticket";
import { withoutDefaults } from "./patch";
import { namedForms, readForms } from "./ticket-forms";
import { ticketUpdate } from "./tickets";

const field = { options: [], isReadOnly: false, kind: "text" as const };
const single: CustomForm = {
  id: 1,
  key: "integration",
  name: "Integration",
  ticketTypeIds: [1],
  isMultiLine: false,
  fields: [
    { ...field, id: 11, name: "VivantiotestID" },
    { ...field, id: 12, name: "e-bonding active", kind: "checkbox", isReadOnly: true },
  ],
};
const multi: CustomForm = {
  id: 2,
  key: "linkedassets",
  name: "Linked assets",
  ticketTypeIds: [1],
  isMultiLine: true,
  fields: [
    { ...field, id: 21, name: "Asset" },
    { ...field, id: 22, name: "Checked", isReadOnly: true },
  ],
};
const forms = [single, multi];
const api = { kind: "apiKey" } as const;
const person = { kind: "person" } as const;
const before = { 1: [{ 11: "INC1", 12: true }], 2: [{ 21: "P1", 22: "yes" }] };

const refusal = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as { fields?: object }).fields;
  }
  throw new Error("It was accepted");
};

test("a patch fills nothing in", () => {
  expect(withoutDefaults(ticketFields).parse({})).toEqual({});
  expect(ticketUpdate.parse({ ownerId: null, labels: [] })).toEqual({ ownerId: null, labels: [] });
  expect(ticketUpdate.safeParse({ title: " " }).success).toBe(false);
  expect(
    withoutDefaults(z.object({ list: z.array(z.object({ a: z.string().default("x") })).default([]) })).parse({
      list: [{}],
    }),
  ).toEqual({ list: [{ a: "x" }] });
});

test("a single-line form keeps what is not named, null clears, a multi-line form is replaced", () => {
  expect(readForms(forms, { Integration: { vivantiotestid: "INC2" } }, before, api)).toEqual({
    1: [{ 11: "INC2", 12: true }],
  });
  expect(readForms(forms, { Integration: { VivantiotestID: null } }, before, api)).toEqual({ 1: [{ 12: true }] });
  expect(readForms(forms, { linkedassets: [{ Asset: "P2" }, { Asset: "P3" }] }, before, api)).toEqual({
    2: [{ 21: "P2" }, { 21: "P3" }],
  });
  expect(readForms(forms, { "Linked assets": [] }, before, api)).toEqual({ 2: [] });
});

test("read-only fields: the API sets them, a person leaves them as they are", () => {
  expect(readForms(forms, { Integration: { "e-bonding active": false } }, before, api)).toEqual({
    1: [{ 11: "INC1", 12: false }],
  });
  expect(
    readForms(forms, { Integration: { VivantiotestID: "INC2", "e-bonding active": true } }, before, person),
  ).toEqual({ 1: [{ 11: "INC2", 12: true }] });
  expect(
    readForms(forms, { "Linked assets": [{ Asset: "P9", Checked: "yes" }, { Asset: "P8" }] }, before, person),
  ).toEqual({
    2: [{ 21: "P9", 22: "yes" }, { 21: "P8" }],
  });
  for (const value of [false, null])
    expect(
      refusal(() => readForms(forms, { Integration: { "e-bonding active": value } }, before, person)),
    ).toHaveProperty(["forms.Integration.e-bonding active"]);
  expect(refusal(() => readForms(forms, { "Linked assets": [{ Checked: "no" }] }, before, person))).toHaveProperty([
    "forms.Linked assets.Checked",
  ]);
});

test("rows come back under the names people know", () => {
  const named = namedForms(forms, before);
  expect(named).toEqual({
    Integration: { VivantiotestID: "INC1", "e-bonding active": true },
    "Linked assets": [{ Asset: "P1", Checked: "yes" }],
  });
  expect(readForms(forms, named, {}, api)).toEqual(before);
  expect(namedForms(forms, {})).toEqual({
    Integration: { VivantiotestID: null, "e-bonding active": null },
    "Linked assets": [],
  });
});
