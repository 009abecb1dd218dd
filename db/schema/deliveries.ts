import { sql } from "drizzle-orm";
import type { Timing } from "@/lib/core/transport";
import type { Attempt, AttemptKind, AttemptOutcome, DeliveryStatus, StoredRequest } from "@/lib/delivery/delivery";
import type { Cause } from "@/lib/desk/history";
import type { Columns } from "../sqlite/columns";

export const defineDeliveries = (c: Columns) => {
  const deliveries = c.table(
    "deliveries",
    {
      id: c.id(),
      webhookId: c.text().notNull(),
      webhookName: c.text().notNull(),
      webhookVersion: c.integer().notNull(),
      ticketId: c.integer().notNull(),
      ticketDisplayId: c.text().notNull(),
      ticketVersion: c.integer().notNull(),
      status: c.text().$type<DeliveryStatus>().notNull(),
      request: c.json<StoredRequest>().notNull(),
      parameters: c.json<Record<string, string>>().notNull(),
      cause: c.json<Cause>().notNull(),
      actorId: c.text().notNull(),
      actorName: c.text().notNull(),
      createdAt: c.timestamp().notNull(),
      nextAttemptAt: c.timestamp(),
      attempts: c.integer().notNull(),
      kind: c.text().$type<AttemptKind>().notNull(),
      lease: c.text(),
      leaseUntil: c.timestamp(),
      lastStatus: c.integer(),
      lastError: c.text(),
      finishedAt: c.timestamp(),
      /** The webhook and the host it calls: what is capped, paced and cut off together (`queueOf`). */
      queue: c.text().notNull().default(""),
      /** Attempts that cost none of the schedule's. */
      freeAttempts: c.integer().notNull().default(0),
      supersededBy: c.text(),
    },
    (t) => [
      // Null due times wait behind their lane's head.
      c
        .index("deliveries_queue")
        .on(t.queue, t.nextAttemptAt)
        .where(sql`status = 'pending' AND next_attempt_at IS NOT NULL`),
      c.index("deliveries_sending").on(t.leaseUntil, t.queue).where(sql`status = 'sending'`),
      c
        .index("deliveries_lane")
        .on(t.ticketId, t.webhookId, t.ticketVersion, t.id)
        .where(sql`status IN ('pending', 'sending')`),
      c.index("deliveries_status").on(t.status, t.id),
      c.index("deliveries_ticket").on(t.ticketId, t.id),
      c.index("deliveries_webhook").on(t.webhookId, t.id),
    ],
  );
  return {
    deliveries,
    attempts: c.table(
      "attempts",
      {
        id: c.id(),
        deliveryId: c
          .text()
          .notNull()
          .references(() => deliveries.id, { onDelete: "cascade" }),
        number: c.integer().notNull(),
        kind: c.text().$type<AttemptKind>().notNull(),
        startedAt: c.timestamp().notNull(),
        durationMs: c.integer().notNull(),
        outcome: c.text().$type<AttemptOutcome>().notNull(),
        sentHeaders: c.json<Record<string, string>>().notNull(),
        response: c.json<NonNullable<Attempt["response"]>>(),
        error: c.json<NonNullable<Attempt["error"]>>(),
        timing: c.json<Timing>(),
        remoteAddress: c.text(),
        certificateExpiresAt: c.timestamp(),
        notes: c.json<string[]>().notNull(),
      },
      (t) => [c.index("attempts_delivery").on(t.deliveryId, t.number)],
    ),
  };
};
