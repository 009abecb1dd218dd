import type { Attempt } from "./delivery";
import type { Gate } from "./gate";
import { queueParts } from "./queue";

/** A breaker opens after so many failures in a row, within so long, of more than one delivery. */
export const opensAfter = 10;
export const opensWithinMs = 5 * 60_000;
/** The wait for the first probe; each that fails doubles it. */
export const firstProbeMs = 10_000;
export const longestProbeMs = 5 * 60_000;

/** What an exchange tells of its partner: it answers, it is not to be had, or nothing was learnt of it. */
export type Sign = "here" | "away" | "unknown";

/** A request the partner refuses speaks of the request; 5xx, 408 and 429 speak of a partner that can't take any. */
export function signOf({ response, error }: Pick<Attempt, "response" | "error">): Sign {
  if (response) return response.status >= 500 || response.status === 408 || response.status === 429 ? "away" : "here";
  switch (error?.kind) {
    case "dns":
    case "refused":
    case "reset":
    case "timeout":
    case "tls":
      return "away";
    case "too_large":
    case "protocol":
      return "here";
    default:
      return "unknown";
  }
}

/** The end of an exchange of a queue. `error`: why it failed, for administrators. */
export type Seen = { sign: Sign; deliveryId: string; isProbe: boolean; at: Date; error: string };

/** Of a closed queue: its last failures in a row. */
export type FailureRow = readonly { at: number; deliveryId: string }[];

export type Breaker = { row: FailureRow; gate: Gate | undefined };
export const closed: Breaker = { row: [], gate: undefined };

/** Milliseconds until the next probe after `probes` failed in a row. */
export const probeDelay = (probes: number): number =>
  Math.min(longestProbeMs, firstProbeMs * 2 ** Math.min(probes, 20));

/** The breaker of a queue after an exchange: closed, open with a later probe, or as it was. */
export function nextBreaker(breaker: Breaker, queue: string, seen: Seen): Breaker {
  const { gate } = breaker;
  if (seen.sign === "here") return closed;
  if (!gate) return seen.sign === "unknown" ? breaker : counted(breaker.row, queue, seen);
  // Exchanges that began before it opened tell nothing new.
  if (!seen.isProbe) return breaker;
  const probes = seen.sign === "away" ? gate.probes + 1 : gate.probes;
  const lastError = seen.sign === "away" ? seen.error : gate.lastError;
  const probeAt = new Date(seen.at.getTime() + probeDelay(probes));
  return { row: [], gate: { ...gate, state: "open", probeAt, probes, lastError } };
}

function counted(before: FailureRow, queue: string, { deliveryId, at, error }: Seen): Breaker {
  const row = [...before, { at: at.getTime(), deliveryId }].slice(-opensAfter);
  const [first] = row;
  const isFull = row.length === opensAfter && first !== undefined && at.getTime() - first.at <= opensWithinMs;
  if (!isFull || row.every((one) => one.deliveryId === deliveryId)) return { row, gate: undefined };
  const probeAt = new Date(at.getTime() + probeDelay(0));
  const gate: Gate = { queue, ...queueParts(queue), state: "open", openedAt: at, probeAt, probes: 0, lastError: error };
  return { row: [], gate };
}
