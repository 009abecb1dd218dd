import { and, asc, count, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { FunctionRun } from "@/lib/functions/run";
import type { FunctionRunStore } from "@/lib/functions/store";
import type { Database, Queries } from "../database";
import { kept } from "../kept";
import { insertRows } from "../planned";
import { contains } from "../search";

const newestForP95 = 1_000;

export function functionRunStore(db: Database): FunctionRunStore {
  const { functionRuns } = db.tables;
  return {
    async record(runs) {
      if (runs.length > 0) await db.write((tx) => writeRuns(db, tx, runs));
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

/** Inside the caller's transaction; also moves lastRunAt and lastOutcome of their functions. */
export async function writeRuns(db: Database, tx: Queries, runs: readonly FunctionRun[]): Promise<void> {
  // In one order everywhere, so that no two writers wait for each other's rows.
  const newest = [...new Map(runs.map((run) => [run.functionId, run]))].sort(([a], [b]) => (a < b ? -1 : 1));
  const there = new Set<string>();
  for (const [functionId, run] of newest) if (await noteRun(db, tx, run)) there.add(functionId);
  const some = runs.filter(({ functionId }) => there.has(functionId));
  await insertRows(db, tx, db.tables.functionRuns, some);
}

/** Moves lastRunAt and lastOutcome. False for a function removed while it ran, which leaves no history. */
async function noteRun(db: Database, tx: Queries, { functionId, at, outcome }: FunctionRun): Promise<boolean> {
  const { functions } = db.tables;
  const statement = kept(tx, "last run of a function", () =>
    tx
      .update(functions)
      .set({
        lastRunAt: sql`${sql.param(sql.placeholder("at"), functions.lastRunAt)}`,
        lastOutcome: sql`${sql.placeholder("outcome")}`,
      })
      .where(eq(functions.id, sql.placeholder("functionId")))
      .returning({ id: functions.id })
      .prepare(),
  );
  return (await statement.execute({ functionId, at, outcome })).length > 0;
}
