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

const auth = { type: "basic", username: "desk", password: "s3cret-passphrase" };

test("create, read, list, replace, patch, delete; no reply holds a secret", async () => {
  const made = await call("POST", "/connections", { body: { name: "Partner", auth, hosts: ["api.partner.example"] } });
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    name: "Partner",
    auth: { type: "basic", username: "desk", hasPassword: true },
    hosts: ["api.partner.example"],
    usedBy: [],
  });
  const { id } = made.json;
  expect((await call("GET", `/connections/${id}`)).json).toEqual(made.json);
  expect((await call("GET", "/connections?q=partn")).json).toEqual({ items: [made.json], total: 1 });
  const patched = await call("PATCH", `/connections/${id}`, { body: { description: "Their desk" } });
  expect(patched.json).toMatchObject({ description: "Their desk", auth: { username: "desk", hasPassword: true } });
  const replaced = await call("PUT", `/connections/${id}`, {
    body: { name: "Partner", auth: { ...auth, password: "" }, hosts: ["api.partner.example"] },
  });
  expect(replaced.status).toBe(200);
  expect(JSON.stringify([made, patched, replaced])).not.toContain("s3cret");
  expect((await call("DELETE", `/connections/${id}`)).status).toBe(204);
  expect((await call("GET", `/connections/${id}`)).status).toBe(404);
});

test.each([
  [{ auth }, "name"],
  [{ name: "x" }, "auth"],
  [{ name: "x", auth: { type: "none" } }, "auth"],
  [{ name: "x", auth: { type: "basic", username: "u" } }, "auth.password"],
  [{ name: "x", auth: { type: "apiKey", header: "Host", value: "v" } }, "auth.header"],
  [
    {
      name: "x",
      auth: { type: "oauth2", tokenUrl: "ftp://x", clientId: "c", clientSecret: "s", clientAuthentication: "body" },
    },
    "auth.tokenUrl",
  ],
  [{ name: "x", auth, hosts: ["https://x"] }, "hosts.0"],
])("%j is refused at %s", async (body, field) => {
  const { status, json } = await call("POST", "/connections", { body });
  expect(status).toBe(422);
  expect(Object.keys(json.error.fields)).toContain(field);
});

test("a webhook that uses one shows it, previews its header masked, and keeps it from deletion", async () => {
  const { json: connection } = await call("POST", "/connections", { body: { name: "Shared", auth } });
  const { json: lists } = await call("GET", "/desk-lists");
  const typeId = lists.ticketTypes[0].id;
  const { json: ticket } = await call("POST", "/tickets", { body: { typeId, title: "t" } });
  const made = await call("POST", "/webhooks", {
    body: {
      name: "Uses it",
      ticketTypeId: typeId,
      url: "https://api.partner.example/",
      auth: { type: "shared", connectionId: connection.id },
      roleIds: Object.values(opened.roleIds),
    },
  });
  expect(made.json.auth).toEqual({
    type: "shared",
    connectionId: connection.id,
    connectionName: "Shared",
    connectionType: "basic",
  });
  const preview = await call("POST", `/webhooks/${made.json.id}/preview`, { body: { ticketId: ticket.id } });
  expect(preview.json.headers.authorization).toBe("Basic ••••••");
  const patched = await call("PATCH", `/webhooks/${made.json.id}`, { body: { name: "Still uses it" } });
  expect(patched.json.auth).toEqual(made.json.auth);
  const refused = await call("DELETE", `/connections/${connection.id}`);
  expect(refused.status).toBe(409);
  expect(refused.json.error.message).toContain("Still uses it");
});
