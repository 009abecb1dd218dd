import type Sqlite from "better-sqlite3";
import { isAppError } from "@/lib/core/errors";
import type { Attempt } from "@/lib/delivery/delivery";
import type { ClaimedDelivery, Settlement, SettleResult } from "@/lib/delivery/store";
import type { Hot } from "../database";
import {
  type ClaimedRow,
  changesTicket,
  type ExpiredRow,
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
import { writeChange } from "../stores/write-change";
import type { Writer } from "./connection";
import { statements } from "./hot-statements";
import { parseJson } from "./json";
import { tables } from "./tables";

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
const ms = (date: Date | null) => date?.getTime() ?? null;

/**
 * A claim is not flushed: should a power cut undo it, nobody has acted on anything that can't be done again. Outcomes are,
 * once per group and outside the event loop, before `settle` resolves.
 */
export function sqliteHot({ raw, tx, exclusive, flush }: Writer, reader: Sqlite.Database): Hot {
  const run = statements(raw, reader);
  const target = { dialect: "sqlite", tables } as const;

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

  /** Ends the delivery's turn; false when the lease is no longer ours. */
  function updateDelivery(settlement: Settlement): boolean {
    const { status, nextAttemptAt, lastStatus, lastError, finishedAt } = settledColumns(settlement);
    const { deliveryId, lease } = settlement;
    const free = settlement.isFree ? 1 : 0;
    const values = [status, ms(nextAttemptAt), lastStatus, lastError, ms(finishedAt), free, deliveryId, lease];
    return run.finish.run(...values).changes > 0;
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
  function settlePlain(settlement: Settlement, isTicket: (id: number) => boolean): SettleResult {
    if (!updateDelivery(settlement)) return keepLost(settlement);
    insertAttempt(settlement.attempt);
    if (settlement.change) insertHistory(settlement.change, isTicket);
    return "settled";
  }

  async function settleWithTicket(settlement: Settlement): Promise<SettleResult> {
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
    updateDelivery(settlement);
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
      exclusive(() => {
        const lease = newLease(now);
        const rows = takes.flatMap(({ queue, limit }) =>
          run.claim.all(lease, now.getTime() + leaseMs, queue, now.getTime(), limit),
        ) as (ClaimedRow & { request: string; cause: string })[];
        return oldestFirst(rows).flatMap((row): ClaimedDelivery[] => {
          const stored = `${row.request} ${row.cause}`;
          const parsed: ClaimedRow = row;
          parsed.request = parseJson(row.request);
          parsed.cause = parseJson(row.cause);
          const claimed = toClaimed(parsed, lease);
          if (claimed) return [claimed];
          const end = unreadable(parsed, lease, now, stored);
          insertAttempt(end.attempt);
          updateDelivery(end);
          run.replaceUnreadable.run(json(unreadableRequest), row.id);
          return [];
        });
      }, "unflushed"),

    async settle(settlements) {
      const results = await exclusive(async () => {
        const seen = new Map<number, boolean>();
        const isTicket = (id: number): boolean => {
          const known = seen.get(id) ?? run.hasTicket.get(id) !== undefined;
          seen.set(id, known);
          return known;
        };
        const made: SettleResult[] = [];
        for (const settlement of settlements)
          made.push(changesTicket(settlement) ? await settleWithTicket(settlement) : settlePlain(settlement, isTicket));
        return made;
      }, "unflushed");
      await flush();
      return results;
    },

    renew: (leases, until) =>
      exclusive(() => {
        for (const { id, lease } of leases) run.renew.run(until.getTime(), id, lease);
      }, "unflushed"),

    recover: async (now) => {
      // Read first: most of the time there is nothing to write.
      if (!run.hasExpired.get(now.getTime())) return 0;
      return exclusive(() => {
        const rows = run.expired.all(now.getTime()) as ExpiredRow[];
        for (const row of rows) {
          const attempt = interrupted(row, now);
          insertAttempt(attempt);
          const isOver = row.attempts >= mostInterruptions;
          run.finish.run(
            ...[isOver ? "failed" : "pending", isOver ? null : now.getTime()],
            ...[null, interruptedText, isOver ? now.getTime() : null, 0, row.id, row.lease],
          );
        }
        return rows.length;
      });
    },

    async nextLeaseEnd() {
      const { due } = run.nextLeaseEnd.get() as { due: number | null };
      return due === null ? null : new Date(due);
    },
  };
}
