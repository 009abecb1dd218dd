import type { Clock } from "@/lib/core/clock";
import type { Transport } from "@/lib/core/transport";
import type { DeskListStore, PersonStore, TicketStore } from "@/lib/desk/store";
import type { Attempt } from "./delivery";
import type { GateStore } from "./gate";
import type { ClaimedDelivery, ConnectionStore, DeliveryStore, WebhookStore } from "./store";

export type Log = (level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>) => void;

/** What a worker needs from outside. */
export type WorkerPorts = {
  deliveries: Pick<DeliveryStore, "heads" | "claim" | "settle" | "renew" | "recover" | "nextLeaseEnd">;
  tickets: Pick<TicketStore, "graph" | "historySinceFiring">;
  deskLists: Pick<DeskListStore, "load">;
  people: Pick<PersonStore, "get" | "findByEmail">;
  webhooks: Pick<WebhookStore, "configAt" | "limits">;
  gates: Pick<GateStore, "list" | "openOutages" | "open" | "begin" | "close">;
  connections: Pick<ConnectionStore, "open">;
  /** Calls back after any process committed something. */
  onChange(listener: () => void): () => void;
  send: Transport;
  clock: Clock;
  /** Called each time the loop goes round. */
  onTurn?(): void;
  /** Called with each attempt once its outcome is recorded; counts in memory and nothing else. */
  measured?(attempt: Attempt, claimed: ClaimedDelivery): void;
  /** Yields [0, 1). */
  random(): number;
  log: Log;
};

export type WorkerOptions = {
  /** Exchanges at a time, not counting those that have been going on for longer than `slowAfterMs`. */
  concurrency: number;
  slowAfterMs: number;
  /** Exchanges at a time, slow ones included; queues that drag get half of them at most. */
  maxSending: number;
  /** Exchanges with one host at a time, over all workers. */
  perHost: number;
  /** The longest an exchange may take: another worker may send the next probe of a breaker after that. */
  probeMs: number;
  /** How long a claim holds when the process dies. */
  leaseMs: number;
  recoverEveryMs: number;
  /** How long `stop` waits for exchanges under way. */
  graceMs: number;
  /** Outcomes that arrive within this time are recorded together. */
  gatherMs: number;
};

export const defaultWorkerOptions: WorkerOptions = {
  concurrency: 64,
  slowAfterMs: 1_000,
  maxSending: 1_000,
  perHost: 64,
  probeMs: 60_000,
  leaseMs: 60_000,
  recoverEveryMs: 15_000,
  graceMs: 8_000,
  gatherMs: 1,
};
