import type { Job } from "@/lib/delivery/job";
import type { Columns } from "../sqlite/columns";

/** What runs the instance: bulk jobs, saved views, numbers for charts, and who works. */
export const defineOperations = (c: Columns) => ({
  jobs: c.table(
    "jobs",
    {
      id: c.id(),
      status: c.text().$type<Job["status"]>().notNull(),
      input: c.json<Job["input"]>().notNull(),
      total: c.integer().notNull(),
      done: c.integer().notNull().default(0),
      skipped: c.integer().notNull().default(0),
      failed: c.integer().notNull().default(0),
      /** Id of the last item taken. */
      position: c.text(),
      /** Newest item the job may take, so that what comes later is left alone. */
      upTo: c.text(),
      perSecond: c.integer(),
      message: c.text(),
      actorId: c.text().notNull(),
      actorName: c.text().notNull(),
      createdAt: c.timestamp().notNull(),
      startedAt: c.timestamp(),
      finishedAt: c.timestamp(),
      lease: c.text(),
      leaseUntil: c.timestamp(),
    },
    (t) => [c.index("jobs_status").on(t.status, t.leaseUntil), c.index("jobs_created").on(t.createdAt)],
  ),
  /** A list page with its filters under a name; `personId` null: everyone's. */
  savedViews: c.table(
    "saved_views",
    {
      id: c.id(),
      page: c.text().notNull(),
      name: c.text().notNull(),
      query: c.text().notNull(),
      personId: c.integer(),
      createdAt: c.timestamp().notNull(),
    },
    (t) => [c.index("saved_views_page").on(t.page, t.name)],
  ),
  /** Attempts by minute (whole minutes since 1970), webhook and host. */
  deliveryStats: c.table(
    "delivery_stats",
    {
      minute: c.integer().notNull(),
      webhookId: c.text().notNull(),
      host: c.text().notNull(),
      succeeded: c.integer().notNull(),
      failed: c.integer().notNull(),
      /** How many attempts took how long: counts by bucket of `latencyBounds`. */
      latency: c.json<number[]>().notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.minute, t.webhookId, t.host] })],
  ),
  /** Processes that deliver, and when each last went round. */
  workers: c.table("workers", {
    id: c.id(),
    machine: c.text().notNull(),
    pid: c.integer().notNull(),
    startedAt: c.timestamp().notNull(),
    beatAt: c.timestamp().notNull(),
    /** Numbers it tells of itself, by name of the metric. */
    gauges: c.json<Record<string, number>>().notNull(),
  }),
});
