import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import { sampleClaim } from "@/lib/delivery/testing/samples";
import { openTraces } from "./traces";

test("without an endpoint there are no traces", async () => {
  expect(await openTraces({})).toBeUndefined();
});

test("an attempt becomes a span with the ids of its traceparent, and without the query", async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      bodies.push(body);
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
  const traces = await openTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  const id = "dlv_01a1ff5503c37966a719a5770a4c86be";
  const claimed = sampleClaim({ id });
  traces?.record(
    {
      ...{ id: "att_01a1ff55035f7321bc77af38bf671f0d", deliveryId: id, number: 3, kind: "scheduled" },
      ...{ startedAt: new Date("2026-11-21T10:00:00Z"), durationMs: 120, outcome: "failed", sentHeaders: {} },
      ...{ response: null, error: { kind: "refused", message: "secret words" }, timing: null, notes: [] },
      ...{ remoteAddress: null, certificateExpiresAt: null },
    },
    { ...claimed, request: { ...claimed.request, url: "https://partner.example/in?key=hidden" } },
  );
  await traces?.close();
  vi.unstubAllEnvs();
  collector.close();
  const sent = bodies.join("\n");
  const [span] = JSON.parse(bodies[0] ?? "{}").resourceSpans[0].scopeSpans[0].spans;
  expect(span).toMatchObject({ traceId: id.slice(4), kind: 3, status: { code: 2 } });
  expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)).toBe(120_000_000n);
  expect(sent).toContain("https://partner.example/in");
  expect(sent).not.toMatch(/hidden|secret words/);
});
