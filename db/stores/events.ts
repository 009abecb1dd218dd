import { aliasedTable, and, eq, exists, inArray, isNotNull, isNull, lt, min, ne, not, or, sql } from "drizzle-orm";
import type { EventOutcome, EventStore, FinishResult } from "@/lib/automation/store";
import { isAppError } from "@/lib/core/errors";
import { groupBy } from "@/lib/core/group-by";
import type { NewDelivery } from "@/lib/delivery/delivery";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import { areCallable, writeFunctionCalls } from "./function-calls";
import { writeChange } from "./write-change";

type Outcome = EventOutcome<NewDelivery>;

/** How many are removed at once: nobody waits long for a prune. */
const batch = 500;

export function eventStore(db: Database): EventStore<NewDelivery> {
  const { events } = db.tables;
  return {
    claim: db.claimEvents,
    finish: (outcomes) => (outcomes.length === 0 ? Promise.resolve([]) : db.write((tx) => finish(db, tx, outcomes))),
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

async function finish(db: Database, tx: Queries, outcomes: readonly Outcome[]): Promise<FinishResult[]> {
  const { events } = db.tables;
  const ids = outcomes.map(({ eventId }) => eventId);
  // In the order of ids, and below of tickets, so that two workers can't wait for each other's.
  const rows = await held(
    db,
    tx
      .select({ id: events.id, lease: events.lease, doneAt: events.doneAt, ticketId: events.ticketId })
      .from(events)
      .where(inArray(events.id, ids))
      .orderBy(events.id),
    "update",
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const results = new Map<Outcome, FinishResult>();
  const byTicket = [...outcomes].sort((a, b) => ticketOf(a) - ticketOf(b));
  for (const outcome of byTicket) {
    const row = known.get(outcome.eventId);
    if (row?.lease !== outcome.lease || row.doneAt) results.set(outcome, "lost");
    else results.set(outcome, await written(db, tx, outcome));
  }
  const settled = outcomes.filter((outcome) => results.get(outcome) === "settled");
  const ran = settled.flatMap((outcome) => {
    const ticketId = known.get(outcome.eventId)?.ticketId;
    return ticketId === undefined ? [] : outcome.ran.map((triggerId) => ({ triggerId, ticketId, at: outcome.at }));
  });
  if (ran.length > 0) await countRuns(db, tx, ran);
  for (const together of groupBy(settled, ({ at, error = "" }) => `${at.getTime()} ${error}`).values()) {
    const [{ at, error = null } = { at: new Date() }] = together;
    const done = together.map(({ eventId }) => eventId);
    await tx.update(events).set({ doneAt: at, lease: null, leaseUntil: null, error }).where(inArray(events.id, done));
  }
  return outcomes.map((outcome) => results.get(outcome) ?? "lost");
}

const ticketOf = ({ change }: Outcome) => change?.ticketId ?? 0;

/** Refusals come before anything of the change is written, so the transaction goes on without it. */
async function written(db: Database, tx: Queries, { change, functionCalls }: Outcome): Promise<FinishResult> {
  if (!change) return "settled";
  // Gone meanwhile: decided again, the ticket's history will say so.
  if (!(await areCallable(db, tx, functionCalls))) return "conflict";
  try {
    await writeChange(db, tx, change);
    await writeFunctionCalls(db, tx, functionCalls);
    return "settled";
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.code === "conflict" ? "conflict" : error;
  }
}

type Ran = { triggerId: string; ticketId: number; at: Date };

/** Rules that ran are counted and remembered for the tickets the events tell of; one removed meanwhile is not. */
async function countRuns(db: Database, tx: Queries, ran: readonly Ran[]): Promise<void> {
  const { triggers, triggerRuns } = db.tables;
  const wanted = [...new Set(ran.map(({ triggerId }) => triggerId))];
  const found = await held(
    db,
    tx.select({ id: triggers.id }).from(triggers).where(inArray(triggers.id, wanted)).orderBy(triggers.id),
    "update",
  );
  const byTrigger = groupBy(ran, ({ triggerId }) => triggerId);
  const latest = new Map<string, Ran>();
  for (const { id } of found) {
    const runs = byTrigger.get(id) ?? [];
    const lastRunAt = new Date(Math.max(...runs.map(({ at }) => at.getTime())));
    await tx
      .update(triggers)
      .set({ runs: sql`${triggers.runs} + ${runs.length}`, lastRunAt })
      .where(eq(triggers.id, id));
    for (const one of runs) latest.set(`${one.triggerId} ${one.ticketId}`, one);
  }
  if (latest.size === 0) return;
  await tx
    .insert(triggerRuns)
    .values([...latest.values()])
    .onConflictDoUpdate({ target: [triggerRuns.triggerId, triggerRuns.ticketId], set: { at: sql`excluded.at` } });
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
