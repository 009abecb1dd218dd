import { randomUUID } from "node:crypto";
import { and, asc, count, desc, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { AppError, isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import { isFinal } from "@/lib/delivery/delivery";
import { actorOf, isEnded, type Job, type JobEvent, nextJobStatus, withLine } from "@/lib/delivery/job";
import type { JobHold, JobItem, JobStore } from "@/lib/delivery/job-store";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import type { Tables } from "../schema";
import { recordAudit } from "./audit";
import { bulkMoves, nextIds, nextRows } from "./deliveries-in-bulk";
import { moveDeliveries } from "./delivery-moves";
import { writeChange } from "./write-change";
import { writeNotice } from "./write-notice";

type Row = Tables["jobs"]["$inferSelect"];

const toJob = ({ position: _, upTo: __, lease: ___, leaseUntil: ____, ...job }: Row): Job => job;
const free = { lease: null, leaseUntil: null };
const countText = (number: number) => `${number} ${number === 1 ? "delivery" : "deliveries"}`;

export function jobStore(db: Database): JobStore {
  const { jobs } = db.tables;

  return {
    create: (actor, { input, total, upTo, perSecond, at }) =>
      db.write(async (tx) => {
        const isEmpty = total === 0 || upTo === null;
        const [row] = await tx
          .insert(jobs)
          .values({
            ...{ id: newId("job"), input, total, upTo, perSecond, createdAt: at },
            ...{ actorId: actor.id, actorName: actor.name },
            ...(isEmpty ? { status: "done", finishedAt: at } : { status: "running" }),
          })
          .returning();
        if (!row) throw new Error("Inserting a job returned no row");
        await recordAudit(db, tx, actor, "job.start", row.id, `${input.kind} · ${countText(total)}`);
        return toJob(row);
      }),

    async get(id) {
      const [row] = await db.read.select().from(jobs).where(eq(jobs.id, id));
      return row && toJob(row);
    },

    async list({ page, pageSize }) {
      const [total] = await db.read.select({ value: count() }).from(jobs);
      const rows = await db.read
        .select()
        .from(jobs)
        .orderBy(sql`case when ${jobs.status} in ('running', 'paused') then 0 else 1 end`, desc(jobs.id))
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return { items: rows.map(toJob), total: Number(total?.value ?? 0) };
    },

    decide: (actor, id, event, at) => db.write((tx) => decide(db, tx, actor, id, event, at)),

    async claim({ now, leaseMs }) {
      const isFree = and(eq(jobs.status, "running"), or(isNull(jobs.leaseUntil), lte(jobs.leaseUntil, now)));
      // Looked for outside a transaction: mostly there is none, and writers should not wait to learn that.
      const [found] = await db.read.select().from(jobs).where(isFree).orderBy(asc(jobs.id)).limit(1);
      if (!found) return undefined;
      const lease = randomUUID();
      const leaseUntil = new Date(now.getTime() + leaseMs);
      const [row] = await db.write((tx) =>
        tx
          .update(jobs)
          .set({ lease, leaseUntil, startedAt: found.startedAt ?? now })
          .where(and(eq(jobs.id, found.id), isFree))
          .returning(),
      );
      return row && { job: toJob(row), position: row.position, upTo: row.upTo, lease };
    },

    move: (hold, limit) =>
      db.write(async (tx) => {
        const row = await holding(db, tx, hold);
        if (!row || row.input.kind === "fire") return "lost";
        const next = await nextRows(db, tx, row.input, row, limit);
        const how = bulkMoves[row.input.kind];
        const moved = await moveDeliveries(db, tx, actorOf(row), next, hold.now, how);
        // One that waits behind another is left alone; one that has ended and can't be sent again is a failure.
        const refused = next.filter((one) => isFinal(one.status) && how.isRefused?.(one));
        await advance(db, tx, row, hold, {
          position: next.at(-1)?.id ?? row.position,
          done: row.done + moved.length,
          failed: row.failed + refused.length,
          message: refused.reduce(
            (text, one) => withLine(text, `${one.ticketDisplayId}: ${how.refusal(one)}`),
            row.message,
          ),
        });
        return { taken: next.length };
      }),

    async upcoming({ job: { input }, position, upTo }, limit) {
      return input.kind === "fire" ? [] : nextIds(db, input, { position, upTo }, limit);
    },

    record: (hold, item) => db.write((tx) => record(db, tx, hold, item)),

    async finish(hold, outcome) {
      await db.write(async (tx) => {
        const row = await holding(db, tx, hold);
        if (!row) return;
        const { status } = outcome;
        if (status === "done") {
          const skipped = Math.max(0, row.total - row.done - row.failed);
          await tx
            .update(jobs)
            .set({ status, skipped, finishedAt: hold.now, ...free })
            .where(eq(jobs.id, row.id));
          await tellAudit(db, tx, actorOf(row), row);
          return;
        }
        const message = [outcome.message, row.message].filter((line) => line !== null).join("\n");
        await tx
          .update(jobs)
          .set({ status, message, finishedAt: hold.now, ...free })
          .where(eq(jobs.id, row.id));
        await recordAudit(db, tx, actorOf(row), "job.fail", row.id, `${row.input.kind} · ${countText(row.done)}`);
        await writeNotice(db, tx, {
          at: hold.now,
          kind: "job",
          subject: "A bulk job stopped before its end",
          text: `${outcome.message} ${row.done} of ${countText(row.total)} were done. Resume the job when the cause is gone.`,
          href: "/admin/integration/deliveries/jobs",
          webhookId: null,
        });
      });
    },

    async letGo({ id, lease }) {
      await db.write((tx) =>
        tx
          .update(jobs)
          .set(free)
          .where(and(eq(jobs.id, id), eq(jobs.lease, lease))),
      );
    },
  };
}

/** The job, locked, while the lease still is the caller's; a pause, the end or another worker takes it away. */
async function holding(db: Database, tx: Queries, { id, lease }: JobHold): Promise<Row | undefined> {
  const { jobs } = db.tables;
  const [row] = await held(db, tx.select().from(jobs).where(eq(jobs.id, id)), "update");
  return row?.status === "running" && row.lease === lease ? row : undefined;
}

async function advance(db: Database, tx: Queries, row: Row, { leaseUntil }: JobHold, to: Partial<Row>) {
  const { jobs } = db.tables;
  const { done, failed } = { ...row, ...to };
  // What could not be done when it was counted may be by now.
  const total = Math.max(row.total, done + failed);
  await tx
    .update(jobs)
    .set({ ...to, total, leaseUntil })
    .where(eq(jobs.id, row.id));
}

async function record(db: Database, tx: Queries, hold: JobHold, item: JobItem) {
  const row = await holding(db, tx, hold);
  if (!row) return "lost";
  const { position, outcome } = item;
  // Written by a commit whose answer got lost.
  if (row.position !== null && position <= row.position) return "recorded";
  if (outcome === "done") {
    try {
      await writeChange(db, tx, item.change);
    } catch (error) {
      if (isAppError(error) && error.code === "conflict") return "conflict";
      throw error;
    }
  }
  const counts = {
    done: { done: row.done + 1 },
    failed: { failed: row.failed + 1, message: outcome === "failed" ? withLine(row.message, item.reason) : undefined },
    passed: {},
  };
  await advance(db, tx, row, hold, { position, ...counts[outcome] });
  return "recorded";
}

async function decide(db: Database, tx: Queries, actor: Actor, id: string, event: JobEvent, at: Date): Promise<Job> {
  const { jobs } = db.tables;
  const [before] = await held(db, tx.select().from(jobs).where(eq(jobs.id, id)), "update");
  if (!before) throw new AppError("not_found", "This job no longer exists.");
  const status = nextJobStatus(before.status, event);
  if (!status) throw new AppError("conflict", `This job can't ${event} now: it is ${before.status}.`);
  const [row] = await tx
    .update(jobs)
    .set({ status, finishedAt: isEnded(status) ? at : null, ...free })
    .where(eq(jobs.id, id))
    .returning();
  if (!row) throw new AppError("not_found", "This job no longer exists.");
  await recordAudit(db, tx, actor, `job.${event}`, id, `${row.input.kind} · ${row.done} of ${countText(row.total)}`);
  if (event === "cancel" && row.done > 0) await tellAudit(db, tx, actorOf(row), row);
  return toJob(row);
}

/** One audit row for all that the job did, under the webhook it was about. */
async function tellAudit(db: Database, tx: Queries, actor: Actor, { input, done }: Row) {
  const isFired = input.kind === "fire" || input.render === "current";
  const verb = isFired ? "delivery.firedAgain" : bulkMoves[input.kind].audit;
  const subject = input.kind === "fire" ? input.webhookId : (input.filter.webhookId ?? "deliveries");
  if (done > 0) await recordAudit(db, tx, actor, verb, subject, countText(done));
}
