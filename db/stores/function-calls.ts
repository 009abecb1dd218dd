import { and, asc, eq, inArray, isNull, lte, min, or, sql } from "drizzle-orm";
import type { NewFunctionCall } from "@/lib/functions/run";
import type { FunctionCallStore } from "@/lib/functions/store";
import type { Database, Queries } from "../database";
import { newLease } from "../hot-rows";

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
        return claimed.map(({ leaseUntil: _, ...call }) => ({ ...call, lease: name }));
      }),

    finish: (claimed) =>
      db.write(async (tx) => {
        const done = await tx
          .delete(functionCalls)
          .where(and(eq(id, claimed.id), eq(lease, claimed.lease)))
          .returning({ id });
        return done.length > 0 ? "done" : "lost";
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

/** Locks the rows found; on Postgres those that another worker is claiming are left to it. */
function passingOver<Query extends object>(db: Database, query: Query): Query {
  if (db.dialect === "sqlite") return query;
  return (query as Query & { for(strength: string, options: object): Query }).for("update", { skipLocked: true });
}
