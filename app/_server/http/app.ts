import { OpenAPIHono } from "@hono/zod-openapi";
import type { ServerRuntime } from "../open-runtime";
import { respondTo } from "../respond";
import { healthRoutes } from "./health";
import { inspectRoutes } from "./inspect";
import { liveRoutes } from "./live";
import { managementApi } from "./management";
import { noticeRoutes } from "./notices";
import { webMethodRoutes } from "./web-methods";

/** Everything machines call, as one app in front of Next (architecture §8). */
export function createHttpApp(runtime: ServerRuntime): OpenAPIHono {
  const app = new OpenAPIHono();
  app.onError((error, context) => {
    const { status, body } = respondTo(error);
    return context.json(body, status);
  });
  app.notFound((context) =>
    context.json({ error: { code: "not_found", message: `There is nothing at ${context.req.path}.` } }, 404),
  );
  app.route("/", healthRoutes(runtime));
  app.route("/", inspectRoutes(runtime));
  app.route("/", liveRoutes(runtime));
  app.route("/", noticeRoutes(runtime));
  app.route("/", webMethodRoutes(runtime));
  app.route("/api/v1", managementApi(runtime));
  return app;
}
