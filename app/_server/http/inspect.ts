import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import type { ServerRuntime } from "../open-runtime";
import { createCapture } from "./capture";

/**
 * `ANY /inspect/{bin}` and below, for an app without the front door, which hands such requests to `createCapture` itself: what reaches
 * this app has already lost requests whose host or target the adapter refuses.
 */
export function inspectRoutes(
  runtime: Pick<ServerRuntime, "stores" | "clock" | "stopping">,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const capture = createCapture(runtime);
  app.all("/inspect/*", async ({ env }) => {
    await capture(env.incoming, env.outgoing);
    return RESPONSE_ALREADY_SENT;
  });
  return app;
}
