import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { queueParts } from "@/lib/delivery/queue";
import {
  addSums,
  type DeliveryStatsStore,
  noSums,
  type StatPoint,
  type StatRow,
  type Sums,
} from "@/lib/delivery/stats";
import type { Database } from "../database";

const minuteMs = 60_000;
/**
 * Each count is kept three times, by minute, hour and day, so that a month is read as fast as an hour. The webhook's id
 * bears the letter of its level; a row without host adds up all webhooks and hosts.
 */
const levels = [
  { letter: "d", minutes: 1440 },
  { letter: "h", minutes: 60 },
  { letter: "m", minutes: 1 },
] as const;
type Level = (typeof levels)[number];
const finest: Level = { letter: "m", minutes: 1 };
const hourly: Level = { letter: "h", minutes: 60 };

const ofLevel = ({ tables: { deliveryStats } }: Pick<Database, "tables">, { letter }: Level): SQL =>
  sql`substr(${deliveryStats.webhookId}, 1, 2) = ${`${letter}:`}`;
/** The rows that count single minutes. */
export const ofMinutes = (db: Pick<Database, "tables">): SQL => ofLevel(db, finest);

/** How many of a webhook's newest deliveries are looked at for what went wrong last. */
const lookedAt = 200;
const written = 300;

const minuteOf = (at: Date) => Math.floor(at.getTime() / minuteMs);
const floorTo = (minute: number, step: number) => Math.floor(minute / step) * step;
const keyOf = ({ letter }: Level, webhookId: string) => `${letter}:${webhookId}`;
const coarsest = (...wholes: number[]) =>
  levels.find(({ minutes }) => wholes.every((whole) => whole % minutes === 0)) ?? finest;

/** The rows a set of counts is added to, each once, in one order for all writers. */
function spread(rows: readonly StatRow[]): StatRow[] {
  const all = new Map<string, StatRow>();
  const add = (row: StatRow, level: Level, webhookId: string, host: string) => {
    const minute = floorTo(row.minute, level.minutes);
    const key = `${keyOf(level, webhookId)} ${minute} ${host}`;
    const kept = all.get(key);
    if (kept) addSums(kept, row);
    else all.set(key, { ...row, minute, webhookId: keyOf(level, webhookId), host, latency: [...row.latency] });
  };
  for (const row of rows)
    for (const level of levels) {
      add(row, level, row.webhookId, row.host);
      add(row, level, "", "");
    }
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

export function deliveryStatsStore(db: Database): DeliveryStatsStore {
  const { deliveryStats, deliveries } = db.tables;
  const { minute, webhookId, host, succeeded, failed, latency } = deliveryStats;

  const added = (column: typeof succeeded | typeof failed, name: string) =>
    sql`${column} + ${sql.raw(`excluded.${name}`)}`;
  const addedLatency =
    db.dialect === "sqlite"
      ? sql`(SELECT json_group_array(kept.value + coalesce(more.value, 0) ORDER BY kept.key)
          FROM json_each(${latency}) kept LEFT JOIN json_each(excluded.latency) more ON more.key = kept.key)`
      : sql`(SELECT json_agg(kept.count::bigint + coalesce(more.count::bigint, 0) ORDER BY kept.bucket)
          FROM json_array_elements_text(${latency}) WITH ORDINALITY kept(count, bucket)
          LEFT JOIN json_array_elements_text(excluded.latency) WITH ORDINALITY more(count, bucket) USING (bucket))`;

  /** The minutes of the range at which a step begins. */
  function begins(from: number, to: number, step: number): number[] {
    const all: number[] = [];
    for (let at = floorTo(from, step); at < to; at += step) all.push(at);
    return all;
  }

  return {
    async add(rows) {
      const all = spread(rows);
      if (all.length === 0) return;
      await db.write(async (tx) => {
        for (let start = 0; start < all.length; start += written)
          await tx
            .insert(deliveryStats)
            .values(all.slice(start, start + written))
            .onConflictDoUpdate({
              target: [minute, webhookId, host],
              set: { succeeded: added(succeeded, "succeeded"), failed: added(failed, "failed"), latency: addedLatency },
            });
      });
    },

    async series({ from, to, stepMinutes, ...query }) {
      const start = floorTo(minuteOf(from), stepMinutes);
      const end = Math.ceil(to.getTime() / minuteMs);
      const points: StatPoint[] = begins(start, end, stepMinutes).map((at) => ({
        ...noSums(),
        at: new Date(at * minuteMs),
      }));
      const level = coarsest(stepMinutes, start);
      const ofAll = query.webhookId === undefined && query.host === undefined;
      const rows = await db.read
        .select({ minute, succeeded, failed, latency })
        .from(deliveryStats)
        .where(
          and(
            inArray(minute, begins(start, end, level.minutes)),
            ofAll || query.webhookId !== undefined
              ? eq(webhookId, keyOf(level, query.webhookId ?? ""))
              : ofLevel(db, level),
            ofAll ? eq(host, "") : query.host !== undefined ? eq(host, query.host) : undefined,
          ),
        );
      for (const row of rows) {
        const point = points[Math.floor((row.minute - start) / stepMinutes)];
        if (point) addSums(point, row);
      }
      return points;
    },

    async top({ from, to, by, limit }) {
      const level = coarsest(minuteOf(from));
      const key = by === "host" ? host : webhookId;
      const failures = sql<number>`sum(${failed})`;
      const rows = await db.read
        .select({ key, succeeded: sql<number>`sum(${succeeded})`, failed: failures })
        .from(deliveryStats)
        .where(
          and(
            inArray(minute, begins(minuteOf(from), Math.ceil(to.getTime() / minuteMs), level.minutes)),
            ofLevel(db, level),
            sql`${webhookId} <> ${keyOf(level, "")}`,
          ),
        )
        .groupBy(key)
        .having(sql`sum(${failed}) > 0`)
        .orderBy(desc(failures), key)
        .limit(limit);
      return rows.map((row) => ({
        key: by === "host" ? row.key : row.key.slice(2),
        succeeded: Number(row.succeeded),
        failed: Number(row.failed),
      }));
    },

    async totals({ webhookIds, from, to }) {
      const sums = new Map<string, Sums>();
      if (webhookIds.length === 0) return sums;
      const hours = begins(minuteOf(from), Math.ceil(to.getTime() / minuteMs), hourly.minutes);
      const ids = webhookIds.map((id) => keyOf(hourly, id));
      const rows = await db.read
        .select({ webhookId, succeeded, failed, latency })
        .from(deliveryStats)
        .where(and(inArray(minute, hours), inArray(webhookId, ids)));
      for (const row of rows) {
        const id = row.webhookId.slice(2);
        const sum = sums.get(id) ?? noSums();
        addSums(sum, row);
        sums.set(id, sum);
      }
      return sums;
    },

    async lastFailures(webhookIds) {
      const { webhookName, queue, lastStatus: status, lastError: error } = deliveries;
      const found = await Promise.all(
        webhookIds.map((id) =>
          db.read
            .select({ webhookName, queue, status, error })
            .from(deliveries)
            .where(eq(deliveries.webhookId, id))
            .orderBy(desc(deliveries.id))
            .limit(lookedAt),
        ),
      );
      return found.flatMap((newest) => {
        const seen = new Set<string>();
        return newest.flatMap(({ queue, ...row }) => {
          if (row.error === null || seen.has(queue)) return [];
          seen.add(queue);
          return [{ ...queueParts(queue), ...row }];
        });
      });
    },
  };
}
