import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestRuntime, type TestRuntime } from "../testing";
import { callerOf } from "./testing";

let opened: TestRuntime;
let call: ReturnType<typeof callerOf>;
beforeAll(async () => {
  opened = await openTestRuntime();
  call = callerOf(opened);
});
afterAll(() => opened.close());

const parameters = [
  { name: "a", type: "int" },
  { name: "b", type: "int" },
];
const input = { name: "Add", apiName: "add", returnType: "int", parameters, source: "info a;\nreturn a + b;" };

test("from creation to deletion", async () => {
  const made = await call("POST", "/functions", { body: input });
  expect(made).toMatchObject({ status: 201, json: { ...input, version: 1, isPublished: false, tokenEnd: null } });
  const { id } = made.json;
  expect((await call("GET", "/functions?q=add&isPublished=false")).json.total).toBe(1);
  const ran = await call("POST", `/functions/${id}/run`, { body: { arguments: { a: 1, b: 2 } } });
  expect(ran.json).toMatchObject({ result: "success", output: "3", info: ["1"], diagnostics: [] });
  const failed = await call("POST", `/functions/${id}/run`, { body: { arguments: { a: "one" } } });
  expect(failed.json).toMatchObject({ result: "failed", output: expect.stringContaining("a") });

  const published = await call("POST", `/functions/${id}/publish`, { body: {} });
  expect(published.json.url).toMatch(
    /^http:\/\/localhost\/AppIntegrations\?serviceName=callbackFunctions&api_name=add&auth_token=[\w-]{43}&PORTALID=1$/,
  );
  const token = new URL(published.json.url).searchParams.get("auth_token") ?? "";
  const read = await call("GET", `/functions/${id}`);
  expect(read.json).toMatchObject({ isPublished: true, tokenEnd: token.slice(-4) });
  expect(read.text).not.toContain(token);

  const patched = await call("PATCH", `/functions/${id}`, { body: { description: "Sums" } });
  expect(patched.json).toMatchObject({ description: "Sums", version: 2, source: input.source });
  expect((await call("PATCH", `/functions/${id}`, { body: { description: "x", version: 1 } })).status).toBe(409);
  expect((await call("POST", `/functions/${id}/unpublish`)).json).toMatchObject({ isPublished: false, tokenEnd: null });

  const runs = await call("GET", `/functions/${id}/runs?outcome=failed`);
  expect(runs.json).toMatchObject({ total: 1, items: [{ origin: "api", outcome: "failed" }] });
  const [run] = runs.json.items;
  expect((await call("GET", `/functions/${id}/runs/${run.id}`)).json).toEqual(run);
  expect((await call("GET", `/functions/fun_none/runs/${run.id}`)).status).toBe(404);
  expect((await call("DELETE", `/functions/${id}`)).status).toBe(204);
  expect((await call("GET", `/functions/${id}`)).status).toBe(404);
});

test("a script that doesn't parse is refused with its lines, and so is publishing without an API name", async () => {
  const broken = await call("POST", "/functions", { body: { name: "Broken", source: "x = 1;\ny = = 2;" } });
  expect(broken).toMatchObject({
    status: 422,
    json: { error: { fields: { source: [expect.stringMatching(/^Line 2: /)] } } },
  });
  const bare = await call("POST", "/functions", { body: { name: "Bare", source: "return 1;" } });
  const refused = await call("POST", `/functions/${bare.json.id}/publish`, { body: {} });
  expect(refused).toMatchObject({ status: 422, json: { error: { fields: { apiName: [expect.any(String)] } } } });
});

test("a published function is saved only while its test cases pass, or anyway", async () => {
  const made = await call("POST", "/functions", { body: { ...input, name: "Tested", apiName: "tested" } });
  const { id } = made.json;
  const actor = { kind: "system", id: "system", name: "Hookdesk", personId: null } as const;
  const expects = { kind: "output", text: "3" } as const;
  await opened.stores.functions.saveTest(actor, id, { name: "One and two", arguments: '{"a":1,"b":2}', expects });
  await call("POST", `/functions/${id}/publish`, { body: {} });
  const wrong = { source: "return a - b;" };
  const refused = await call("PATCH", `/functions/${id}`, { body: wrong });
  expect(refused).toMatchObject({
    status: 422,
    json: {
      error: {
        message: expect.stringContaining("“One and two”"),
        fields: { tests: [expect.stringContaining("gave “-1”")] },
      },
    },
  });
  expect((await call("PATCH", `/functions/${id}`, { body: { ...wrong, anyway: true } })).json).toMatchObject(wrong);
  expect((await call("POST", `/functions/${id}/publish`, { body: {} })).status).toBe(422);
  expect((await call("POST", `/functions/${id}/publish`, { body: { anyway: true } })).status).toBe(200);
});
