import type { Database, Queries } from "../database";
import { type Ended, firstPlace, haltedLanes, type LaneRow, lanesPerRound, roundEveryMs } from "../hot-rows";
import { supersedeOvertaken } from "../stores/insert-deliveries";
import { arrangeLanes, type Lane } from "../stores/lanes";
import type { Statements } from "./hot-statements";

type Head = { id: string; status: string; due: number | null };
export type EndedInLane = Ended & Lane;

/** What becomes of lanes when deliveries of them end; all inside the writer's transaction. */
export function sqliteLanes(run: Statements, target: Pick<Database, "tables" | "dialect">, tx: Queries) {
  let place = firstPlace;
  let lookedAt = Number.NEGATIVE_INFINITY;

  return {
    /** The next of each lane is due. One that comes back to pending waits when an earlier one of its lane does. */
    async advance(ended: readonly EndedInLane[]): Promise<void> {
      const overtaken = ended.filter(
        ({ id, ticketId, webhookId, isBack }) => isBack && run.hasOthers.get(ticketId, webhookId, id),
      );
      for (const { id, at } of overtaken) await supersedeOvertaken(target, tx, [id], at);
      for (const { id, ticketId, webhookId, isBack, at } of ended) {
        const head = run.laneHead.get(ticketId, webhookId) as Head | undefined;
        if (head?.status !== "pending" || head.due !== null) continue;
        run.setDue.run(at.getTime(), head.id);
        if (isBack) run.setDue.run(null, id);
      }
    },

    /** Now and then, a part of the lanes: those that look as if they had come to a halt. */
    look(now: Date): Lane[] {
      if (Math.abs(now.getTime() - lookedAt) < roundEveryMs) return [];
      lookedAt = now.getTime();
      const rows = run.laneRows.all(place.ticketId, place.webhookId, lanesPerRound) as LaneRow[];
      const { halted, next } = haltedLanes(rows);
      place = next;
      return halted;
    },

    restart: (lanes: readonly Lane[], now: Date) => arrangeLanes(target, tx, lanes, now),
  };
}
