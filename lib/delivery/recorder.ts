import type { DeskLists } from "@/lib/desk/desk-lists";
import type { AttemptMade } from "./attempt";
import { isDatabasesFault } from "./database-fault";
import { readLanding } from "./landing";
import { decideSettlement, type Facts, needsTicket } from "./settle";
import type { ClaimedDelivery, Settlement, SettleResult } from "./store";
import { after, backoffMs, sleep } from "./waiting";
import type { WebhookConfig } from "./webhook";
import type { WorkerOptions, WorkerPorts } from "./worker-ports";

/** The outcome of one attempt on its way into the database. */
export type Outcome = { claimed: ClaimedDelivery; made: AttemptMade; isHopeless: boolean };

type Entry = Outcome & {
  settlement: Settlement | undefined;
  conflicts: number;
  failures: number;
  /** How often the database, which answered right after, would not write it. */
  refusals: number;
  done: (settled: Settlement | undefined) => void;
};

const mostTogether = 500;
const mostConflicts = 10;
const configsKept = 500;

/**
 * Writes outcomes by group commit: what arrives while one is being written goes into the next. `record` resolves once
 * written, however long the database is away, with what was written; undefined when the lease was lost. A change the ticket has overtaken is decided again on the new ticket.
 */
export function createRecorder(ports: WorkerPorts, { gatherMs, leaseMs }: Pick<WorkerOptions, "gatherMs" | "leaseMs">) {
  const { deliveries, deskLists, clock, random, log } = ports;
  const configs = rememberConfigs(ports);
  const queue: Entry[] = [];
  let writing = false;
  let isScheduled = false;
  let size = 0;
  let failuresInRow = 0;

  /** Gives an entry its settlement, at once where nothing has to be read for it. */
  function decide(entry: Entry, lists: () => Promise<DeskLists>): undefined | Promise<void> {
    const config = configs.known(entry.claimed);
    return config && !writesTicket(entry, config) ? finish(entry, { config }) : decideLater(entry, lists);
  }

  async function decideLater(entry: Entry, lists: () => Promise<DeskLists>): Promise<void> {
    const { claimed, made, conflicts } = entry;
    const config = await configs.load(claimed);
    if (!config || !writesTicket(entry, config)) return finish(entry, { config });
    if (conflicts <= mostConflicts) {
      const landing = await readLanding(ports, lists, claimed, made, config, clock.now());
      return finish(entry, { config, landing });
    }
    finish(entry, { config: withoutWriteBack(config) });
    entry.settlement?.attempt.notes.push("The ticket kept changing, so no field was filled.");
  }

  function finish(entry: Entry, facts: Facts): undefined {
    const { claimed, made, isHopeless } = entry;
    const known = { ...facts, isHopeless };
    entry.settlement = decideSettlement(claimed, made.attempt, made.reply, known, clock.now(), random);
  }

  const writesTicket = ({ claimed, made, isHopeless }: Entry, config: WebhookConfig) =>
    needsTicket(config, claimed, made.attempt, isHopeless);

  /**
   * Outcomes whose earlier writing failed go alone, so that one bad one can't hold up the rest. Of those that may change the
   * same ticket one goes: the others would be decided on a version that is about to pass.
   */
  function takeTogether(): Entry[] {
    const alone = queue.findIndex((entry) => entry.failures > 0);
    if (alone === 0) return queue.splice(0, 1);
    const taken = queue.splice(0, Math.min(mostTogether, alone < 0 ? queue.length : alone));
    const changing = new Set<number>();
    const [together, later]: [Entry[], Entry[]] = [[], []];
    for (const entry of taken) {
      const { ticketId } = entry.claimed;
      const mayChange = mayChangeTicket(entry);
      if (mayChange && changing.has(ticketId)) later.push(entry);
      else together.push(entry);
      if (mayChange) changing.add(ticketId);
    }
    if (later.length > 0) queue.unshift(...later);
    return together;
  }

  function mayChangeTicket(entry: Entry): boolean {
    const config = configs.known(entry.claimed);
    return !config || writesTicket(entry, config);
  }

  async function write(entries: Entry[]): Promise<void> {
    try {
      const undecided = entries.filter((entry) => !entry.settlement);
      let loaded: Promise<DeskLists> | undefined;
      const lists = () => (loaded ??= deskLists.load());
      await Promise.all(undecided.map((entry) => decide(entry, lists)).filter((later) => later !== undefined));
      const results = await deliveries.settle(entries.flatMap((entry) => entry.settlement ?? []));
      failuresInRow = 0;
      for (const [index, entry] of entries.entries()) conclude(entry, results[index] ?? "lost");
    } catch (error) {
      log("error", "outcomes could not be recorded", { err: error, count: entries.length });
      const [only, ...others] = entries;
      if (only && others.length === 0 && (await writeBare(only, error))) return;
      for (const entry of entries) {
        entry.failures += 1;
        // What it named may be gone: deciding again finds out.
        entry.settlement = undefined;
      }
      queue.push(...entries);
      failuresInRow += 1;
      // Several together say little about each: the next turn finds out which one it is.
      if (others.length === 0) await sleep(backoffMs(failuresInRow));
    }
  }

  /** What can't be written as it is, again and again, is written without the parts a partner or a ticket had a say in. */
  async function writeBare(entry: Entry, reason: unknown): Promise<boolean> {
    const { failures, made, claimed } = entry;
    // On a full disk the small write of canWrite may still go through.
    if (failures > 0 && !isDatabasesFault(reason) && (await canWrite(claimed))) entry.refusals += 1;
    if (entry.refusals < 2) return false;
    const why = reason instanceof Error ? reason.message.slice(0, 500).replaceAll("\0", "") : "unknown";
    const attempt = { ...made.attempt, response: null, notes: [`The reply could not be stored: ${why}`] };
    const config = configs.known(claimed);
    if (!entry.settlement) finish(entry, { config: config && withoutWriteBack(config) });
    const unknown: Pick<Settlement, "status" | "nextAttemptAt" | "isFree"> = { status: "failed", nextAttemptAt: null };
    const { status, nextAttemptAt, isFree } = entry.settlement ?? unknown;
    try {
      const bare = { deliveryId: claimed.id, lease: claimed.lease, attempt, status, nextAttemptAt, isFree };
      const [result] = await deliveries.settle([bare]);
      conclude(entry, result ?? "lost");
      return true;
    } catch (error) {
      log("error", "an outcome could not be recorded even without its reply", { err: error, deliveryId: claimed.id });
      return false;
    }
  }

  /** Whether the database writes at all: while it is away or locked, no outcome is to blame. */
  const canWrite = ({ id, lease }: ClaimedDelivery): Promise<boolean> =>
    deliveries.renew([{ id, lease }], new Date(clock.now().getTime() + leaseMs)).then(
      () => true,
      () => false,
    );

  function conclude(entry: Entry, result: SettleResult): void {
    if (result === "conflict") {
      entry.conflicts += 1;
      entry.settlement = undefined;
      queue.push(entry);
      return;
    }
    if (result === "lost")
      log("warn", "a lease ran out before the outcome was recorded", { deliveryId: entry.claimed.id });
    size -= 1;
    ports.measured?.(entry.made.attempt, entry.claimed);
    entry.done(result === "settled" ? entry.settlement : undefined);
  }

  async function writeAll(): Promise<void> {
    isScheduled = false;
    if (writing) return;
    writing = true;
    try {
      while (queue.length > 0) await write(takeTogether());
    } finally {
      writing = false;
    }
  }

  return {
    /** Outcomes not yet written. */
    waiting: () => size,
    record: (outcome: Outcome) =>
      new Promise<Settlement | undefined>((done) => {
        size += 1;
        const { claimed, made, isHopeless } = outcome;
        queue.push({ claimed, made, isHopeless, settlement: undefined, conflicts: 0, failures: 0, refusals: 0, done });
        if (writing || isScheduled) return;
        isScheduled = true;
        after(gatherMs, () => void writeAll());
      }),
  };
}

const withoutWriteBack = (config: WebhookConfig): WebhookConfig => ({
  ...config,
  responseFields: [],
  responseActions: { success: [], failure: [] },
});

/** Versions of a webhook never change, so each is read once. */
function rememberConfigs({ webhooks }: Pick<WorkerPorts, "webhooks">) {
  const read = new Map<string, WebhookConfig>();
  const keyOf = ({ webhookId, webhookVersion }: ClaimedDelivery) => `${webhookId}@${webhookVersion}`;
  const known = (claimed: ClaimedDelivery) => read.get(keyOf(claimed));
  return {
    known,
    async load(claimed: ClaimedDelivery): Promise<WebhookConfig | undefined> {
      const config = known(claimed) ?? (await webhooks.configAt(claimed.webhookId, claimed.webhookVersion));
      if (!config) return undefined;
      if (read.size >= configsKept) read.clear();
      read.set(keyOf(claimed), config);
      return config;
    },
  };
}
