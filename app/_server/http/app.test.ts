import { afterAll, beforeAll, expect, test } from "vitest";
import { createHttpApp } from "./app";
import { openTestRuntime, type TestRuntime } from "./testing";

let opened: TestRuntime;
beforeAll(async () => {
  opened = await openTestRuntime();
});
afterAll(() => opened.close());

test("the management API answers under /api/v1, and what is not there says so", async () => {
  const app = createHttpApp(opened.runtime);
  expect((await app.request("/api/v1/openapi.json")).status).toBe(200);
  const stranger = await app.request("/api/v1/tickets");
  expect(stranger.status).toBe(401);
  expect(stranger.headers.get("www-authenticate")).toContain("Bearer");
  const headers = { authorization: `Bearer ${opened.keys.administrator}`, "content-type": "application/json" };
  expect((await app.request("/api/v1/tickets", { headers })).status).toBe(200);
  const tooLong = await app.request("/api/v1/tickets", { method: "POST", headers, body: " ".repeat(7_000_000) });
  expect(tooLong.status).toBe(413);
  const missing = await app.request("/api/v1/nothing", { headers });
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({ error: { code: "not_found" } });
});
