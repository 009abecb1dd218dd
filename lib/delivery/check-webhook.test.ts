import { expect, test } from "vitest";
import { checkWebhook } from "./check-webhook";
import { sampleConfig, sampleForms } from "./testing/samples";
import { type WebhookConfig, webhookConfig } from "./webhook";

const check = (changed: Partial<WebhookConfig>) =>
  checkWebhook({ ...sampleConfig(changed), ticketTypeId: 1 }, sampleForms);
const parameters = webhookConfig.parse({
  url: "x",
  parameters: [{ name: "Ref", defaultText: "{{ticket.title" }],
}).parameters;

test("a good webhook has nothing to say", () => {
  const body =
    '{"id": {{ticket.id}}, "t": "{{ticket.title | upper}}", "assets": "{{ticket.linkedassets}}", "first": "{{ticket.linkedassets[0].asset}}", "i": "{{ticket.integration}}"}';
  expect(check({ body })).toEqual({ errors: {}, warnings: [] });
  expect(
    check({ body: '[{% for row in ticket.linkedassets %}{% if loop.index0 %},{% endif %}"{{row.asset}}"{% endfor %}]' })
      .warnings,
  ).toEqual([]);
});

test("syntax errors are errors with place and excerpt, each at its field", () => {
  const { errors } = check({
    url: "https://x/{{a",
    body: "\n {{a | nofilter}}",
    actionDescription: "{% if %}",
    parameters,
  });
  expect(Object.keys(errors).sort()).toEqual(["actionDescription", "body", "parameters.0.defaultText", "url"]);
  expect(errors.body?.[0]).toMatch(/nofilter.*\(line 2, column \d+\): \{\{a \| nofilter\}\}/);
});

test("unknown fields are warnings with a suggestion", () => {
  expect(check({ body: '"{{ticket.titel}}"' }).warnings).toEqual([
    {
      field: "body",
      message: "ticket.titel is not a known field; it will be sent empty. Did you mean ticket.title?",
      line: 1,
      column: 4,
    },
  ]);
});

test.each<[string, { line: number; column: number } | undefined]>([
  ['{\n "a": "{{ticket.displayid}}" x\n}', { line: 2, column: 30 }],
  ['{"a": {{ticket.id}},}', { line: 1, column: 21 }],
  ['{"a": {% if ticket.id %}x{% endif %} }', undefined],
])("a body that can't become JSON: %s", (body, place) => {
  const [warning] = check({ body }).warnings;
  expect(warning).toMatchObject({ field: "body", message: expect.stringContaining("isn't valid JSON"), ...place });
});

test("JSON that breaks only when empty is noticed, raw bodies are left alone", () => {
  expect(check({ body: '{"a": {% if ticket.title %}1{% endif %} }' }).warnings[0]?.message).toContain(
    "when its placeholders are empty",
  );
  expect(check({ body: "{{ticket.description | raw}}" }).warnings).toEqual([]);
});

test.each([
  ["ftp://x/", true],
  ["partner.example/{{ticket.id}}", true],
  ["https://", true],
  ["{{ticket.thirdpartyref}}/x", false],
  ["https://{{ticket.thirdpartyref}}/x", false],
  ["http{{ticket.thirdpartyref}}", false],
])("URL %s", (url, isRefused) => {
  expect(Boolean(check({ url }).errors.url)).toBe(isRefused);
});

test("response fields", () => {
  const field = { path: "result.number", formId: 2, fieldId: 1 };
  expect(check({ responseFields: [field] })).toEqual({ errors: {}, warnings: [] });
  const pathError = (responseContentType: WebhookConfig["responseContentType"], path: string) =>
    check({ responseFields: [{ ...field, path }], responseContentType }).errors["responseFields.0.path"]?.[0];
  expect(pathError("application/xml", "response.items.item[0].@id")).toBeUndefined();
  expect(pathError("application/xml", "/response/id")).toContain("element names from the root on");
  expect(pathError("text/html", "meta[name=ref]@content")).toBeUndefined();
  expect(pathError("text/html", "h1[")).toContain("This is not a CSS selector");
  const bad = [
    { ...field, path: "a[" },
    { ...field, formId: 9 },
    { ...field, fieldId: 99 },
  ];
  expect(Object.keys(check({ responseFields: bad }).errors)).toEqual([
    "responseFields.0.path",
    "responseFields.1.formId",
    "responseFields.2.fieldId",
  ]);
});

test("a password in the URL is refused; an address behind the host is not one", () => {
  expect(check({ url: "https://desk:pw@x.example/" }).errors.url?.[0]).toContain("Leave user name and password out");
  expect(check({ url: "https://x.example/?to=a@b.example" }).errors).toEqual({});
});
