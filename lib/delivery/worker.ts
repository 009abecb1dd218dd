import { makeAttempt, unsentAttempt } from "./attempt";
import { type OpenedConnection, openConnections } from "./open-connections";
import { createRecorder } from "./recorder";
import type { ClaimedDelivery } from "./store";
import { backoffMs, createBell, sleep } from "./waiting";
import { defaultWorkerOptions, type WorkerOptions, type WorkerPorts } from "./worker-ports";

/** `drainOnce` makes every attempt that is due now and returns how many; for tests and one-off runs of a worker not started. */
export type Worker = { start(): void; stop(): Promise<void>; drainOnce(): Promise<number> };

const longestSleepMs = 30_000;

/**
 * Claims what is due, sends it and records the outcomes until stopped. No database transaction is ever open during an
 * exchange, and no error ends the loop: it is logged, waited out and tried again.
 */
export function createWorker(ports: WorkerPorts, given: Partial<WorkerOptions> = {}): Worker {
  const options = { ...defaultWorkerOptions, ...given };
  const { deliveries, clock, log } = ports;
  const recorder = createRecorder(ports, options);
  const bell = createBell();
  /** Claimed and not yet recorded, by id: their leases are kept alive. */
  const held = new Map<string, { lease: string; since: number }>();
  /** Exchanges under way, oldest first, and those of them that drag on. */
  const sending = new Map<string, number>();
  const slow = new Set<string>();
  let running = false;
  let finished: Promise<void> = Promise.resolve();
  let recoveredAt = 0;

  // Exchanges that drag on stop counting, so that dead partners don't take the places of live ones.
  const room = () =>
    Math.min(
      options.concurrency - (sending.size - slow.size),
      options.maxSending - sending.size,
      options.concurrency * 4 - recorder.waiting(),
    );
  /** A claim for single places costs more than it brings. */
  const worthClaiming = () => room() >= options.concurrency / 2;
  const ringIfRoom = () => {
    if (worthClaiming()) bell.ring();
  };

  async function attempt(claimed: ClaimedDelivery, connection: OpenedConnection): Promise<void> {
    sending.set(claimed.id, performance.now());
    const made =
      "auth" in connection
        ? await makeAttempt(claimed, connection.auth, ports.send, clock)
        : unsentAttempt(claimed, clock.now(), connection.error);
    sending.delete(claimed.id);
    slow.delete(claimed.id);
    ringIfRoom();
    await recorder.record({ claimed, made, isHopeless: "isHopeless" in connection && connection.isHopeless });
    held.delete(claimed.id);
    ringIfRoom();
  }

  function findSlow(): void {
    const limit = performance.now() - options.slowAfterMs;
    for (const [id, since] of sending) {
      if (since > limit) break;
      slow.add(id);
    }
    ringIfRoom();
  }

  /** Claims up to `limit` due deliveries and begins to send them. Returns how many. */
  async function take(limit: number): Promise<number> {
    const now = clock.now();
    const due = (await deliveries.heads()).filter(({ dueAt }) => dueAt <= now);
    if (due.length === 0) return 0;
    const share = Math.max(1, Math.floor(limit / due.length));
    const takes = due.slice(0, limit).map(({ queue }) => ({ queue, limit: share }));
    const claimed = await deliveries.claim({ now, leaseMs: options.leaseMs, takes });
    if (claimed.length === 0) return 0;
    for (const { id, lease } of claimed) held.set(id, { lease, since: now.getTime() });
    const connections = await openConnections(ports, claimed);
    for (const one of claimed) void attempt(one, connections(one));
    return claimed.length;
  }

  async function recover(): Promise<void> {
    recoveredAt = clock.now().getTime();
    const count = await deliveries.recover(clock.now());
    if (count > 0) log("warn", "attempts were cut short and will be made again", { count });
  }

  /** One turn of the loop; sleeps when there is nothing to do. */
  async function turn(): Promise<void> {
    if (clock.now().getTime() - recoveredAt >= options.recoverEveryMs) await recover();
    if (!worthClaiming()) return bell.wait(longestSleepMs);
    const limit = room();
    const taken = await take(limit);
    if (taken > 0) return bell.wait(2);
    const leaseEnd = await deliveries.nextLeaseEnd();
    const next = Math.min(
      ...(await deliveries.heads()).map(({ dueAt }) => dueAt.getTime()),
      leaseEnd?.getTime() ?? Number.POSITIVE_INFINITY,
    );
    const waitMs = Math.min(next - clock.now().getTime(), longestSleepMs);
    if (waitMs > 0) return bell.wait(Math.min(waitMs, longestSleepMs, options.recoverEveryMs));
    // Due but not to be had: a lease that ran out, or another worker was faster.
    await recover();
    await bell.wait(20);
  }

  async function run(): Promise<void> {
    const unsubscribe = ports.onChange(bell.ring);
    const stopRenewing = keepLeases();
    const looking = setInterval(findSlow, options.slowAfterMs / 4);
    recoveredAt = 0;
    for (let failures = 0; running; ) {
      try {
        await turn();
        failures = 0;
      } catch (error) {
        failures += 1;
        log("error", "the worker could not reach its database", { err: error, failures });
        await bell.wait(backoffMs(failures));
      }
    }
    unsubscribe();
    const deadline = Date.now() + options.graceMs;
    while (held.size > 0 && Date.now() < deadline) await sleep(10);
    stopRenewing();
    clearInterval(looking);
    if (held.size > 0) log("warn", "stopped with attempts under way; they will be made again", { count: held.size });
  }

  function keepLeases(): () => void {
    const timer = setInterval(() => {
      const now = clock.now().getTime();
      const old = [...held].filter(([, { since }]) => now - since >= options.leaseMs / 4);
      const leases = old.map(([id, { lease }]) => ({ id, lease }));
      if (leases.length === 0) return;
      deliveries
        .renew(leases, new Date(now + options.leaseMs))
        .catch((error) => log("error", "leases could not be renewed", { err: error, count: leases.length }));
    }, options.leaseMs / 3);
    return () => clearInterval(timer);
  }

  return {
    start() {
      if (running) return;
      running = true;
      finished = run();
    },
    async stop() {
      running = false;
      bell.ring();
      await finished;
    },
    async drainOnce() {
      await recover();
      let count = 0;
      for (;;) {
        const taken = await take(options.concurrency);
        if (taken === 0) return count;
        count += taken;
        while (held.size > 0) await sleep(1);
      }
    },
  };
}
