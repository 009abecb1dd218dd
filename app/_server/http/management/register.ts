import type { Context, Hono } from "hono";
import { AppError } from "@/lib/core/errors";
import { respondTo } from "../../respond";
import { authenticate } from "./authenticate";
import { type ApiRuntime, type Endpoint, hasStatus, statusOf } from "./endpoint";
import { checked } from "./parse";
import { readJson, tooLarge } from "./read-json";

/** Puts an endpoint on the router: the key and its role first, then the schemas, then the work. */
export function register(app: Hono, runtime: ApiRuntime, endpoint: Endpoint): void {
  app.on(endpoint.method.toUpperCase(), endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1"), async (context) => {
    const principal = await authenticate(context.req, runtime, endpoint.permission);
    const raw = endpoint.body ? await readJson(context.req) : undefined;
    const reply = await endpoint.run({
      ...runtime,
      principal,
      now: runtime.clock.now(),
      params: paramsOf(context),
      query: endpoint.query ? checked(endpoint.query, context.req.query()) : undefined,
      body: endpoint.body ? checked(endpoint.body, raw) : undefined,
      raw,
      signal: context.req.raw.signal,
    });
    if (endpoint.reply === null) return context.body(null, 204);
    return hasStatus(reply) ? context.json(reply.value, statusOf(reply)) : context.json(reply, endpoint.status ?? 200);
  });
}

/** What a request that can't be served is answered with. */
export function refuse(error: unknown, context: Context): Response {
  const { status, body } = respondTo(error);
  if (error === tooLarge) return context.json(body, 413);
  if (status === 401) context.header("www-authenticate", 'Bearer realm="Hookdesk"');
  return context.json(body, status);
}

/** Ids are short and plain; anything else can't belong to a record, and need not reach the database to find out. */
function paramsOf({ req }: Context): Record<string, string> {
  const params = req.param() as Record<string, string>;
  for (const value of Object.values(params)) {
    if (!/^[\w-]{1,100}$/.test(value)) throw new AppError("not_found", "There is no record with this id.");
  }
  return params;
}
