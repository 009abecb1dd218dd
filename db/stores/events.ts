import { aliasedTable, and, eq, exists, inArray, isNotNull, isNull, lt, min, ne, not, or, sql } from "drizzle-orm";
import type { EventOutcome, EventStore } from "@/lib/automation/store";
import { isAppError } from "@/lib/core/errors";
import type { NewDelivery } from "@/lib/delivery/delivery";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import { writeChange } from "./write-change";

type Outcome = EventOutcome<NewDelivery>;

/** How many are removed at once: nobody waits long for a prune. */
const batch = 500;

export function eventStore(db: Database): EventStore<NewDelivery> {
  const { events } = db.tables;
  return {
    claim: db.claimEvents,
    finish: (outcome) => db.write((tx) => finish(db, tx, outcome)),
    nextDueAt: () => nextDueAt(db),
    async prune(before) {
      let total = 0;
      for (;;) {
        const old = db.read.select({ id: events.id }).from(events).where(lt(events.doneAt, before)).limit(batch);
        const ids = (await old).map(({ id }) => id);
        if (ids.length === 0) return total;
        const removed = await db.write((tx) =>
          tx.delete(events).where(inArray(events.id, ids)).returning({ id: events.id }),
        );
        total += removed.length;
      }
    },
  };
}

async function finish(db: Database, tx: Queries, outcome: Outcome): Promise<"settled" | "conflict" | "lost"> {
  const { events } = db.tables;
  const { eventId, lease, at, change, error = null } = outcome;
  const [row] = await held(
    db,
    tx
      .select({ lease: events.lease, doneAt: events.doneAt, ticketId: events.ticketId })
      .from(events)
      .where(eq(events.id, eventId)),
    "update",
  );
  if (row?.lease !== lease || row.doneAt) return "lost";
  const written = change ? await writeUnlessOutdated(db, tx, change) : true;
  if (!written) return "conflict";
  if (outcome.ran.length > 0) await countRuns(db, tx, row.ticketId, outcome);
  await tx.update(events).set({ doneAt: at, lease: null, leaseUntil: null, error }).where(eq(events.id, eventId));
  return "settled";
}

/** False when the ticket moved on; nothing is written then. */
async function writeUnlessOutdated(db: Database, tx: Queries, change: NonNullable<Outcome["change"]>) {
  try {
    await writeChange(db, tx, change);
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === "conflict") return false;
    throw error;
  }
}

/** Rules that ran are counted and remembered for the ticket the event tells of; one removed meanwhile is not. */
async function countRuns(db: Database, tx: Queries, ticketId: number, { ran, at }: Outcome): Promise<void> {
  const { triggers, triggerRuns } = db.tables;
  // In the order of ids, so that two workers can't wait for each other's.
  const known = await held(
    db,
    tx.select({ id: triggers.id }).from(triggers).where(inArray(triggers.id, ran)).orderBy(triggers.id),
    "update",
  );
  if (known.length === 0) return;
  const ids = known.map(({ id }) => id);
  await tx
    .update(triggers)
    .set({ runs: sql`${triggers.runs} + 1`, lastRunAt: at })
    .where(inArray(triggers.id, ids));
  await tx
    .insert(triggerRuns)
    .values(ids.map((triggerId) => ({ triggerId, ticketId, at })))
    .onConflictDoUpdate({ target: [triggerRuns.triggerId, triggerRuns.ticketId], set: { at } });
}

/** An event that waits for another one of its ticket is not due: it will be once that is finished, which wakes everybody. */
async function nextDueAt({ read, tables: { events } }: Database): Promise<Date | null> {
  const other = aliasedTable(events, "other");
  const isBehind = exists(
    read
      .select({ one: sql`1` })
      .from(other)
      .where(
        and(
          eq(other.ticketId, events.ticketId),
          isNull(other.doneAt),
          ne(other.id, events.id),
          or(lt(other.id, events.id), isNotNull(other.lease)),
        ),
      ),
  );
  const open = isNull(events.doneAt);
  const [[waiting], [leased]] = await Promise.all([
    read
      .select({ at: min(events.at) })
      .from(events)
      .where(and(open, isNull(events.lease), not(isBehind))),
    read
      .select({ at: min(events.leaseUntil) })
      .from(events)
      .where(and(open, isNotNull(events.lease))),
  ]);
  const moments = [waiting?.at, leased?.at].filter((at) => at instanceof Date);
  return moments.length > 0 ? new Date(Math.min(...moments.map(Number))) : null;
}
