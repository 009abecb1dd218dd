import { sql } from "drizzle-orm";
import type { Gate, OutageReason } from "@/lib/delivery/gate";
import type { Columns } from "../sqlite/columns";

/** What keeps deliveries of a queue from going out: circuit breakers, rate limits, and the outages people are told of. */
export const defineGates = (c: Columns) => ({
  /** Circuit breakers that have opened; no row: closed. */
  gates: c.table("gates", {
    queue: c.id(),
    webhookId: c.text().notNull(),
    host: c.text().notNull(),
    state: c.text().$type<Gate["state"]>().notNull(),
    openedAt: c.timestamp().notNull(),
    /** When the next probe may go out; moved on by whoever takes it. */
    probeAt: c.timestamp().notNull(),
    /** Probes that failed in a row. */
    probes: c.integer().notNull(),
    lastError: c.text().notNull(),
    updatedAt: c.timestamp().notNull(),
  }),
  /** Token buckets as one number (GCRA): when the bucket of a webhook is full again, in microseconds since 1970. */
  rates: c.table("rates", { webhookId: c.id(), fullAt: c.integer().notNull() }),
  outages: c.table(
    "outages",
    {
      id: c.id(),
      queue: c.text().notNull(),
      webhookId: c.text().notNull(),
      webhookName: c.text().notNull(),
      host: c.text().notNull(),
      reason: c.text().$type<OutageReason>().notNull(),
      startedAt: c.timestamp().notNull(),
      endedAt: c.timestamp(),
      lastError: c.text().notNull(),
    },
    (t) => [
      // One at a time.
      c.uniqueIndex("outages_open").on(t.queue).where(sql`ended_at IS NULL`),
      c.index("outages_webhook").on(t.webhookId, t.startedAt),
    ],
  ),
});
