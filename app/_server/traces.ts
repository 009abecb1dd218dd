import type { Attempt } from "@/lib/delivery/delivery";
import type { ClaimedDelivery } from "@/lib/delivery/store";
import { spanIdOf, traceIdOf } from "@/lib/delivery/trace-parent";

/** One OpenTelemetry span for each attempt, with the ids its `traceparent` header carried. */
export type Traces = { record(attempt: Attempt, claimed: ClaimedDelivery): void; close(): Promise<void> };

/**
 * Spans go where OTEL_EXPORTER_OTLP_ENDPOINT (or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) says; without either this is undefined
 * and nothing of OpenTelemetry is loaded. Query strings stay out: they may hold keys.
 */
export async function openTraces(env: Record<string, string | undefined>): Promise<Traces | undefined> {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT && !env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return undefined;
  const [{ SpanKind, SpanStatusCode }, { BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, resources] =
    await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace-base"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
    ]);
  let ids = { traceId: "", spanId: "" };
  const provider = new BasicTracerProvider({
    resource: resources.resourceFromAttributes({ "service.name": env.OTEL_SERVICE_NAME || "hookdesk-worker" }),
    idGenerator: { generateTraceId: () => ids.traceId, generateSpanId: () => ids.spanId },
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = provider.getTracer("hookdesk");
  return {
    record(attempt, claimed) {
      const { method, url } = claimed.request;
      ids = { traceId: traceIdOf(claimed.id), spanId: spanIdOf(attempt.id) };
      const span = tracer.startSpan(`${method} ${claimed.webhookName}`, {
        root: true,
        kind: SpanKind.CLIENT,
        startTime: attempt.startedAt,
        attributes: {
          "http.request.method": method,
          ...(URL.canParse(url) && addressOf(new URL(url))),
          ...(attempt.response && { "http.response.status_code": attempt.response.status }),
          ...(attempt.error && { "error.type": attempt.error.kind }),
          "http.request.resend_count": attempt.number - 1,
          "hookdesk.delivery.id": claimed.id,
          "hookdesk.webhook.id": claimed.webhookId,
          "hookdesk.ticket.id": claimed.ticketId,
        },
      });
      if (attempt.outcome !== "succeeded") span.setStatus({ code: SpanStatusCode.ERROR, message: attempt.error?.kind });
      span.end(attempt.startedAt.getTime() + attempt.durationMs);
    },
    // A collector that does not answer must not hold up the stop.
    close: () =>
      Promise.race([provider.shutdown(), new Promise<void>((resolve) => setTimeout(resolve, 3_000).unref())]),
  };
}

const addressOf = ({ origin, pathname, hostname }: URL) => ({
  "url.full": origin + pathname,
  "server.address": hostname,
});
