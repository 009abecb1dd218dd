import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { newId } from "@/lib/core/id";
import type { GateStore, NewOutage, Outage } from "@/lib/delivery/gate";
import type { NewNotice } from "@/lib/notices/notice";
import type { Database, Queries } from "../database";
import { writeNotice } from "./write-notice";

// Postgres can't store it, and a partner's words may have it.
const storable = (text: string) => text.replaceAll("\0", "\ufffd");

/** Gates are written before outages, everywhere, so that no two workers wait for each other's. */
export function gateStore(db: Database): GateStore {
  const { gates, outages } = db.tables;
  return {
    async list() {
      const rows = await db.read.select().from(gates).orderBy(gates.queue);
      return rows.map(({ updatedAt: _, ...gate }) => gate);
    },

    open: (gate, outage, notice) =>
      db.write(async (tx) => {
        const { state, probeAt, probes } = gate;
        const lastError = storable(gate.lastError);
        const updatedAt = new Date();
        await tx
          .insert(gates)
          .values({ ...gate, lastError, updatedAt })
          .onConflictDoUpdate({
            target: gates.queue,
            set: { state, probeAt, probes, lastError, updatedAt },
            // Failures of before it opened say nothing new: only a probe that failed moves the next one.
            setWhere: sql`excluded.probes > ${gates.probes} or (excluded.probes = ${gates.probes} and ${gates.state} = 'halfOpen')`,
          });
        await beginOutage(db, tx, outage, notice);
      }),

    begin: (outage, notice) => db.write((tx) => beginOutage(db, tx, outage, notice)),

    close: (queue, at, notice) =>
      db.write(async (tx) => {
        await tx.delete(gates).where(eq(gates.queue, queue));
        const isOpen = and(eq(outages.queue, queue), isNull(outages.endedAt));
        const [ended] = await tx.update(outages).set({ endedAt: at }).where(isOpen).returning();
        if (ended) await writeNotice(db, tx, notice(ended));
      }),

    outages: ({ webhookId, limit }): Promise<Outage[]> =>
      db.read
        .select()
        .from(outages)
        .where(webhookId === undefined ? undefined : eq(outages.webhookId, webhookId))
        .orderBy(sql`case when ${outages.endedAt} is null then 0 else 1 end`, desc(outages.startedAt), desc(outages.id))
        .limit(limit),

    async openOutages() {
      const rows = await db.read.select({ queue: outages.queue }).from(outages).where(isNull(outages.endedAt));
      return rows.map(({ queue }) => queue);
    },

    forget: (webhookId, at) => db.write((tx) => forgetGates(db, tx, webhookId, at)),
  };
}

/** True when it began: the unique index lets one outage of a queue be under way, whoever comes second writes nothing. */
async function beginOutage(db: Database, tx: Queries, outage: NewOutage, notice: NewNotice): Promise<boolean> {
  const [begun] = await tx
    .insert(db.tables.outages)
    .values({ ...outage, lastError: storable(outage.lastError), id: newId("out"), endedAt: null })
    .onConflictDoNothing()
    .returning({ id: db.tables.outages.id });
  if (!begun) return false;
  await writeNotice(db, tx, notice);
  return true;
}

/** Forgets breakers and ends outages of a webhook that is gone or disabled; nobody is told. */
export async function forgetGates(db: Database, tx: Queries, webhookId: string, at: Date): Promise<void> {
  const { gates, outages } = db.tables;
  await tx.delete(gates).where(eq(gates.webhookId, webhookId));
  await tx
    .update(outages)
    .set({ endedAt: at })
    .where(and(eq(outages.webhookId, webhookId), isNull(outages.endedAt)));
}

/** Everything kept about sending to a webhook that is gone. */
export async function forgetWebhook(db: Database, tx: Queries, webhookId: string, at: Date): Promise<void> {
  await tx.delete(db.tables.rates).where(eq(db.tables.rates.webhookId, webhookId));
  await forgetGates(db, tx, webhookId, at);
}
