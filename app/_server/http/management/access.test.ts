import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { technicianPermissions } from "@/lib/access/permissions";
import { openTestRuntime, type TestRuntime } from "../testing";
import { managementRoutes } from ".";
import { callerOf } from "./testing";

let opened: TestRuntime;
let call: ReturnType<typeof callerOf>;
beforeAll(async () => {
  opened = await openTestRuntime();
  call = callerOf(opened);
});
afterAll(() => opened.close());

const bodyless = new Set(["get", "delete"]);
const concrete = (path: string) => path.replaceAll(/\{\w+\}/g, "unknown");

describe.each(managementRoutes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
  "%s",
  (_, { method, path, permission }) => {
    const send = (key: string | null, headers = {}) =>
      call(method.toUpperCase(), concrete(path), { key, body: bodyless.has(method) ? undefined : {}, headers });

    test("is closed to strangers", async () => {
      const refused = await send(null);
      expect(refused.status).toBe(401);
      expect(refused.json.error.code).toBe("unauthenticated");
      expect(refused.headers.get("www-authenticate")).toMatch(/^Bearer/);
      expect((await send("hdk_not_a_key")).status).toBe(401);
      expect((await send(null, { authorization: "Basic YTpi" })).status).toBe(401);
      expect((await send(null, { cookie: "hookdesk_session=hds_x" })).status).toBe(401);
    });

    test("asks for its permission before anything else", async () => {
      const { status, json } = await send(opened.keys.technician);
      if (technicianPermissions.includes(permission)) expect([200, 404, 422]).toContain(status);
      else {
        expect(status).toBe(403);
        expect(json.error).toMatchObject({ code: "forbidden", message: expect.stringContaining("Technician") });
      }
    });
  },
);

test("only the document is public", async () => {
  const { status, json } = await call("GET", "/openapi.json", { key: null });
  expect(status).toBe(200);
  expect(json.openapi).toBe("3.1.0");
});

test("what a technician may do", () => {
  const open = managementRoutes.filter((route) => technicianPermissions.includes(route.permission));
  expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
    [
      "get /custom-forms",
      "get /custom-forms/{id}",
      "get /desk-lists",
      "get /people",
      "get /people/{id}",
      "get /tickets",
      "get /tickets/{id}",
      "get /tickets/{id}/history",
      "get /tickets/{id}/messages",
      "get /tickets/{id}/webhooks",
      "patch /tickets/{id}",
      "post /tickets",
      "post /tickets/{id}/history/{entryId}/apply",
      "post /tickets/{id}/history/{entryId}/dismiss",
      "post /tickets/{id}/history/{entryId}/undo",
      "post /tickets/{id}/messages",
      "post /webhooks/{id}/fire",
      "post /webhooks/{id}/preview",
      "put /tickets/{id}",
    ].sort(),
  );
});

test("a revoked key is refused at once", async () => {
  const created = await call("POST", "/api-keys", {
    body: { name: "short-lived", roleId: opened.roleIds.administrator },
  });
  expect(created.status).toBe(201);
  const { key, id } = created.json;
  expect(key).toMatch(/^hdk_/);
  expect((await call("GET", "/tickets", { key })).status).toBe(200);
  expect((await call("DELETE", `/api-keys/${id}`)).status).toBe(204);
  expect((await call("GET", "/tickets", { key })).status).toBe(401);
  const { json, text } = await call("GET", `/api-keys/${id}`);
  expect(json.revokedAt).not.toBeNull();
  expect(text).not.toContain(key);
  expect((await call("GET", "/api-keys?pageSize=100")).text).not.toContain(key);
});
