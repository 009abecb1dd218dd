import { systemClock } from "@/lib/core/clock";
import type { Transport } from "@/lib/core/transport";
import { createWorker, type Worker } from "@/lib/delivery/worker";
import type { Log, WorkerOptions, WorkerPorts } from "@/lib/delivery/worker-ports";
import type { Stores } from "./stores";

/** The delivery worker of a process, on its stores and its way out. Any number may work on one database. */
export function createDeliveryWorker(
  stores: Stores,
  send: Transport,
  log: Log,
  options?: Partial<WorkerOptions>,
  hooks: Pick<WorkerPorts, "onTurn" | "measured"> = {},
): Worker {
  const { deliveries, tickets, deskLists, people, webhooks, gates, connections, onChange } = stores;
  const ports = { deliveries, tickets, deskLists, people, webhooks, gates, connections, onChange, send, log };
  return createWorker({ ...ports, ...hooks, clock: systemClock, random: Math.random }, options);
}
