import { expect, test } from "vitest";
import { anyTicket } from "@/lib/rules/condition";
import { webhookToInput } from "./form";
import { standardRetry } from "./retry-policy";
import { bodyLimit, completeConfig, type Webhook, webhookInput } from "./webhook";

const minimal = { name: "Create issue", ticketTypeId: 1, url: "https://partner.example/issues" };

/** Messages by dotted path. */
function problems(changes: object): Record<string, string> {
  const { error } = webhookInput.safeParse({ ...minimal, ...changes });
  return Object.fromEntries(error?.issues.map(({ path, message }) => [path.join("."), message]) ?? []);
}

test("name, type and URL are enough", () => {
  expect(webhookInput.parse(minimal)).toEqual({
    ...minimal,
    isEnabled: true,
    auth: { type: "none" },
    roleIds: [],
    hasEncodedUrlParameters: false,
    method: "POST",
    requestContentType: "application/json",
    headers: [],
    body: "",
    responseContentType: "application/json",
    runRulesAfterResponse: false,
    actionDescription: "",
    showAsButton: false,
    parameters: [],
    responseFields: [],
    responseActions: { success: [], failure: [] },
    writeBack: "keep",
    conditions: anyTicket,
    retry: standardRetry,
    ordering: "event",
    limits: { concurrency: null, perSecond: null },
    followRedirects: false,
  });
});

test("limits are numbers a partner can have, or none", () => {
  expect(webhookInput.parse({ ...minimal, limits: { perSecond: 0.5 } }).limits).toEqual({
    concurrency: null,
    perSecond: 0.5,
  });
  expect(problems({ limits: { concurrency: 1.5, perSecond: 0 } })).toEqual({
    "limits.concurrency": "Enter a whole number",
    "limits.perSecond": "At least 0.1 a second",
  });
  expect(problems({ limits: { concurrency: 201, perSecond: "x" } })).toEqual({
    "limits.concurrency": "At most 200",
    "limits.perSecond": "Enter a number, or leave it blank",
  });
});

test("a configuration stored before a setting existed has its default", () => {
  const {
    auth: _,
    name: __,
    ticketTypeId: ___,
    isEnabled: ____,
    roleIds: _____,
    ...config
  } = webhookInput.parse(minimal);
  const { headers, writeBack, conditions, responseActions, retry, ...old } = config;
  expect(completeConfig(old)).toEqual(config);
  expect(completeConfig({ ...old, body: "kept" }).body).toBe("kept");
});

test("headers: legal names once each; credentials belong to the authentication type", () => {
  expect(problems({ headers: [{ name: "X A" }, { name: "Host" }, { name: "authorization", value: "x" }] })).toEqual({
    "headers.0.name": "Use letters, digits and hyphens, such as X-Request-Source",
    "headers.1.name": "Hookdesk sets this header itself",
    "headers.2.name": "Choose the authentication type instead: it keeps the credentials encrypted",
  });
  expect(problems({ headers: [{ name: "X-A" }, { name: "x-a" }] })).toEqual({
    "headers.1.name": "Another header has this name",
  });
});

test("a reply can't fire a webhook", () => {
  const success = [{ type: "execute_webhook", webhookId: "whk_1" }];
  expect(problems({ responseActions: { success } })).toEqual({
    "responseActions.success.0": "A reply can't fire a webhook or run a callback function: use a trigger rule for that",
  });
});

test("surrounding blanks of name and URL go, those of templates stay", () => {
  const input = webhookInput.parse({ ...minimal, name: " a ", url: " https://x.example ", body: " {} " });
  expect(input).toMatchObject({ name: "a", url: "https://x.example", body: " {} " });
});

test("each required field says what to enter", () => {
  expect(problems({ name: " ", ticketTypeId: 0, url: "" })).toEqual({
    name: "Enter a name technicians will understand",
    ticketTypeId: "Choose the ticket type",
    url: "Enter the request URL the receiving system gave you",
  });
});

test("templates have limits", () => {
  expect(problems({ body: "x".repeat(bodyLimit) })).toEqual({});
  expect(problems({ body: "x".repeat(bodyLimit + 1) })).toEqual({
    body: "The body is longer than 1,000,000 characters",
  });
  expect(problems({ actionDescription: "x".repeat(10_001) })).toEqual({
    actionDescription: "The action description is longer than 10,000 characters",
  });
  expect(problems({ parameters: [{ name: "Note", defaultText: "x".repeat(10_001) }] })).toEqual({
    "parameters.0.defaultText": "The default text is longer than 10,000 characters",
  });
});

test("parameters need a name that templates can spell, each once", () => {
  const named = (...names: string[]) => problems({ parameters: names.map((name) => ({ name })) });
  expect(named("Note", "Reason for call")).toEqual({});
  expect(named(" ")["parameters.0.name"]).toBeDefined();
  for (const name of ["a.b", "a{b", "a}b", "a[b", "a]b", "a|b", "a'b", 'a"b', "a\\b"])
    expect(named(name)).toEqual({
      "parameters.0.name": "Leave out . { } [ ] | quotes and backslashes: templates use them",
    });
  expect(named("Linked asset", "Note", "linkedASSET")).toEqual({
    "parameters.2.name": "Another parameter has this name",
  });
  expect(named(...Array.from({ length: 51 }, (_, i) => `p${i}`))).toEqual({ parameters: "At most 50 parameters" });
});

test("response fields need path, form and field", () => {
  expect(problems({ responseFields: [{ path: " ", formId: 0, fieldId: 0 }] })).toEqual({
    "responseFields.0.path": "Enter the path of the value, such as result.number",
    "responseFields.0.formId": "Choose a custom form",
    "responseFields.0.fieldId": "Choose a field",
  });
  const field = { path: "result.number", formId: 1, fieldId: 1 };
  expect(problems({ responseFields: Array.from({ length: 101 }, () => field) })).toEqual({
    responseFields: "At most 100 response fields",
  });
});

test("Basic needs a user name without colon; a blank password means the stored one", () => {
  expect(problems({ auth: { type: "basic", username: "" } })).toEqual({ "auth.username": "Enter a username." });
  expect(problems({ auth: { type: "basic", username: "a:b" } })).toEqual({
    "auth.username": "A username for Basic authentication cannot contain a colon.",
  });
  expect(webhookInput.parse({ ...minimal, auth: { type: "basic", username: "desk" } }).auth).toEqual({
    type: "basic",
    username: "desk",
    password: "",
  });
  expect(
    problems({ auth: { type: "magic" } }).auth ?? problems({ auth: { type: "magic" } })["auth.type"],
  ).toBeDefined();
});

test("only listed methods and content types", () => {
  expect(Object.keys(problems({ method: "TRACE", requestContentType: "text/css" }))).toEqual([
    "method",
    "requestContentType",
  ]);
});

test("text that no database holds is refused where it stands", () => {
  expect(problems({ name: "a\0", url: "https://x\0", body: "\0", parameters: [{ name: "p\0" }] })).toEqual({
    name: "Leave out the NUL character (U+0000)",
    url: "Leave out the NUL character (U+0000)",
    body: "Leave out the NUL character (U+0000)",
    "parameters.0.name": "Leave out the NUL character (U+0000)",
  });
  expect(problems({ body: "\ud83d" })).toEqual({ body: "Leave out the broken character (half of a surrogate pair)" });
  expect(problems({ name: "🎫 Ticket", body: "🎫" })).toEqual({});
});

test("the form starts with a blank password and passes its own rules", () => {
  const { name, ticketTypeId, isEnabled, roleIds, auth: _, ...config } = webhookInput.parse(minimal);
  const webhook: Webhook = {
    ...{ id: "whk_1", name, ticketTypeId, isEnabled, roleIds, version: 3, config, connectionId: "con_1" },
    auth: { type: "basic", username: "desk", hasPassword: true },
    createdAt: new Date(),
    updatedAt: new Date(),
  };
  const input = webhookToInput(webhook);
  expect(input.auth).toEqual({ type: "basic", username: "desk", password: "" });
  expect(webhookInput.parse(input)).toEqual(input);
  expect(webhookToInput({ ...webhook, auth: { type: "none" } }).auth).toEqual({ type: "none" });
});
