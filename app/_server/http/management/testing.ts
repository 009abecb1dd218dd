import type { TestRuntime } from "../testing";
import { managementApi } from ".";

type Sent = { key?: string | null; body?: unknown; raw?: BodyInit; headers?: Record<string, string> };

/** Calls the management API in memory, as administrator unless told otherwise, and reads the JSON answer. */
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
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text === "" ? undefined : JSON.parse(text),
    };
  };
}
