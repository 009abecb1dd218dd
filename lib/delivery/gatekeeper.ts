import { type Breaker, closed, type FailureRow, nextBreaker, opensWithinMs, signOf } from "./breaker";
import { causeOf } from "./cause";
import type { Attempt } from "./delivery";
import type { Gate, NewOutage, OutageReason } from "./gate";
import { outageNotice, recoveryNotice } from "./outage-notice";
import { queueParts } from "./queue";
import type { ClaimedDelivery, WebhookLimits } from "./store";
import type { WorkerPorts } from "./worker-ports";

const refreshMs = { open: 1_000, closed: 3_000, surprised: 200 };
/** A webhook that fails for good now and then is told of once an hour, however often it succeeds in between. */
const tellEveryMs = 3_600_000;
/** The probe of a breaker was not to be had: another worker has it, and its result will be read soon. */
const passedOverMs = 1_000;

/**
 * The breakers, outages and limits a worker goes by: its own counts of failures, and what all workers share, read again every
 * few seconds. Its store may fail: then what is known stays, no breaker opens, and deliveries go on. `changed` is called when
 * something may go now that could not before.
 */
export function createGatekeeper(
  { gates: store, webhooks, clock, log }: Pick<WorkerPorts, "gates" | "webhooks" | "clock" | "log">,
  changed: () => void,
) {
  const gates = new Map<string, Gate>();
  const rows = new Map<string, FailureRow>();
  /** Closed by us while the store could not be told. */
  const unclosed = new Map<string, Date>();
  const told = new Map<string, number>();
  let outages = new Set<string>();
  let limits: ReadonlyMap<string, WebhookLimits> = new Map();
  /** What we change while the store is being read is newer than what was read. */
  let reading = 0;
  const touched = new Map<string, number>();
  let writing: Promise<void> = Promise.resolve();
  let refreshing: Promise<void> | undefined;
  let refreshedAt = Number.NEGATIVE_INFINITY;
  let isFailing = false;

  function write(queue: string, work: () => Promise<unknown>, undo: () => void): void {
    touched.set(queue, Number.POSITIVE_INFINITY);
    writing = writing.then(async () => {
      try {
        await work();
      } catch (error) {
        undo();
        const { webhookId, host } = queueParts(queue);
        log("error", "a breaker or an outage could not be stored", { err: error, webhookId, host });
      }
      touched.set(queue, reading);
    });
  }

  function outageOf(claimed: ClaimedDelivery, reason: OutageReason, startedAt: Date, lastError: string): NewOutage {
    const { queue, webhookId, webhookName } = claimed;
    return { queue, webhookId, webhookName, host: queueParts(queue).host, reason, startedAt, lastError };
  }

  function open(claimed: ClaimedDelivery, gate: Gate, before: Gate | undefined): void {
    const { queue } = claimed;
    gates.set(queue, gate);
    outages.add(queue);
    const { webhookId, host, lastError } = gate;
    if (!before) log("warn", "a partner is away: its deliveries wait", { webhookId, host, cause: lastError });
    const outage = outageOf(claimed, "unreachable", gate.openedAt, lastError);
    // One that others never hear of would hold this worker back for nothing.
    const undo = () => {
      if (!before && gates.delete(queue)) changed();
    };
    unclosed.delete(queue);
    write(queue, () => store.open(gate, outage, outageNotice(outage)), undo);
  }

  function close(queue: string, at: Date): void {
    if (gates.delete(queue)) log("info", "a partner is back", queueParts(queue));
    outages.delete(queue);
    unclosed.set(queue, at);
    const work = async () => {
      await store.close(queue, at, (outage) => recoveryNotice(outage, at));
      unclosed.delete(queue);
    };
    write(queue, work, () => {});
    changed();
  }

  function apply(stored: readonly Gate[], begun: readonly string[], read: number): void {
    const isOurs = (queue: string) => unclosed.has(queue) || (touched.get(queue) ?? -1) >= read;
    const found = new Map(stored.map((gate) => [gate.queue, gate]));
    for (const queue of gates.keys()) if (!found.has(queue) && !isOurs(queue)) gates.delete(queue);
    for (const [queue, gate] of found) {
      if (isOurs(queue)) continue;
      gates.set(queue, gate);
      rows.delete(queue);
    }
    const ours = [...outages].filter(isOurs);
    outages = new Set([...begun.filter((queue) => !isOurs(queue)), ...ours]);
    for (const [queue, at] of touched) if (at < read) touched.delete(queue);
  }

  async function read(): Promise<void> {
    reading += 1;
    const began = reading;
    refreshedAt = clock.now().getTime();
    const wasOpen = gates.size;
    try {
      for (const [queue, at] of unclosed) if ((touched.get(queue) ?? 0) <= began) close(queue, at);
      const [stored, begun, found] = await Promise.all([store.list(), store.openOutages(), webhooks.limits()]);
      apply(stored, begun, began);
      limits = found;
      isFailing = false;
      forgetOld(refreshedAt);
      if (gates.size < wasOpen) changed();
    } catch (error) {
      if (!isFailing) log("error", "breakers and limits could not be read; deliveries go on", { err: error });
      isFailing = true;
    }
  }

  function forgetOld(now: number): void {
    for (const [queue, row] of rows) if ((row.at(-1)?.at ?? 0) < now - opensWithinMs) rows.delete(queue);
    for (const [queue, at] of told) if (at < now - tellEveryMs) told.delete(queue);
  }

  function refresh(): Promise<void> {
    refreshing ??= read().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  return {
    gates: (): ReadonlyMap<string, Gate> => gates,
    limits: () => limits,
    /** Reads what all workers share when that was long enough ago, or, when something is due and not to be had, sooner. */
    async keepUp(isSurprised = false): Promise<void> {
      const every = isSurprised ? refreshMs.surprised : gates.size > 0 ? refreshMs.open : refreshMs.closed;
      // Either way: the clock may have been set back.
      if (Math.abs(clock.now().getTime() - refreshedAt) >= every) await refresh();
    },
    /** A probe was taken by this worker until then, or, if not, is not to be had for a moment. */
    probing(queue: string, until: Date | undefined): void {
      const gate = gates.get(queue);
      if (!gate) return;
      const probeAt = until ?? new Date(clock.now().getTime() + passedOverMs);
      gates.set(queue, until ? { ...gate, state: "halfOpen", probeAt } : { ...gate, probeAt });
    },
    /** Every exchange that ended, as soon as it did. */
    saw(claimed: ClaimedDelivery, attempt: Attempt): void {
      const { queue } = claimed;
      const sign = signOf(attempt);
      const gate = gates.get(queue);
      const row = rows.get(queue);
      if (sign === "here" && !gate && !row && !outages.has(queue)) return;
      const before: Breaker = gate || row ? { row: row ?? closed.row, gate } : closed;
      const seen = { sign, deliveryId: claimed.id, isProbe: claimed.isProbe, at: clock.now(), error: causeOf(attempt) };
      const after = nextBreaker(before, queue, seen);
      if (after.row.length > 0) rows.set(queue, after.row);
      else rows.delete(queue);
      if (after.gate && after.gate !== gate) open(claimed, after.gate, gate);
      const isOver = outages.has(queue) && attempt.outcome === "succeeded";
      if (!after.gate && (gate || isOver)) close(queue, seen.at);
    },
    /** A delivery that will not be tried again. One that a person redelivered is under their eyes. */
    gaveUp(claimed: ClaimedDelivery, attempt: Attempt): void {
      const { queue } = claimed;
      const at = clock.now();
      const wasTold = (told.get(queue) ?? Number.NEGATIVE_INFINITY) > at.getTime() - tellEveryMs;
      if (claimed.kind === "manual" || gates.has(queue) || outages.has(queue) || wasTold) return;
      if (signOf(attempt) === "unknown") return;
      told.set(queue, at.getTime());
      outages.add(queue);
      const outage = outageOf(claimed, "exhausted", at, causeOf(attempt));
      write(
        queue,
        () => store.begin(outage, outageNotice(outage)),
        () => {
          outages.delete(queue);
          told.delete(queue);
        },
      );
    },
    /** Resolves when everything so far is stored. */
    settled: () => writing,
  };
}
export type Gatekeeper = ReturnType<typeof createGatekeeper>;
