import { sql } from "drizzle-orm";
import type { Database, Queries } from "../database";
import { type Ended, firstPlace, haltedLanes, type LaneRow, lanesPerRound, roundEveryMs } from "../hot-rows";
import { supersedeOvertaken } from "../stores/insert-deliveries";
import { arrangeLanes, type Lane } from "../stores/lanes";
import type { PostgresDriver } from "./driver";
import { list, type Run } from "./hot-batches";

/** What becomes of lanes when deliveries of them end; inside a transaction that has locked their tickets. */
export function postgresLanes(driver: PostgresDriver, target: Pick<Database, "tables" | "dialect">) {
  let place = firstPlace;
  let lookedAt = Number.NEGATIVE_INFINITY;

  return {
    /** The next of each lane is due. One that comes back to pending waits when an earlier one of its lane does. */
    async advance(run: Run, tx: Queries, ended: readonly Ended[]): Promise<void> {
      if (ended.length === 0) return;
      const back = ended.filter(({ isBack }) => isBack);
      const at = new Date(Math.max(...ended.map((one) => one.at.getTime())));
      if (back.length > 0)
        await supersedeOvertaken(
          target,
          tx,
          back.map(({ id }) => id),
          at,
        );
      await run(sql`
        WITH ended AS MATERIALIZED (
          SELECT d.id, d.ticket_id, d.webhook_id, d.status, e.at
          FROM unnest(${list(ended.map(({ id }) => id))}::text[],
            ${list(ended.map((one) => one.at.toISOString()))}::timestamptz[]) AS e (id, at) JOIN deliveries d ON d.id = e.id
        ), heads AS MATERIALIZED (
          SELECT DISTINCT ON (head.id) head.id, ended.ticket_id, ended.webhook_id, ended.at FROM ended CROSS JOIN LATERAL (
            SELECT id, status, next_attempt_at FROM deliveries n
            WHERE n.ticket_id = ended.ticket_id AND n.webhook_id = ended.webhook_id AND n.status IN ('pending', 'sending')
            ORDER BY n.ticket_version, n.id LIMIT 1
          ) head WHERE head.status = 'pending' AND head.next_attempt_at IS NULL ORDER BY head.id, ended.at
        ), changed AS (
          SELECT id, at AS due FROM heads
          UNION ALL
          SELECT ended.id, NULL FROM ended JOIN heads USING (ticket_id, webhook_id) WHERE ended.status = 'pending'
        )
        UPDATE deliveries d SET next_attempt_at = changed.due FROM changed WHERE d.id = changed.id`);
    },

    /** Now and then, a part of the lanes: those that look as if they had come to a halt. */
    async look(now: Date): Promise<Lane[]> {
      if (Math.abs(now.getTime() - lookedAt) < roundEveryMs) return [];
      lookedAt = now.getTime();
      const rows = await driver.query<LaneRow>(
        `SELECT ticket_id AS "ticketId", webhook_id AS "webhookId",
          status = 'pending' AND next_attempt_at IS NULL AS "isWaiting"
        FROM deliveries WHERE status IN ('pending', 'sending') AND (ticket_id, webhook_id) > ($1::bigint, $2)
        ORDER BY ticket_id, webhook_id, ticket_version, id LIMIT $3`,
        [place.ticketId, place.webhookId, lanesPerRound],
      );
      const { halted, next } = haltedLanes(rows.map((row) => ({ ...row, ticketId: Number(row.ticketId) })));
      place = next;
      return halted;
    },

    restart: (tx: Queries, lanes: readonly Lane[], now: Date) => arrangeLanes(target, tx, lanes, now),
  };
}
