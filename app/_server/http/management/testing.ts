import { z } from "zod";
import type { TestRuntime } from "../testing";
import { managementApi, managementRoutes } from ".";
import type { Endpoint } from "./endpoint";
import { openApiDocument } from "./openapi";
import { replySchemas } from "./schemas";

type Sent = { key?: string | null; body?: unknown; raw?: BodyInit; headers?: Record<string, string> };

/**
 * Calls the management API in memory, as administrator unless told otherwise, and reads the JSON answer.
 * Every answer is held against the published document: a field it does not mention is an error.
 */
export function callerOf({ runtime, keys }: TestRuntime) {
  const api = managementApi(runtime);
  return async (method: string, path: string, { key = keys.administrator, body, raw, headers }: Sent = {}) => {
    const response = await api.request(path, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const text = await response.text();
    const json = text === "" ? undefined : JSON.parse(text);
    const problem = json === undefined ? undefined : problemWith(method, path, response.status, json);
    if (problem) throw new Error(`${method} ${path} answered what the document does not say: ${problem}\n${text}`);
    return { status: response.status, headers: response.headers, text, json };
  };
}

const { schemas } = openApiDocument(managementRoutes, "").components;
const definitions = JSON.parse(JSON.stringify(schemas).replaceAll("#/components/schemas/", "#/$defs/"));
const readers = new Map<string, z.ZodType>();

function readerOf(id: string): z.ZodType {
  const reader =
    readers.get(id) ?? z.fromJSONSchema({ $ref: `#/$defs/${id}`, $defs: definitions } as z.core.JSONSchema.JSONSchema);
  readers.set(id, reader);
  return reader;
}

function problemWith(method: string, path: string, status: number, json: unknown): string | undefined {
  const route = routeOf(method, path);
  const id = status >= 400 ? "Error" : route?.reply ? replySchemas.get(route.reply)?.id : undefined;
  const result = id === undefined ? undefined : readerOf(id).safeParse(json);
  return result && !result.success ? z.prettifyError(result.error) : undefined;
}

function routeOf(method: string, path: string): Endpoint | undefined {
  const [bare = ""] = path.split("?");
  return managementRoutes.find(
    (route) =>
      route.method === method.toLowerCase() && new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(bare),
  );
}
