import { Counter, collectDefaultMetrics, Gauge, type Metric, Registry } from "prom-client";
import type { WorkerBeat } from "@/lib/delivery/beat";
import { deliveryStatuses } from "@/lib/delivery/delivery";
import { durationBounds } from "../attempt-numbers";
import type { ServerRuntime } from "../open-runtime";

/** Whoever asks every few seconds must not read the whole log each time: a hundred thousand take 5 ms. */
const mostOfStatus = 100_000;

/** What `/metrics` answers: this process's own numbers, the state of the queues, and what each worker told last. */
export function metricsOf({ stores, clock }: ServerRuntime) {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name: `hookdesk_${name}`, help, labelNames, registers: [register] });
  const counter = (name: string, help: string, ...labelNames: string[]) =>
    new Counter({ name: `hookdesk_${name}`, help, labelNames, registers: [register] });

  const deliveries = gauge("deliveries", `Deliveries by status, none counted further than ${mostOfStatus}`, "status");
  const due = gauge("queues_due", "Queues (webhook and host) with a delivery that is due");
  const oldest = gauge("oldest_due_seconds", "How long the delivery that is due longest has been waiting");
  const breakers = gauge("breakers_open", "Queues whose circuit breaker is open");
  const workers = gauge("workers", "Workers that told of themselves in the last minute");
  const age = gauge("worker_turn_age_seconds", "Since the worker's slowest loop went round", "worker");
  const memory = gauge("worker_resident_bytes", "Memory of the worker", "worker");
  const attempts = counter("attempts_total", "Attempts since the worker started", "worker", "outcome");
  const perWorker: Metric[] = [age, memory, attempts];

  function tell({ id: worker, beatAt, gauges }: WorkerBeat, now: number) {
    const told = (name: string) => gauges[name] ?? 0;
    age.set({ worker }, Math.max(0, (now - beatAt.getTime()) / 1_000));
    memory.set({ worker }, told("resident_bytes"));
    for (const outcome of ["succeeded", "failed"]) attempts.inc({ worker, outcome }, told(`attempts_${outcome}`));
  }

  return {
    contentType: register.contentType,
    async text(): Promise<string> {
      const now = clock.now().getTime();
      const [counts, heads, gates, beats] = await Promise.all([
        ...([stores.deliveries.counts(mostOfStatus), stores.deliveries.heads()] as const),
        ...([stores.gates.list(), stores.workers.list()] as const),
      ]);
      for (const status of deliveryStatuses) deliveries.set({ status }, counts[status]);
      const waits = heads.map(({ dueAt }) => now - dueAt.getTime()).filter((ms) => ms >= 0);
      due.set(waits.length);
      oldest.set(Math.max(0, ...waits) / 1_000);
      breakers.set(gates.length);
      workers.set(beats.length);
      for (const metric of perWorker) metric.reset();
      for (const beat of beats) tell(beat, now);
      return (await register.metrics()) + durations(beats);
    },
  };
}

/** A histogram counted elsewhere, which prom-client has no way to take over. */
function durations(beats: readonly WorkerBeat[]): string {
  const name = "hookdesk_attempt_duration_seconds";
  const lines = [`# HELP ${name} How long attempts took`, `# TYPE ${name} histogram`];
  for (const { id, gauges } of beats) {
    const told = (key: string) => gauges[key] ?? 0;
    for (const le of durationBounds)
      lines.push(`${name}_bucket{worker="${id}",le="${le}"} ${told(`duration_le_${le}`)}`);
    lines.push(`${name}_bucket{worker="${id}",le="+Inf"} ${told("duration_count")}`);
    lines.push(
      `${name}_sum{worker="${id}"} ${told("duration_sum")}`,
      `${name}_count{worker="${id}"} ${told("duration_count")}`,
    );
  }
  return `${lines.join("\n")}\n`;
}
