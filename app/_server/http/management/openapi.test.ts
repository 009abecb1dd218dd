import { expect, test } from "vitest";
import { managementRoutes } from ".";
import { openApiDocument } from "./openapi";

const document = JSON.parse(JSON.stringify(openApiDocument(managementRoutes, "https://desk.example")));
type Operation = {
  operationId: string;
  security: Record<string, string[]>[];
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  responses: Record<string, { description: string; content?: object }>;
  requestBody?: { content: Record<string, { schema: object; examples?: Record<string, { value: unknown }> }> };
};
const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
  ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

function walk(node: unknown, visit: (key: string, value: unknown) => void) {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    visit(key, value);
    walk(value, visit);
  }
}

test("says what it is", () => {
  expect(document.openapi).toBe("3.1.0");
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  expect(document.servers).toEqual([{ url: "https://desk.example/api/v1" }]);
  expect(document.components.securitySchemes.apiKey).toMatchObject({ type: "http", scheme: "bearer" });
});

test("every reference resolves", () => {
  const missing: unknown[] = [];
  walk(document, (key, value) => {
    if (key !== "$ref") return;
    const target = String(value)
      .replace(/^#\//, "")
      .split("/")
      .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], document);
    if (target === undefined) missing.push(value);
  });
  expect(missing).toEqual([]);
});

test("every operation is complete", () => {
  for (const { path, operation } of operations) {
    expect(operation.operationId, path).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation.security, path).toEqual([{ apiKey: [] }]);
    const success = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
    expect(success.length, path).toBeGreaterThan(0);
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(response.description, `${path} ${status}`).not.toBe("");
      expect(response.content === undefined, `${path} ${status}`).toBe(status === "204");
    }
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(["401", "403", "404", "422"]));
    const inPath = operation.parameters.filter((parameter) => parameter.in === "path");
    expect(inPath.map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect(inPath.every(({ required }) => required)).toBe(true);
  }
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every route is in it, and nothing else", () => {
  const documented = operations.map(({ method, path }) => `${method} ${path}`);
  const registered = managementRoutes.map(({ method, path }) => `${method} ${path}`);
  expect(documented.sort()).toEqual(registered.sort());
  expect(new Set(registered).size).toBe(registered.length);
});

test("examples of creating and firing are accepted by the schemas they illustrate", () => {
  for (const id of ["createWebhook", "fireWebhook", "createTicket"]) {
    const route = managementRoutes.find(({ operationId }) => operationId === id);
    const [example] = Object.values(route?.examples ?? {});
    expect(route?.body?.safeParse(example?.value).success, id).toBe(true);
    const { operation } = operations.find((one) => one.operation.operationId === id) ?? {};
    expect(operation?.requestBody?.content["application/json"]?.examples, id).toBeDefined();
  }
});

test("secrets are only ever written", () => {
  const secrets = ["password", "tokenHash", "passwordHash", "accessCode"];
  for (const name of ["Webhook", "ApiKey", "Delivery", "Person", "Ticket"])
    walk(document.components.schemas[name], (key) => expect(secrets, name).not.toContain(key));
  expect(document.components.schemas.ApiKey.properties).not.toHaveProperty("key");
});
