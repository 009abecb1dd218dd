import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestRuntime, type TestRuntime } from "../testing";
import { webMethodRoutes } from "../web-methods";
import { callerOf } from "./testing";

let opened: TestRuntime;
let call: ReturnType<typeof callerOf>;
beforeAll(async () => {
  opened = await openTestRuntime();
  call = callerOf(opened);
});
afterAll(() => opened.close());

const input = { name: "PartnerIncident", ticketTypeId: 1, mappings: [{ path: "title", target: "ticket.title" }] };

test("from creation to deletion", async () => {
  const made = await call("POST", "/web-methods", { body: input });
  expect(made).toMatchObject({
    status: 201,
    json: {
      name: "PartnerIncident",
      url: "http://localhost/api/webmethods/PartnerIncident",
      isEnabled: true,
      runBusinessRules: false,
      contentTypes: ["application/json"],
      version: 1,
      accessKey: expect.stringMatching(/^[\w-]{43}$/),
      lastCallAt: null,
    },
  });
  const { id, accessKey, keyEnd } = made.json;
  expect(keyEnd).toBe(accessKey.slice(-4));
  const read = await call("GET", `/web-methods/${id}`);
  expect(read.text).not.toContain(accessKey);
  expect(read.text).not.toContain("keyHash");
  expect(read.json).not.toHaveProperty("accessKey");
  expect((await call("GET", "/web-methods?q=partner&isEnabled=true&ticketTypeId=1")).json.total).toBe(1);
  expect((await call("GET", "/web-methods?isEnabled=false")).json.total).toBe(0);

  const patched = await call("PATCH", `/web-methods/${id}`, { body: { description: "Alarms" } });
  expect(patched.json).toMatchObject({ description: "Alarms", version: 2, mappings: input.mappings });
  expect((await call("PATCH", `/web-methods/${id}`, { body: { description: "x", version: 1 } })).status).toBe(409);
  const put = await call("PUT", `/web-methods/${id}`, { body: { ...input, ratePerMinute: 10 } });
  expect(put.json).toMatchObject({ description: "", ratePerMinute: 10, version: 3, keyEnd });

  const door = webMethodRoutes(opened.runtime);
  const send = async (key: string) =>
    (
      await door.request("/api/webmethods/PartnerIncident", {
        method: "POST",
        headers: { "x-access-key": key, "content-type": "application/json" },
        body: '{"title":"By API"}',
      })
    ).status;
  expect(await send(accessKey)).toBe(200);
  const rotated = await call("POST", `/web-methods/${id}/rotate-key`);
  expect(rotated).toMatchObject({ status: 200, json: { accessKey: expect.stringMatching(/^[\w-]{43}$/) } });
  expect(await send(accessKey)).toBe(401);
  expect(await send(rotated.json.accessKey)).toBe(200);

  const calls = await call("GET", `/web-methods/${id}/calls?outcome=created`);
  expect(calls.json).toMatchObject({ total: 2, items: [{ outcome: "created", ticketDisplayId: "IN2" }, {}] });
  expect(calls.text).not.toContain(rotated.json.accessKey);
  expect((await call("GET", `/web-methods/${id}/calls?ticketId=1`)).json.total).toBe(1);
  expect((await call("GET", `/web-methods/${id}/calls?outcome=nonsense`)).status).toBe(422);

  expect((await call("DELETE", `/web-methods/${id}`)).status).toBe(204);
  for (const path of [`/web-methods/${id}`, `/web-methods/${id}/calls`])
    expect((await call("GET", path)).status).toBe(404);
  expect((await call("POST", `/web-methods/${id}/rotate-key`)).status).toBe(404);
});

test("mistakes are named by field", async () => {
  const refused = await call("POST", "/web-methods", {
    body: {
      ...input,
      name: "Broken",
      mappings: [{ path: "a[", target: "ticket.nonsense" }],
      response: { contentType: "application/json", body: "{{" },
    },
  });
  expect(refused.status).toBe(422);
  expect(Object.keys(refused.json.error.fields).sort()).toEqual([
    "mappings.0.path",
    "mappings.0.target",
    "response.body",
  ]);
  for (const name of ["", "With blank", "1x", "ümlaut", "x".repeat(101)])
    expect((await call("POST", "/web-methods", { body: { ...input, name } })).json.error.fields).toHaveProperty("name");
  expect((await call("POST", "/web-methods", { body: { ...input, name: "NoType", ticketTypeId: 99 } })).status).toBe(
    422,
  );
  expect((await call("POST", "/web-methods", { body: { ...input, name: "Taken" } })).status).toBe(201);
  expect((await call("POST", "/web-methods", { body: { ...input, name: "tAKEN" } })).json.error).toMatchObject({
    code: "conflict",
    fields: { name: [expect.any(String)] },
  });
});

test("technicians have no say in it", async () => {
  const key = opened.keys.technician;
  expect((await call("GET", "/web-methods", { key })).status).toBe(403);
  expect((await call("POST", "/web-methods", { key, body: input })).status).toBe(403);
});
