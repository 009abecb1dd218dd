import { z } from "zod";
import type { Actor } from "@/lib/core/actor";
import { plainText } from "@/lib/core/text";
import { conditionGroup } from "@/lib/rules/condition";
import { bulkOperations, deliveryFilter } from "./bulk";
import { type DeliveryStatus, deliveryStatuses, isFinal, statusesBefore } from "./delivery";

export const jobStatuses = ["running", "paused", "done", "cancelled", "failed"] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** Rates a person chooses from; null is as fast as possible. */
export const jobRates = [null, 1, 5, 20, 100] as const;
export const jobRate = z.number().int().min(1).max(1_000).nullable();

/** `current`: redeliver what the webhook would send now instead of the same bytes. */
export const renderings = ["same", "current"] as const;

/** Which deliveries, as the filters of the log say it, and what to do with them. */
export const deliveriesJob = z.strictObject({
  kind: z.enum(bulkOperations),
  render: z.enum(renderings).default("same"),
  filter: deliveryFilter,
});
export type DeliveriesJob = z.output<typeof deliveriesJob>;

export const recoveries = ["both", "failed", "missing"] as const;
/** Fires a webhook anew on tickets that match, where its last delivery since a moment failed, or where there is none. */
export const firingJob = z.strictObject({
  kind: z.literal("fire"),
  webhookId: plainText.min(1, "Choose a webhook").max(100),
  conditions: conditionGroup,
  since: z.iso.datetime("Choose a date and time"),
  which: z.enum(recoveries).default("both"),
});
export type FiringJob = z.output<typeof firingJob>;

export const jobInput = z.discriminatedUnion("kind", [deliveriesJob, firingJob]);
export type JobInput = z.output<typeof jobInput>;

/** A bulk operation that goes on in the workers, whoever closes which page, until done, paused or cancelled. */
export type Job = {
  id: string;
  status: JobStatus;
  input: JobInput;
  total: number;
  done: number;
  /** Passed over because the operation was not allowed any more. Known when the job has ended. */
  skipped: number;
  failed: number;
  perSecond: number | null;
  /** Why it stopped and what failed, for people; one line each. */
  message: string | null;
  actorId: string;
  actorName: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** The statuses a job takes. Firing anew is for what has ended: what still waits has its own attempt before it. */
export const wantedBy = ({ kind, render }: Pick<DeliveriesJob, "kind" | "render">): DeliveryStatus[] =>
  kind === "redeliver" && render === "current" ? deliveryStatuses.filter(isFinal) : statusesBefore({ type: kind });

export type JobEvent = "pause" | "resume" | "cancel";

/** The status after a person's decision; undefined where it can't be made. */
export function nextJobStatus(status: JobStatus, event: JobEvent): JobStatus | undefined {
  switch (event) {
    case "pause":
      return status === "running" ? "paused" : undefined;
    case "resume":
      return status === "paused" || status === "failed" ? "running" : undefined;
    case "cancel":
      return status === "running" || status === "paused" ? "cancelled" : undefined;
  }
}

export const isEnded = (status: JobStatus): boolean => status !== "running" && status !== "paused";

/** Whoever started it, as what it does is told and recorded. */
export function actorOf({ actorId: id, actorName: name }: Pick<Job, "actorId" | "actorName">): Actor {
  const personId = /^person:(\d+)$/.exec(id)?.[1];
  if (personId !== undefined) return { kind: "person", id, name, personId: Number(personId) };
  return { kind: id.startsWith("key_") ? "apiKey" : "system", id, name, personId: null };
}

/** Seconds until the rest is through at the chosen rate; null when it goes as fast as possible. */
export const secondsLeft = ({ total, done, skipped, failed, perSecond }: Job): number | null =>
  perSecond === null ? null : Math.ceil(Math.max(0, total - done - skipped - failed) / perSecond);

const mostLines = 20;

/** The lines kept with a job, one more added; after twenty only the count of the failed goes on. */
export function withLine(message: string | null, line: string): string {
  const lines = message?.split("\n") ?? [];
  return lines.length >= mostLines
    ? lines.join("\n")
    : [...lines, line.replaceAll(/\s+/g, " ").slice(0, 500)].join("\n");
}
