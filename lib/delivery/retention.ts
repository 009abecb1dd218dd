import { z } from "zod";

/** What is kept for a while and then removed, in the order it is swept. The audit log is kept. */
export const retentionClasses = {
  bodies: "Bodies of deliveries that succeeded",
  succeeded: "Deliveries that succeeded, were cancelled or superseded",
  failed: "Deliveries that failed",
  events: "Events the rules have seen",
  calls: "Calls of web methods",
  runs: "Runs of callback functions",
  notices: "Notices and mails",
  stats: "Numbers for the charts",
  jobs: "Bulk operations that ended",
} as const;
export type RetentionClass = keyof typeof retentionClasses;
export const allRetentionClasses = Object.keys(retentionClasses) as RetentionClass[];

/** Whole days; null keeps it for good. */
const days = z
  .number({ error: "Give a number of days, or leave it empty to keep everything" })
  .int("Give whole days")
  .min(1, "At least 1 day")
  .max(3_650, "At most 3,650 days; leave it empty to keep everything")
  .nullable();

/**
 * Charts of more than a day are drawn from the hours and days that are counted beside the minutes; nothing reads older minutes,
 * so that they go by themselves, whatever the settings say.
 */
export const minutesKeptDays = 7;
export type SweptClass = RetentionClass | "minutes";

export const retentionDefaults: Record<RetentionClass, number> = {
  bodies: 30,
  succeeded: 90,
  failed: 180,
  events: 30,
  calls: 30,
  runs: 90,
  notices: 90,
  stats: 400,
  jobs: 90,
};

/** The settings under `retentionKey`; what is not said is the default. */
export const retention = z.object({
  bodies: days.default(retentionDefaults.bodies),
  succeeded: days.default(retentionDefaults.succeeded),
  failed: days.default(retentionDefaults.failed),
  events: days.default(retentionDefaults.events),
  calls: days.default(retentionDefaults.calls),
  runs: days.default(retentionDefaults.runs),
  notices: days.default(retentionDefaults.notices),
  stats: days.default(retentionDefaults.stats),
  jobs: days.default(retentionDefaults.jobs),
});
export type Retention = z.output<typeof retention>;
export const retentionKey = "retention";

/** What is stored, or the defaults where nothing is. Throws when it can't be read: nothing is removed on a guess. */
export const readRetention = (stored: unknown): Retention => retention.parse(stored ?? {});

export const bodyRemovedText =
  "Its body was removed by retention, so the same bytes can't be sent again. Render it again.";

export interface RetentionStore {
  /**
   * Removes the oldest of a class that are from before a moment, at most `limit` rows and in one transaction. Returns how
   * many it went over; fewer than `limit`: that was all for now.
   */
  sweep(kind: SweptClass, before: Date, limit: number): Promise<number>;
}
