import { expect, test } from "vitest";
import { sampleForms } from "@/lib/delivery/testing/samples";
import { mistakesIn, newValues, webhookResolver } from "./form-values";

const good = { ...newValues(1, ["rol_a"]), name: "Send", url: "https://x.example/{{ticket.id}}" };
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
  expect(Object.keys(mistakesIn({ ...newValues(1, []) }, sampleForms)).sort()).toEqual(["name", "url"]);
  const mistakes = mistakesIn(
    {
      ...good,
      body: "{{ticket.id",
      auth: { ...good.auth, type: "basic", username: "", password: "" },
      responseFields: [{ path: "result.number", formId: 0, fieldId: 0 }],
    },
    sampleForms,
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
  const resolve = webhookResolver(sampleForms);
  const kept = { ...good, auth: { ...good.auth, type: "none" as const, username: "kept", password: "kept" } };
  expect(await resolve(kept, undefined, options)).toMatchObject({ values: { auth: { type: "none" } }, errors: {} });
  const failed = await resolve({ ...good, name: " ", body: "{{" }, undefined, options);
  expect(failed.errors).toMatchObject({ name: { message: "Enter a name technicians will understand" }, body: {} });
});
