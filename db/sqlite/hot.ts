import type Sqlite from "better-sqlite3";
import { isAppError } from "@/lib/core/errors";
import type { Attempt } from "@/lib/delivery/delivery";
import type { ClaimedDelivery, Settlement, SettleResult } from "@/lib/delivery/store";
import type { Hot } from "../database";
import {
  type ClaimedRow,
  changesTicket,
  type ExpiredRow,
  endedBy,
  interrupted,
  interruptedText,
  isOutdated,
  mostInterruptions,
  newLease,
  oldestFirst,
  settledColumns,
  toClaimed,
  unreadable,
  unreadableRequest,
} from "../hot-rows";
import type { Lane } from "../stores/lanes";
import { writeChange } from "../stores/write-change";
import type { Writer } from "./connection";
import { claimTake } from "./hot-claim";
import { type EndedInLane, sqliteLanes } from "./hot-lanes";
import { statements } from "./hot-statements";
import { parseJson } from "./json";
import { tables } from "./tables";

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
const ms = (date: Date | null) => date?.getTime() ?? null;

/** What the settlements of one group share: which tickets there are, and what has ended. */
type Group = { isTicket: (id: number) => boolean; ended: EndedInLane[] };

/**
 * A claim is not flushed: should a power cut undo it, nobody has acted on anything that can't be done again. Outcomes are,
 * once per group and outside the event loop, before `settle` resolves.
 */
export function sqliteHot({ raw, tx, exclusive }: Writer, reader: Sqlite.Database): Hot {
  const run = statements(raw, reader);
  const target = { dialect: "sqlite", tables } as const;
  const lanes = sqliteLanes(run, target, tx);

  function insertAttempt(attempt: Attempt): void {
    const { id, deliveryId, number, kind, startedAt, durationMs, outcome, sentHeaders, response, error } = attempt;
    run.insertAttempt.run(
      ...[id, deliveryId, number, kind, startedAt.getTime(), durationMs, outcome, JSON.stringify(sentHeaders)],
      ...[
        json(response),
        json(error),
        json(attempt.timing),
        attempt.remoteAddress,
        ms(attempt.certificateExpiresAt),
        JSON.stringify(attempt.notes),
      ],
    );
  }

  /** Ends the delivery's turn; undefined when the lease is no longer ours. */
  function updateDelivery(settlement: Settlement): EndedInLane | undefined {
    const { status, nextAttemptAt, lastStatus, lastError, finishedAt } = settledColumns(settlement);
    const { deliveryId, lease } = settlement;
    const free = settlement.isFree ? 1 : 0;
    const values = [status, ms(nextAttemptAt), lastStatus, lastError, ms(finishedAt), free, deliveryId, lease];
    const lane = run.finish.get(...values) as Lane | undefined;
    return lane && { ...endedBy(settlement), ...lane };
  }

  function insertHistory(change: NonNullable<Settlement["change"]>, isTicket: (id: number) => boolean): void {
    if (!isTicket(change.ticketId)) return;
    for (const { kind, origin, actorId, actorName, summary, changes, cause } of change.history) {
      const about = [kind, origin, actorId, actorName, summary, JSON.stringify(changes), json(cause)];
      run.insertHistory.run(change.ticketId, change.at.getTime(), ...about);
    }
  }

  /** The attempt of a lease that ran out. One already there was recorded by a commit whose answer got lost. */
  function keepLost({ deliveryId, attempt }: Settlement): SettleResult {
    if (run.hasAttempt.get(attempt.id)) return "settled";
    run.removeInterrupted.run(deliveryId, attempt.number);
    if (run.leaseOf.get(deliveryId)) insertAttempt(attempt);
    return "lost";
  }

  /** An outcome that leaves the ticket's fields alone; nothing to wait for. */
  function settlePlain(settlement: Settlement, group: Group): SettleResult {
    const ended = updateDelivery(settlement);
    if (!ended) return keepLost(settlement);
    group.ended.push(ended);
    insertAttempt(settlement.attempt);
    if (settlement.change) insertHistory(settlement.change, group.isTicket);
    return "settled";
  }

  async function settleWithTicket(settlement: Settlement, group: Group): Promise<SettleResult> {
    const { deliveryId, lease, change } = settlement;
    const row = run.leaseOf.get(deliveryId) as { status: string; lease: string | null } | undefined;
    if (row?.status !== "sending" || row.lease !== lease) return keepLost(settlement);
    try {
      if (change) await writeChange(target, tx, change);
    } catch (error) {
      if (isOutdated(error)) return "conflict";
      // The ticket was deleted meanwhile: the outcome still counts.
      if (!isAppError(error) || error.code !== "not_found") throw error;
    }
    const ended = updateDelivery(settlement);
    if (ended) group.ended.push(ended);
    insertAttempt(settlement.attempt);
    return "settled";
  }

  return {
    async heads() {
      const rows = run.heads.all() as { queue: string; due: number }[];
      const counts = run.sending.all() as { queue: string; number: number }[];
      const sending = new Map(counts.map(({ queue, number }) => [queue, number]));
      return rows.map(({ queue, due }) => ({ queue, dueAt: new Date(due), sending: sending.get(queue) ?? 0 }));
    },

    claim: ({ now, leaseMs, takes }) =>
      exclusive(async () => {
        const lease = newLease(now);
        const rows = takes.flatMap((take) => claimTake(run, take, lease, now, leaseMs));
        const claimed: ClaimedDelivery[] = [];
        const ended: EndedInLane[] = [];
        for (const row of oldestFirst(rows)) {
          const { request, cause, isProbe } = row;
          const parsed: ClaimedRow = row;
          parsed.request = parseJson(request);
          parsed.cause = parseJson(cause);
          const readable = toClaimed(parsed, lease, isProbe);
          if (readable) {
            claimed.push(readable);
            continue;
          }
          const end = unreadable(parsed, lease, now, `${request} ${cause}`);
          insertAttempt(end.attempt);
          ended.push(...[updateDelivery(end)].filter((one) => one !== undefined));
          run.replaceUnreadable.run(json(unreadableRequest), row.id);
        }
        if (ended.length > 0) await lanes.advance(ended);
        return claimed;
      }, "unflushed"),

    settle: (settlements) =>
      exclusive(async () => {
        const seen = new Map<number, boolean>();
        const isTicket = (id: number): boolean => {
          const known = seen.get(id) ?? run.hasTicket.get(id) !== undefined;
          seen.set(id, known);
          return known;
        };
        const group: Group = { isTicket, ended: [] };
        const made: SettleResult[] = [];
        for (const one of settlements)
          made.push(changesTicket(one) ? await settleWithTicket(one, group) : settlePlain(one, group));
        await lanes.advance(group.ended);
        return made;
      }),

    renew: (leases, until) =>
      exclusive(() => {
        for (const { id, lease } of leases) run.renew.run(until.getTime(), id, lease);
      }, "unflushed"),

    recover: async (now) => {
      // Read first: most of the time there is nothing to write.
      const halted = lanes.look(now);
      if (halted.length === 0 && !run.hasExpired.get(now.getTime())) return 0;
      return exclusive(async () => {
        const rows = run.expired.all(now.getTime()) as ExpiredRow[];
        for (const row of rows) {
          const attempt = interrupted(row, now);
          insertAttempt(attempt);
          const isOver = row.attempts >= mostInterruptions;
          run.finish.get(
            ...[isOver ? "failed" : "pending", isOver ? null : now.getTime()],
            ...[null, interruptedText, isOver ? now.getTime() : null, 0, row.id, row.lease],
          );
        }
        await lanes.advance(rows.map((row) => ({ ...row, isBack: row.attempts < mostInterruptions, at: now })));
        await lanes.restart(halted, now);
        return rows.length;
      });
    },

    async nextLeaseEnd() {
      const { due } = run.nextLeaseEnd.get() as { due: number | null };
      return due === null ? null : new Date(due);
    },
  };
}
