import { and, asc, eq, gt, gte, inArray, isNull, lt, ne, or, type SQL } from "drizzle-orm";
import type { DeliveryStatus } from "@/lib/delivery/delivery";
import type { RetentionStore, SweptClass } from "@/lib/delivery/retention";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import { idAt } from "../search-words";
import { ofMinutes } from "./delivery-stats";
import { functionRunStore } from "./function-runs";
import { forget, reindex } from "./search-index";

const week = 7 * 86_400_000;
/** How far the bodies are removed: what has none any more is not read again for a week. */
const bodiesPosition = "bodies";
/** The first minute whose numbers may still be there: before it there are those of hours and days only. */
const minutesPosition = "minutes";

/** Each class finds its oldest through an index: rows in the order of their time, or of ids, which grow with it. */
export function retentionStore(db: Database): RetentionStore {
  const { deliveries, events, webMethodCalls, notices, mails, deliveryStats, jobs } = db.tables;

  async function deleteDeliveries(status: DeliveryStatus, before: Date, limit: number): Promise<number> {
    const old = await db.read
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(eq(deliveries.status, status), lt(deliveries.id, idAt("dlv", before)), isOver(before)))
      .orderBy(asc(deliveries.id))
      .limit(limit);
    if (old.length === 0) return 0;
    const ids = old.map(({ id }) => id);
    await db.write(async (tx) => {
      // Redelivered meanwhile, it is no longer old.
      const still = and(inArray(deliveries.id, ids), eq(deliveries.status, status), isOver(before));
      const rows = await held(
        db,
        tx.select({ id: deliveries.id }).from(deliveries).where(still).orderBy(asc(deliveries.id)),
        "update",
      );
      if (rows.length === 0) return;
      const gone = rows.map(({ id }) => id);
      await forget(db, tx, gone);
      await tx.delete(deliveries).where(inArray(deliveries.id, gone));
    });
    return ids.length;
  }
  const isOver = (before: Date) => or(isNull(deliveries.finishedAt), lt(deliveries.finishedAt, before));

  /** Deletes the oldest of a table with ids. */
  async function deleteOld(
    table: typeof events | typeof webMethodCalls | typeof notices | typeof mails | typeof jobs,
    where: SQL | undefined,
    order: SQL,
    limit: number,
  ): Promise<number> {
    const old = await db.read.select({ id: table.id }).from(table).where(where).orderBy(order).limit(limit);
    const ids = old.map(({ id }) => id);
    if (ids.length > 0) await db.write(async (tx) => void (await tx.delete(table).where(inArray(table.id, ids))));
    return ids.length;
  }

  const sweeps: Record<SweptClass, (before: Date, limit: number) => Promise<number>> = {
    bodies: (before, limit) => removeBodies(db, before, limit),

    async succeeded(before, limit) {
      let left = limit;
      for (const status of ["succeeded", "cancelled", "superseded"] as const)
        if (left > 0) left -= await deleteDeliveries(status, before, left);
      return limit - left;
    },

    failed: (before, limit) => deleteDeliveries("failed", before, limit),

    events: (before, limit) => deleteOld(events, lt(events.doneAt, before), asc(events.doneAt), limit),

    calls: (before, limit) => deleteOld(webMethodCalls, lt(webMethodCalls.at, before), asc(webMethodCalls.at), limit),

    runs: (before, limit) => functionRunStore(db).prune(before, limit),

    async notices(before, limit) {
      const isSent = or(isNull(notices.postStatus), ne(notices.postStatus, "pending"));
      const noticed = await deleteOld(notices, and(lt(notices.at, before), isSent), asc(notices.at), limit);
      const isThrough = inArray(mails.status, ["sent", "failed", "cancelled"]);
      const old = and(lt(mails.createdAt, before), isThrough);
      return noticed < limit ? noticed + (await deleteOld(mails, old, asc(mails.createdAt), limit - noticed)) : noticed;
    },

    minutes: (before, limit) => removeMinutes(db, before, limit),

    async stats(before, limit) {
      const minute = Math.floor(before.getTime() / 60_000);
      const rows = await db.read
        .select({ minute: deliveryStats.minute })
        .from(deliveryStats)
        .where(lt(deliveryStats.minute, minute))
        .orderBy(asc(deliveryStats.minute))
        .limit(limit);
      const last = rows.at(-1)?.minute;
      if (last === undefined) return 0;
      // Whole minutes: few rows more than asked for, those of the last one.
      await db.write(async (tx) => void (await tx.delete(deliveryStats).where(lt(deliveryStats.minute, last + 1))));
      return rows.length;
    },

    jobs: (before, limit) =>
      deleteOld(
        jobs,
        and(lt(jobs.createdAt, before), inArray(jobs.status, ["done", "cancelled", "failed"])),
        asc(jobs.createdAt),
        limit,
      ),
  };
  return { sweep: (kind, before, limit) => sweeps[kind](before, limit) };
}

/** The numbers of single minutes, whole minutes at a time; those of hours and days stay. */
async function removeMinutes(db: Database, before: Date, limit: number): Promise<number> {
  const { deliveryStats, searchPositions } = db.tables;
  const { minute } = deliveryStats;
  const [place] = await db.read.select().from(searchPositions).where(eq(searchPositions.name, minutesPosition));
  const begin = Number(place?.position ?? 0);
  const end = Math.floor(before.getTime() / 60_000);
  const within = (to: number) => and(gte(minute, begin), lt(minute, to), ofMinutes(db));
  const rows = await db.read
    .select({ minute })
    .from(deliveryStats)
    .where(within(end))
    .orderBy(asc(minute))
    .limit(limit);
  const last = rows.at(-1)?.minute;
  if (last === undefined) return 0;
  await db.write(async (tx) => {
    await tx.delete(deliveryStats).where(within(last + 1));
    const set = { position: String(last + 1), at: new Date() };
    await tx
      .insert(searchPositions)
      .values({ name: minutesPosition, ...set })
      .onConflictDoUpdate({ target: searchPositions.name, set });
  });
  return rows.length;
}

/** Blanks what was sent and what came back; the rows stay, and so do sizes, headers and times. */
async function removeBodies(db: Database, before: Date, limit: number): Promise<number> {
  const { deliveries, searchPositions } = db.tables;
  const [place] = await db.read.select().from(searchPositions).where(eq(searchPositions.name, bodiesPosition));
  // What was redelivered when the position passed it has ended since.
  const isNew = !place || Date.now() - place.at.getTime() > week;
  const old = await db.read
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.status, "succeeded"),
        gt(deliveries.id, isNew ? "" : place.position),
        lt(deliveries.id, idAt("dlv", before)),
      ),
    )
    .orderBy(asc(deliveries.id))
    .limit(limit);
  const last = old.at(-1)?.id;
  if (last === undefined) return 0;
  await db.write(async (tx) => {
    await blank(
      db,
      tx,
      old.map(({ id }) => id),
      before,
    );
    const set = { position: last, ...(isNew && { at: new Date() }) };
    await tx
      .insert(searchPositions)
      .values({ name: bodiesPosition, at: new Date(), ...set })
      .onConflictDoUpdate({ target: searchPositions.name, set });
  });
  return old.length;
}

async function blank(db: Database, tx: Queries, ids: string[], before: Date): Promise<void> {
  const { deliveries, attempts } = db.tables;
  const still = and(inArray(deliveries.id, ids), eq(deliveries.status, "succeeded"), lt(deliveries.finishedAt, before));
  const { id, request } = deliveries;
  const rows = await held(db, tx.select({ id, request }).from(deliveries).where(still).orderBy(asc(id)), "update");
  const changed = new Set<string>();
  for (const row of rows) {
    if (row.request.body === null || row.request.body === "") continue;
    changed.add(row.id);
    const set = { request: { ...row.request, body: null, isBodyRemoved: true as const } };
    await tx.update(deliveries).set(set).where(eq(id, row.id));
  }
  const { deliveryId, response } = attempts;
  const found = rows.map((row) => row.id);
  const made =
    found.length > 0
      ? await tx.select({ id: attempts.id, deliveryId, response }).from(attempts).where(inArray(deliveryId, found))
      : [];
  for (const attempt of made) {
    if (!attempt.response || attempt.response.body === "") continue;
    changed.add(attempt.deliveryId);
    const set = { response: { ...attempt.response, body: "", isBodyRemoved: true as const } };
    await tx.update(attempts).set(set).where(eq(attempts.id, attempt.id));
  }
  if (changed.size > 0) await reindex(db, tx, [...changed]);
}
