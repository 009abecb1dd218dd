import { Hono } from "hono";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { deliveryStatuses } from "@/lib/delivery/delivery";
import type { ServerRuntime } from "../open-runtime";

/** `/api/health/live`, `/api/health/ready` and Prometheus `/metrics`. They tell nothing about anybody's data. */
export function healthRoutes({ stores }: ServerRuntime): Hono {
  const app = new Hono();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const deliveries = new Gauge({
    name: "hookdesk_deliveries",
    help: "Deliveries by status",
    labelNames: ["status"],
    registers: [registry],
  });

  app.get("/api/health/live", (context) => context.json({ status: "ok" }));
  app.get("/api/health/ready", async (context) => {
    try {
      await stores.ping();
      return context.json({ status: "ok" });
    } catch {
      return context.json({ status: "unavailable", message: "The database does not answer." }, 503);
    }
  });
  app.get("/metrics", async (context) => {
    const counts = await stores.deliveries.counts();
    for (const status of deliveryStatuses) deliveries.set({ status }, counts[status]);
    return context.body(await registry.metrics(), 200, { "content-type": registry.contentType });
  });
  return app;
}
