import { z } from "zod";
import { plainText } from "@/lib/core/text";
import { bulkOperations } from "./bulk";
import { deliveryStatuses } from "./delivery";

export const jobStatuses = ["running", "paused", "done", "cancelled", "failed"] as const;

/** Which deliveries, as the filters of the log say it, and what to do with them. */
export const deliveriesJob = z.object({
  kind: z.enum(bulkOperations),
  /** `current`: redeliver what the webhook would send now instead of the same bytes. */
  render: z.enum(["same", "current"]).default("same"),
  filter: z.object({
    status: z.enum(deliveryStatuses).optional(),
    webhookId: z.string().optional(),
    ticketId: z.number().int().optional(),
    q: plainText.max(200).optional(),
    ids: z.array(z.string()).max(5_000).optional(),
  }),
});

export type DeliveriesJob = z.output<typeof deliveriesJob>;

/** A bulk operation that goes on in the workers, whoever closes which page, until done, paused or cancelled. */
export type Job = {
  id: string;
  status: (typeof jobStatuses)[number];
  input: DeliveriesJob;
  total: number;
  done: number;
  /** Passed over because the operation was not allowed any more. */
  skipped: number;
  failed: number;
  perSecond: number | null;
  /** Why it stopped, for people. */
  message: string | null;
  actorId: string;
  actorName: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};
