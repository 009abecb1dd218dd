import { makeAttempt, unsentAttempt } from "./attempt";
import { createExchanges } from "./exchanges";
import { createGatekeeper } from "./gatekeeper";
import { type OpenedConnection, openConnections } from "./open-connections";
import { createOutlook, type Seen } from "./outlook";
import { createRecorder } from "./recorder";
import type { ClaimedDelivery } from "./store";
import { createTurns } from "./turns";
import { backoffMs, createBell, sleep } from "./waiting";
import { defaultWorkerOptions, type WorkerOptions, type WorkerPorts } from "./worker-ports";

/** `drainOnce` makes every attempt that is due now and returns how many; for tests and one-off runs of a worker not started. */
export type Worker = { start(): void; stop(): Promise<void>; drainOnce(): Promise<number> };

type Taken = { count: number; again: number };

const longestSleepMs = 30_000;
const keepUpMs = 500;

/**
 * Claims what is due, sends it and records the outcomes until stopped. No database transaction is ever open during an
 * exchange, and no error ends the loop: it is logged, waited out and tried again.
 */
export function createWorker(ports: WorkerPorts, given: Partial<WorkerOptions> = {}): Worker {
  const options = { ...defaultWorkerOptions, ...given };
  const { deliveries, clock, log } = ports;
  const recorder = createRecorder(ports, options);
  const bell = createBell();
  const keeper = createGatekeeper(ports, bell.ring);
  const exchanges = createExchanges({ slowAfterMs: options.slowAfterMs, slowPlaces: options.maxSending / 2 });
  const turns = createTurns(options);
  const outlook = createOutlook(deliveries, (queue) => exchanges.paceOf(queue) === "quick");
  /** Claimed and not yet recorded, by id: their leases are kept alive. */
  const held = new Map<string, { lease: string; since: number }>();
  let running = false;
  let finished: Promise<void> = Promise.resolve();
  let recoveredAt = 0;

  const placesLeft = () => options.maxSending - exchanges.count();
  const outcomesLeft = () => options.concurrency * 4 - recorder.waiting();
  // Exchanges that drag on stop counting, so that dead partners don't take the places of live ones.
  const room = () => Math.min(options.concurrency - exchanges.counting(), placesLeft(), outcomesLeft());
  const slowRoom = () =>
    Math.min(options.maxSending / 2 - (exchanges.count() - exchanges.counting()), placesLeft() - room());
  /** A claim for single places costs more than it brings. */
  const worthClaiming = () => room() >= options.concurrency / 2;
  const ringIfRoom = () => {
    if (worthClaiming()) bell.ring();
  };

  async function attempt(claimed: ClaimedDelivery, connection: OpenedConnection): Promise<void> {
    const { id, queue } = claimed;
    exchanges.begin(id, queue);
    const made =
      "auth" in connection
        ? await makeAttempt(claimed, connection.auth, ports.send, clock)
        : unsentAttempt(claimed, clock.now(), connection.error);
    exchanges.end(id);
    turns.answered(queue);
    keeper.saw(claimed, made.attempt);
    ringIfRoom();
    const isHopeless = "isHopeless" in connection && connection.isHopeless;
    const settled = await recorder.record({ claimed, made, isHopeless });
    if (settled?.status === "failed") keeper.gaveUp(claimed, settled.attempt);
    held.delete(id);
    turns.ended(queue);
    outlook.ended(queue);
    ringIfRoom();
  }

  function findSlow(): void {
    exchanges.look();
    ringIfRoom();
  }

  /** Claims what may go now and begins to send it. Returns how many, and when there may be more. */
  async function take(): Promise<Taken> {
    const now = clock.now();
    const recalled = outlook.recall();
    const taken = recalled && (await takeFrom(recalled, now));
    return taken && taken.count > 0 ? taken : takeFrom(await outlook.look(), now);
  }

  async function takeFrom(seen: Seen, now: Date): Promise<Taken> {
    // Whatever is tried, queues that are known to be quick keep their places.
    const trialRoom = placesLeft() - options.concurrency;
    const places = { room: room(), slowRoom: slowRoom(), trialRoom };
    const known = { gates: keeper.gates(), limits: keeper.limits(), paceOf: exchanges.paceOf };
    const { takes, again } = turns.allot({ now, ...seen, ...known, ...places });
    if (takes.length === 0) return { count: 0, again };
    const claimed = await deliveries.claim({ now, leaseMs: options.leaseMs, takes });
    const { probes, counts } = turns.claimed(takes, claimed, now);
    for (const { queue, limit } of takes) outlook.claimed(queue, limit, counts.get(queue) ?? 0);
    for (const { queue, until } of probes) keeper.probing(queue, until);
    if (claimed.length === 0) return { count: 0, again: 0 };
    for (const { id, lease } of claimed) held.set(id, { lease, since: now.getTime() });
    const connections = await openConnections(ports, claimed);
    for (const one of claimed) void attempt(one, connections(one));
    return { count: claimed.length, again };
  }

  async function recover(): Promise<void> {
    recoveredAt = clock.now().getTime();
    const count = await deliveries.recover(clock.now());
    if (count > 0) log("warn", "attempts were cut short and will be made again", { count });
  }

  /** One turn of the loop; sleeps when there is nothing to do. */
  async function turn(): Promise<void> {
    ports.onTurn?.();
    // A clock that was set back must not keep us waiting until it is as late again.
    if (Math.abs(clock.now().getTime() - recoveredAt) >= options.recoverEveryMs) await recover();
    if (!worthClaiming()) return bell.wait(longestSleepMs);
    const { count, again } = await take();
    if (count > 0) return bell.wait(2);
    const leaseEnd = (await deliveries.nextLeaseEnd())?.getTime() ?? Number.POSITIVE_INFINITY;
    const waitMs = Math.min(again, leaseEnd) - clock.now().getTime();
    if (waitMs > 0) return bell.wait(Math.min(waitMs, longestSleepMs, options.recoverEveryMs));
    // Due but not to be had: a lease that ran out, another worker was faster or has opened a breaker.
    await recover();
    await keeper.keepUp(true);
    await bell.wait(20);
  }

  async function run(): Promise<void> {
    const unsubscribe = ports.onChange(bell.ring);
    const stopRenewing = keepLeases();
    const looking = setInterval(findSlow, options.slowAfterMs / 4);
    const keepingUp = setInterval(() => void keeper.keepUp(), keepUpMs);
    recoveredAt = 0;
    await keeper.keepUp();
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
    clearInterval(keepingUp);
    const deadline = Date.now() + options.graceMs;
    while (held.size > 0 && Date.now() < deadline) await sleep(10);
    stopRenewing();
    clearInterval(looking);
    await Promise.race([keeper.settled(), sleep(Math.max(0, deadline - Date.now()))]);
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
        await keeper.keepUp();
        const taken = await take();
        if (taken.count === 0) return count;
        count += taken.count;
        while (held.size > 0) await sleep(1);
        await keeper.settled();
      }
    },
  };
}
