import { and, asc, eq, inArray, isNull, lte, min, or, sql } from "drizzle-orm";
import type { FunctionRun, NewFunctionCall } from "@/lib/functions/run";
import type { FunctionCallStore } from "@/lib/functions/store";
import type { Database, Queries } from "../database";
import { newLease } from "../hot-rows";
import { held } from "../locks";
import { writeRuns } from "./function-runs";
import { writeHistory } from "./write-change";

/** Whether every function that is to be called still exists. */
export async function areCallable(
  { tables: { functions } }: Pick<Database, "tables">,
  tx: Queries,
  calls: readonly NewFunctionCall[] = [],
): Promise<boolean> {
  const wanted = [...new Set(calls.map(({ functionId }) => functionId))];
  if (wanted.length === 0) return true;
  const found = await tx.select({ id: functions.id }).from(functions).where(inArray(functions.id, wanted));
  return found.length === wanted.length;
}

/** Inside the transaction of the decision that asks for them. */
export async function writeFunctionCalls(
  { tables: { functionCalls } }: Pick<Database, "tables">,
  tx: Queries,
  calls: readonly NewFunctionCall[] = [],
): Promise<void> {
  if (calls.length > 0) await tx.insert(functionCalls).values([...calls]);
}

export function functionCallStore(db: Database): FunctionCallStore {
  const { functionCalls } = db.tables;
  const { id, at, lease, leaseUntil, attempts } = functionCalls;
  return {
    claim: ({ now, leaseMs, limit }) =>
      db.write(async (tx) => {
        const free = tx
          .select({ id })
          .from(functionCalls)
          .where(and(lte(at, now), or(isNull(leaseUntil), lte(leaseUntil, now))))
          .orderBy(asc(at), asc(id))
          .limit(limit);
        const rows = await passingOver(db, free);
        if (rows.length === 0) return [];
        const name = newLease(now);
        const claimed = await tx
          .update(functionCalls)
          .set({ lease: name, leaseUntil: new Date(now.getTime() + leaseMs), attempts: sql`${attempts} + 1` })
          .where(
            inArray(
              id,
              rows.map((row) => row.id),
            ),
          )
          .returning();
        return claimed
          .map(({ leaseUntil: _, ...call }) => ({ ...call, lease: name }))
          .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
      }),

    finish: (claimed, outcome) =>
      db.write(async (tx) => {
        await holdFunction(db, tx, claimed.id);
        const [done] = await tx
          .delete(functionCalls)
          .where(and(eq(id, claimed.id), eq(lease, claimed.lease)))
          .returning({ ticketId: functionCalls.ticketId });
        if (!done) return "lost";
        if (!outcome) return "done";
        const { run, told } = outcome;
        await writeRuns(db, tx, [run]);
        const { ticketId } = done;
        if (ticketId !== null && (await ticketExists(db, tx, ticketId)))
          await writeHistory(db, tx, ticketId, endOf(run), [told]);
        return "done";
      }),

    async nextDueAt() {
      const [[waiting], [leased]] = await Promise.all([
        db.read
          .select({ at: min(at) })
          .from(functionCalls)
          .where(isNull(leaseUntil)),
        db.read.select({ at: min(leaseUntil) }).from(functionCalls),
      ]);
      const moments = [waiting?.at, leased?.at].filter((moment) => moment instanceof Date);
      return moments.length > 0 ? new Date(Math.min(...moments.map(Number))) : null;
    },
  };
}

/** Before the call itself, which goes with its function: whoever removes that one holds them in this order, too. */
async function holdFunction(db: Database, tx: Queries, callId: string): Promise<void> {
  const { functionCalls, functions } = db.tables;
  const called = tx
    .select({ functionId: functionCalls.functionId })
    .from(functionCalls)
    .where(eq(functionCalls.id, callId));
  const row = tx.select({ id: functions.id }).from(functions).where(inArray(functions.id, called));
  await held(db, row, "no key update");
}

const endOf = ({ at, durationMs }: FunctionRun) => new Date(at.getTime() + durationMs);

/** Kept until the transaction ends: a ticket removed meanwhile waits. */
async function ticketExists(db: Database, tx: Queries, ticketId: number): Promise<boolean> {
  const { tickets } = db.tables;
  const rows = await held(db, tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.id, ticketId)));
  return rows.length > 0;
}

/** Locks the rows found; on Postgres those that another worker is claiming are left to it. */
function passingOver<Query extends object>(db: Database, query: Query): Query {
  if (db.dialect === "sqlite") return query;
  return (query as Query & { for(strength: string, options: object): Query }).for("update", { skipLocked: true });
}
