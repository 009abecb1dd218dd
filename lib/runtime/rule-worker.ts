import type { ClaimedEvent } from "@/lib/automation/store";
import { type Clock, systemClock } from "@/lib/core/clock";
import { backoffMs, createBell, sleep } from "@/lib/delivery/waiting";
import type { Worker } from "@/lib/delivery/worker";
import type { Log } from "@/lib/delivery/worker-ports";
import { groupFinish, quickStores } from "./quick-rules";
import { handleEvent } from "./rules";
import type { Stores } from "./stores";

export type RuleWorkerOptions = {
  /** Tickets whose events are handled at the same time. */
  concurrency: number;
  /** How long a claim holds when the process dies. */
  leaseMs: number;
  /** The longest pause before looking again, whatever wakes it earlier. */
  pollMs: number;
  pruneEveryMs: number;
  /** How long handled events are kept. */
  keepMs: number;
  clock: Clock;
  /** Called each time the loop goes round. */
  onTurn(): void;
};

const defaults: RuleWorkerOptions = {
  concurrency: 128,
  leaseMs: 30_000,
  pollMs: 5_000,
  pruneEveryMs: 600_000,
  keepMs: 7 * 24 * 3_600_000,
  clock: systemClock,
  onTurn: () => undefined,
};

/**
 * Asks the rules about each event until stopped. What rules decide and that the event is done are one transaction, so however
 * many workers run on a database, and whichever of them dies, the actions of an event happen once.
 */
export function createRuleWorker(opened: Stores, log: Log, given: Partial<RuleWorkerOptions> = {}): Worker {
  const options = { ...defaults, ...given };
  const { clock } = options;
  const { events } = opened;
  const stores = { ...opened, events: { ...events, finish: groupFinish(events) } };
  const bell = createBell();
  const underWay = new Set<Promise<void>>();
  let running = false;
  let finished: Promise<void> = Promise.resolve();
  let prunedAt = 0;

  /** Never rejects: an event that can't be handled now comes back when its lease runs out. */
  async function handle(event: ClaimedEvent, quick: Stores): Promise<void> {
    const { id: eventId, ticketId } = event;
    try {
      const { result, error } = await handleEvent(stores, event, clock, quick);
      if (error !== undefined) log("error", "rules could not be applied to an event", { eventId, ticketId, error });
      if (result === "lost") log("warn", "a lease ran out before the rules were through", { eventId, ticketId });
    } catch (error) {
      log("error", "an event will be handled again", { err: error, eventId, ticketId, attempts: event.attempts });
    }
  }

  /** Claims events for the places that are free and begins to handle them. Returns how many. */
  async function take(): Promise<number> {
    const limit = options.concurrency - underWay.size;
    const claimed = await events.claim({ now: clock.now(), leaseMs: options.leaseMs, limit });
    const quick = quickStores(stores);
    for (const event of claimed) {
      const work: Promise<void> = handle(event, quick).finally(() => {
        underWay.delete(work);
        bell.ring();
      });
      underWay.add(work);
    }
    return claimed.length;
  }

  async function prune(): Promise<void> {
    const now = clock.now().getTime();
    if (now - prunedAt < options.pruneEveryMs) return;
    prunedAt = now;
    const count = await events.prune(new Date(now - options.keepMs));
    if (count > 0) log("info", "old events were removed", { count });
  }

  /** One turn of the loop; sleeps when there is nothing to do. */
  async function turn(): Promise<void> {
    options.onTurn();
    await prune();
    if (underWay.size >= options.concurrency || (await take()) === 0) await bell.wait(await pause());
  }

  async function pause(): Promise<number> {
    if (underWay.size > 0) return options.pollMs;
    const due = await events.nextDueAt();
    const waitMs = due ? due.getTime() - clock.now().getTime() : options.pollMs;
    // Due but not to be had: another worker was faster.
    return Math.max(20, Math.min(waitMs, options.pollMs));
  }

  async function run(): Promise<void> {
    const unsubscribe = stores.onChange(bell.ring);
    for (let failures = 0; running; ) {
      try {
        await turn();
        failures = 0;
      } catch (error) {
        failures += 1;
        log("error", "the rules could not reach their database", { err: error, failures });
        await bell.wait(backoffMs(failures));
      }
    }
    unsubscribe();
    await Promise.all(underWay);
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
      for (let count = 0; ; ) {
        const isIdle = underWay.size === 0;
        const taken = underWay.size < options.concurrency ? await take() : 0;
        count += taken;
        if (isIdle && taken === 0) return count;
        await Promise.race([...underWay, sleep(50)]);
      }
    },
  };
}
