import { expect, test } from "vitest";
import { sampleForms } from "@/lib/delivery/testing/samples";
import { builtInStatuses, type Status } from "@/lib/desk/desk-lists";
import type { Action } from "@/lib/rules/actions/action";
import type { Condition } from "@/lib/rules/condition";
import { mistakesIn, newValues, webhookResolver } from "./form-values";

const good = { ...newValues(1, ["rol_a"]), name: "Send", url: "https://x.example/{{ticket.id}}" };
const desk = {
  lists: { types: [], statuses: [{ ...builtInStatuses[0], id: 7 } as Status], items: [] },
  agents: [{ id: 3, name: "Ann" }],
};
const options = { fields: {}, shouldUseNativeValidation: false };

test("a new webhook has the vendor's defaults", () => {
  expect(newValues(1, [])).toMatchObject({
    isEnabled: true,
    method: "POST",
    hasEncodedUrlParameters: false,
    requestContentType: "application/json",
    responseContentType: "application/json",
    runRulesAfterResponse: false,
    url: "",
    auth: { type: "none" },
  });
});

test("mistakes of schema, templates and paths stand beside their fields", () => {
  expect(Object.keys(mistakesIn({ ...newValues(1, []) }, sampleForms, desk)).sort()).toEqual(["name", "url"]);
  const mistakes = mistakesIn(
    {
      ...good,
      body: "{{ticket.id",
      auth: { ...good.auth, type: "basic", username: "", password: "" },
      responseFields: [{ path: "result.number", formId: 0, fieldId: 0 }],
    },
    sampleForms,
    desk,
  );
  expect(Object.keys(mistakes).sort()).toEqual([
    "auth.username",
    "body",
    "responseFields.0.fieldId",
    "responseFields.0.formId",
  ]);
  expect(mistakes["responseFields.0.formId"]).toEqual(["Choose a custom form"]);
});

test("the resolver strips credentials that are not used, and nests errors for the form", async () => {
  const resolve = webhookResolver(sampleForms, desk);
  const kept = { ...good, auth: { ...good.auth, type: "none" as const, username: "kept", password: "kept" } };
  expect(await resolve(kept, undefined, options)).toMatchObject({ values: { auth: { type: "none" } }, errors: {} });
  const failed = await resolve({ ...good, name: " ", body: "{{" }, undefined, options);
  expect(failed.errors).toMatchObject({ name: { message: "Enter a name technicians will understand" }, body: {} });
});

test("actions and conditions that name what is gone are marked where they stand", () => {
  const success: Action[] = [
    { type: "set_status", statusId: 7 },
    { type: "set_status", statusId: 8 },
    { type: "assign_person", personId: 4 },
    { type: "add_note", body: "{{response.value.number", visibility: "private" },
    { type: "add_note", body: "{{response.value.number}}", visibility: "private" },
  ];
  const test: Condition = { type: "test", field: "form.9.9", operator: "equals", value: "x" };
  const conditions = { type: "group" as const, mode: "all" as const, conditions: [test] };
  const values = {
    ...good,
    conditions,
    responseActions: { success, failure: [{ type: "set_status" as const, statusId: 0 }] },
  };
  expect(Object.keys(mistakesIn(values, sampleForms, desk)).sort()).toEqual([
    "conditions.conditions.0.field",
    "responseActions.failure.0.statusId",
    "responseActions.success.1.statusId",
    "responseActions.success.2.personId",
    "responseActions.success.3.body",
  ]);
});
