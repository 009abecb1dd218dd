import { Hono } from "hono";
import { whyNotReady } from "@/lib/delivery/beat";
import type { ServerRuntime } from "../open-runtime";
import { metricsOf } from "./metrics";

const startingMs = 20_000;

/** `/api/health/live`, `/api/health/ready` and Prometheus `/metrics`. They tell nothing about anybody's data. */
export function healthRoutes(runtime: ServerRuntime): Hono {
  const { stores, clock } = runtime;
  const app = new Hono();
  const metrics = metricsOf(runtime);
  const openedAt = clock.now().getTime();
  app.get("/api/health/live", (context) => context.json({ status: "ok" }));
  app.get("/api/health/ready", async (context) => {
    try {
      await stores.ping();
      const why = whyNotReady(await stores.workers.list(), clock.now());
      // The worker starts beside the console and needs a moment.
      const isStarting = clock.now().getTime() - openedAt < startingMs;
      if (why === undefined || isStarting) return context.json({ status: "ok" });
      return context.json({ status: "unavailable", message: why }, 503);
    } catch {
      return context.json({ status: "unavailable", message: "The database does not answer." }, 503);
    }
  });
  app.get("/metrics", async (context) =>
    context.body(await metrics.text(), 200, { "content-type": metrics.contentType }),
  );
  return app;
}
