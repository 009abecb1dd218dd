import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestRuntime, type TestRuntime } from "../testing";
import { callerOf } from "./testing";

let opened: TestRuntime;
let call: ReturnType<typeof callerOf>;
beforeAll(async () => {
  opened = await openTestRuntime();
  call = callerOf(opened);
});
afterAll(() => opened.close());

test("people", async () => {
  const body = { firstName: "Annie", lastName: "Example", emails: ["Annie@Example.com"], phone: "1" };
  const made = await call("POST", "/people", { body });
  expect(made.status).toBe(201);
  const { id } = made.json;
  expect(made.json).toMatchObject({ name: "Annie Example", emails: ["annie@example.com"], isAgent: false });
  expect((await call("POST", "/people", { body })).status).toBe(409);
  expect((await call("PATCH", `/people/${id}`, { body: { isAgent: true } })).json).toMatchObject({
    isAgent: true,
    phone: "1",
    emails: ["annie@example.com"],
  });
  expect((await call("PUT", `/people/${id}`, { body: { lastName: "Example" } })).json).toMatchObject({
    phone: "",
    emails: [],
  });
  expect((await call("GET", "/people?q=example&sort=-name")).json.total).toBe(1);
  expect((await call("GET", "/people?isAgent=true")).json.total).toBe(0);
  expect((await call("GET", "/people?isAgent=maybe")).status).toBe(422);
  expect((await call("DELETE", `/people/${id}`)).status).toBe(204);
  for (const unknown of [id, "x", "0", "2147483648"]) {
    expect((await call("GET", `/people/${unknown}`)).status).toBe(404);
    expect((await call("PATCH", `/people/${unknown}`, { body: { phone: "2" } })).status).toBe(404);
    expect((await call("PUT", `/people/${unknown}`, { body: { lastName: "x" } })).status).toBe(404);
    expect((await call("DELETE", `/people/${unknown}`)).status).toBe(404);
  }
});

test("roles", async () => {
  const made = await call("POST", "/roles", { body: { name: "Night shift", permissions: ["tickets.read"] } });
  expect(made.status).toBe(201);
  const { id } = made.json;
  expect((await call("POST", "/roles", { body: { name: "Night shift", permissions: [] } })).status).toBe(409);
  expect(
    (await call("POST", "/roles", { body: { name: "x", permissions: ["everything"] } })).json.error.fields,
  ).toHaveProperty(["permissions.0"]);
  const key = await opened.keyFor(id);
  expect((await call("GET", "/tickets", { key })).status).toBe(200);
  expect((await call("GET", "/people", { key })).status).toBe(403);
  await call("PATCH", `/roles/${id}`, { body: { permissions: ["people.read"] } });
  expect((await call("GET", `/roles/${id}`)).json).toMatchObject({ name: "Night shift", permissions: ["people.read"] });
  expect((await call("GET", "/people", { key })).status).toBe(200);
  expect((await call("DELETE", `/roles/${id}`)).status).toBe(409);
  expect((await call("DELETE", `/roles/${opened.roleIds.administrator}`)).status).toBe(409);
  const other = (await call("POST", "/roles", { body: { name: "Unused", permissions: [] } })).json.id;
  expect((await call("PUT", `/roles/${other}`, { body: { name: "Still unused", permissions: [] } })).status).toBe(200);
  expect((await call("DELETE", `/roles/${other}`)).status).toBe(204);
  expect((await call("PUT", `/roles/${other}`, { body: { name: "y", permissions: [] } })).status).toBe(404);
  expect((await call("GET", "/roles?q=technician&sort=name")).json.total).toBe(1);
});

test("api keys", async () => {
  expect(
    (await call("POST", "/api-keys", { body: { name: "x", roleId: "rol_unknown" } })).json.error.fields,
  ).toHaveProperty("roleId");
  const { json } = await call("GET", "/api-keys?sort=-createdAt&pageSize=1");
  expect(json.items[0]).toMatchObject({ hint: expect.stringMatching(/^.{4}$/) });
  expect((await call("DELETE", "/api-keys/key_unknown")).status).toBe(404);
  expect((await call("GET", "/api-keys/key_unknown")).status).toBe(404);
});

test("custom forms", async () => {
  const typeId = (await call("GET", "/desk-lists")).json.ticketTypes[0].id;
  const body = { name: "Assets", ticketTypeIds: [typeId], fields: [{ name: "Tag", kind: "text" }] };
  const made = await call("POST", "/custom-forms", { body });
  expect(made.status).toBe(201);
  const { id, fields } = made.json;
  expect((await call("POST", "/custom-forms", { body })).status).toBe(409);
  const ticket = (await call("POST", "/tickets", { body: { typeId, title: "x", forms: { Assets: { Tag: "P1" } } } }))
    .json;
  await call("PATCH", `/custom-forms/${id}`, { body: { fields: [{ ...fields[0], name: "Label" }] } });
  expect((await call("GET", `/tickets/${ticket.id}`)).json.forms).toEqual({ Assets: { Label: "P1" } });
  expect(
    (await call("PUT", `/custom-forms/${id}`, { body: { ...body, fields: [{ name: "Kind", kind: "select" }] } })).json
      .error.fields,
  ).toHaveProperty(["fields.0.options"]);
  expect((await call("GET", "/custom-forms?sort=-name&q=ass")).json.total).toBe(1);
  expect((await call("DELETE", `/custom-forms/${id}`)).status).toBe(204);
  expect((await call("GET", `/custom-forms/${id}`)).status).toBe(404);
});

describe("inspector bins", () => {
  test("create, answer, rename, read, clear, delete", async () => {
    const made = await call("POST", "/inspector/bins", { body: { name: "Partner" } });
    expect(made.status).toBe(201);
    const { id, url } = made.json;
    expect(url).toBe(`http://localhost/inspect/${id}`);
    const response = { status: 503, headers: [{ name: "Retry-After", value: "1" }], body: "busy", delayMs: 10 };
    expect((await call("PUT", `/inspector/bins/${id}/response`, { body: response })).json.response).toEqual(response);
    expect((await call("PATCH", `/inspector/bins/${id}`, { body: { name: "Customer" } })).json).toMatchObject({
      name: "Customer",
      response,
    });
    await opened.stores.bins.capture(
      {
        binId: id,
        receivedAt: new Date(),
        method: "POST",
        target: "/a",
        headers: [["X-A", "1"]],
        body: "needle",
        bodyEncoding: "utf8",
        bodyBytes: 6,
        isTruncated: false,
        remoteAddress: "127.0.0.1",
      },
      500,
    );
    const { json } = await call("GET", `/inspector/bins/${id}/requests?q=needle`);
    expect(json).toMatchObject({ total: 1, items: [{ target: "/a", headers: [["X-A", "1"]] }] });
    expect((await call("GET", `/inspector/bins/${id}`)).json.requestCount).toBe(1);
    expect((await call("DELETE", `/inspector/bins/${id}/requests`)).status).toBe(204);
    expect((await call("GET", `/inspector/bins/${id}/requests`)).json.total).toBe(0);
    expect((await call("GET", "/inspector/bins?q=cust&sort=-name")).json.total).toBe(1);
    expect((await call("DELETE", `/inspector/bins/${id}`)).status).toBe(204);
    for (const path of ["", "/requests"]) {
      expect((await call("GET", `/inspector/bins/${id}${path}`)).status).toBe(404);
      expect((await call("DELETE", `/inspector/bins/${id}${path}`)).status).toBe(404);
    }
  });

  test.each([
    [{ status: 100 }, "status"],
    [{ delayMs: 60_000 }, "delayMs"],
    [{ headers: [{ name: "Set-Cookie", value: "hookdesk_session=x" }] }, "headers.0.name"],
    [{ headers: [{ name: "Content-Length", value: "5" }] }, "headers.0.name"],
    [{ headers: [{ name: "X", value: "a\r\nSet-Cookie: b" }] }, "headers.0.value"],
  ])("the answer %j is refused", async (body, field) => {
    const { id } = (await call("POST", "/inspector/bins", { body: { name: "x" } })).json;
    const { status, json } = await call("PUT", `/inspector/bins/${id}/response`, { body });
    expect(status).toBe(422);
    expect(Object.keys(json.error.fields)).toContain(field);
  });
});
