import { and, asc, count, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { FunctionRun } from "@/lib/functions/run";
import type { FunctionRunStore } from "@/lib/functions/store";
import type { Database, Queries } from "../database";
import { insertRows } from "../planned";
import { contains } from "../search";

const newestForP95 = 1_000;

export function functionRunStore(db: Database): FunctionRunStore {
  const { functionRuns, functions } = db.tables;
  return {
    async record(runs) {
      if (runs.length === 0) return;
      await db.write(async (tx) => {
        const there = await existing(db, tx, runs);
        const kept = runs.filter(({ functionId }) => there.has(functionId));
        await insertRows(db, tx, functionRuns, kept);
        const newest = new Map(kept.map((run) => [run.functionId, run]));
        for (const { functionId, at, outcome } of newest.values())
          await tx.update(functions).set({ lastRunAt: at, lastOutcome: outcome }).where(eq(functions.id, functionId));
      });
    },

    async list({ page, pageSize, q, sort, functionId, outcome, origin, from, to }) {
      const { id, at, remoteAddress, result, info } = functionRuns;
      const where = and(
        functionId === undefined ? undefined : eq(functionRuns.functionId, functionId),
        outcome && eq(functionRuns.outcome, outcome),
        origin && eq(functionRuns.origin, origin),
        from && gte(at, from),
        to && lt(at, to),
        q ? contains(q, functionRuns.arguments, result, remoteAddress, id, sql`cast(${info} as text)`) : undefined,
      );
      const order = sort?.direction === "asc" ? asc : desc;
      const [total] = await db.read.select({ value: count() }).from(functionRuns).where(where);
      const items = await db.read
        .select()
        .from(functionRuns)
        .where(where)
        .orderBy(order(id))
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return { items, total: Number(total?.value ?? 0) };
    },

    async get(id) {
      const [run] = await db.read.select().from(functionRuns).where(eq(functionRuns.id, id));
      return run;
    },

    async numbers(functionId, since) {
      const { outcome, durationMs, id } = functionRuns;
      const where = and(eq(functionRuns.functionId, functionId), gte(functionRuns.at, since));
      const byOutcome = await db.read
        .select({ outcome, value: count() })
        .from(functionRuns)
        .where(where)
        .groupBy(outcome);
      const of = (wanted: FunctionRun["outcome"]) =>
        Number(byOutcome.find((row) => row.outcome === wanted)?.value ?? 0);
      const newest = await db.read
        .select({ durationMs })
        .from(functionRuns)
        .where(where)
        .orderBy(desc(id))
        .limit(newestForP95);
      const times = newest.map((row) => row.durationMs).sort((a, b) => a - b);
      const p95Ms = times[Math.ceil(times.length * 0.95) - 1] ?? null;
      return { calls: of("succeeded") + of("failed"), failures: of("failed"), p95Ms };
    },

    prune: (before, limit) =>
      db.write(async (tx) => {
        const { id, at } = functionRuns;
        const old = await tx.select({ id }).from(functionRuns).where(lt(at, before)).orderBy(asc(at)).limit(limit);
        if (old.length === 0) return 0;
        const ids = old.map((row) => row.id);
        await tx.delete(functionRuns).where(inArray(id, ids));
        return ids.length;
      }),
  };
}

/** Functions removed while they ran leave no history. */
async function existing(db: Database, tx: Queries, runs: readonly FunctionRun[]): Promise<Set<string>> {
  const { id } = db.tables.functions;
  const wanted = [...new Set(runs.map(({ functionId }) => functionId))];
  const rows = await tx.select({ id }).from(db.tables.functions).where(inArray(id, wanted));
  return new Set(rows.map((row) => row.id));
}
