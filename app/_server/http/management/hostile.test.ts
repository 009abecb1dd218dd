import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestRuntime, type TestRuntime } from "../testing";
import { managementRoutes } from ".";
import { callerOf } from "./testing";

let opened: TestRuntime;
let call: ReturnType<typeof callerOf>;
let typeId = 0;
beforeAll(async () => {
  opened = await openTestRuntime();
  call = callerOf(opened);
  typeId = (await call("GET", "/desk-lists")).json.ticketTypes[0].id;
});
afterAll(() => opened.close());

const json = { "content-type": "application/json" };
const post = (raw: BodyInit, headers: Record<string, string> = json) => call("POST", "/tickets", { raw, headers });
const ticket = (more: string) => `{"typeId":${typeId},"title":"x"${more}}`;

describe("bodies", () => {
  test.each([
    ["malformed", "{oops", "not valid JSON"],
    ["cut off", '{"title":"x', "not valid JSON"],
    ["a list", "[]", "JSON object"],
    ["a string", '"x"', "JSON object"],
    ["null", "null", "JSON object"],
    ["100,000 levels deep", "[".repeat(100_000) + "]".repeat(100_000), "JSON object"],
    ["a deep field", `{"forms":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`, "nested"],
    ["__proto__", '{"__proto__":{"permissions":["access.write"]}}', "__proto__"],
    ["a deep __proto__", '{"forms":{"a":{"__proto__":1}}}', "__proto__"],
    ["NUL in text", '{"title":"a\\u0000b"}', "NUL"],
    ["NUL in a name", '{"forms":{"a\\u0000":1}}', "NUL"],
    ["half a surrogate pair", '{"title":"\\ud800"}', "Unicode"],
    ["an id beyond the column", '{"ownerId":9007199254740991}', "out of range"],
  ])("%s", async (_, raw, words) => {
    const { status, json } = await post(raw);
    expect(status).toBe(422);
    expect(json.error.code).toBe("invalid");
    expect(json.error.message).toContain(words);
  });

  test("bytes that are no UTF-8", async () => {
    expect((await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).status).toBe(422);
  });

  test.each([["text/plain"], ["application/x-www-form-urlencoded"], ["multipart/form-data; boundary=x"], [""]])(
    "content type %s",
    async (type) => {
      const { status, json } = await post(Buffer.from(ticket("")), { "content-type": type });
      expect(status).toBe(422);
      expect(json.error.message).toContain("Content-Type: application/json");
    },
  );

  test("other JSON content types are fine", async () => {
    expect((await post(ticket(""), { "content-type": "Application/JSON; charset=utf-8" })).status).toBe(201);
    expect((await post(ticket(""), { "content-type": "application/vnd.api+json" })).status).toBe(201);
  });

  test("5 MB reach the schema, over 6 MB nothing does", async () => {
    const five = await post(ticket(`,"description":"${"x".repeat(5_000_000)}"`));
    expect(five.status).toBe(422);
    expect(five.json.error.fields).toHaveProperty("description");
    const seven = "x".repeat(7 * 1024 * 1024);
    for (const headers of [json, { ...json, "content-length": String(seven.length) }]) {
      const { status, json: answer } = await post(seven, headers);
      expect(status).toBe(413);
      expect(answer.error).toMatchObject({ code: "limit", message: expect.stringContaining("6 MB") });
    }
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode(" ".repeat(100_000))),
    });
    const api = await post(stream as BodyInit, json).catch((error: Error) => error);
    expect(api instanceof Error ? api.message : api.status).toSatisfy(
      (got) => got === 413 || String(got).includes("duplex"),
    );
  });

  test("text keeps its quotes, percent signs and emoji", async () => {
    const title = `'; DROP TABLE tickets; -- "%_\\ 👩‍🚒 <script>`;
    const made = await call("POST", "/tickets", { body: { typeId, title } });
    expect(made.json.title).toBe(title);
    expect((await call("GET", `/tickets?q=${encodeURIComponent("%_\\ 👩‍🚒")}`)).json.total).toBe(1);
  });
});

test("no body of the wrong shape gets a 500 from any endpoint", async () => {
  const routes = managementRoutes.filter(({ body }) => body);
  const anything = fc.object({
    maxDepth: 3,
    key: fc.constantFrom(
      "name",
      "title",
      "typeId",
      "forms",
      "auth",
      "fields",
      "permissions",
      "ticketId",
      "headers",
      "emails",
      "version",
      "x",
    ),
    values: [
      fc.string({ unit: "binary", maxLength: 5 }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.maxSafeInteger(),
    ],
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), anything, async ({ method, path }, body) => {
      const { status } = await call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, "1"), { body });
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
}, 60_000);

test("no address gets a 500", async () => {
  const ids = ["%00", "%F0%9F%98%80", "..%2f", "-1", "1e9", "99999999999999999999", "'%20OR%201=1", "whk_%25"];
  for (const { method, path, body } of managementRoutes)
    for (const id of ids) {
      if (!path.includes("{")) continue;
      const { status } = await call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, id), body ? { body: {} } : {});
      expect([404, 422], `${method} ${path} ${id}`).toContain(status);
    }
});

test("odd authorization headers", async () => {
  for (const authorization of ["Bearer", "Bearer ", `Bearer ${"x".repeat(9000)}`, "bearer a b", "Bearer é", "Token x"])
    expect((await call("GET", "/tickets", { key: null, headers: { authorization } })).status).toBe(401);
  expect(
    (await call("GET", "/tickets", { key: null, headers: { authorization: `bearer ${opened.keys.administrator}` } }))
      .status,
  ).toBe(200);
});
