import type { Actor } from "@/lib/core/actor";
import type { BulkCount } from "@/lib/delivery/bulk";
import { type DeliveriesJob, type FiringJob, type Job, wantedBy } from "@/lib/delivery/job";
import { findWebhook } from "./fire";
import { positionOf } from "./recover";
import type { Stores } from "./stores";

/** What a job would take; changes nothing. */
export const countJob = ({ deliveries }: Pick<Stores, "deliveries">, input: DeliveriesJob): Promise<BulkCount> =>
  deliveries.countForBulk(wantedBy(input), input.filter);

/** Counts and begins a job, which the workers carry out; with nothing to take it is done at once. */
export async function startJob(
  stores: Pick<Stores, "deliveries" | "jobs">,
  actor: Actor,
  input: DeliveriesJob,
  perSecond: number | null,
  now: Date,
): Promise<{ job: Job; count: BulkCount }> {
  const count = await countJob(stores, input);
  const job = await stores.jobs.create(actor, { input, total: count.allowed, upTo: count.upTo, perSecond, at: now });
  return { job, count };
}

/** Begins to fire a webhook anew; `total` is what a dry run found. Tickets made later are left alone. */
export async function startRecovery(
  stores: Stores,
  actor: Actor,
  { input, total, perSecond }: { input: FiringJob; total: number; perSecond: number | null },
  now: Date,
): Promise<Job> {
  const { ticketTypeId } = await findWebhook(stores, input.webhookId);
  const [newest] = await stores.tickets.graphs({ typeId: ticketTypeId, limit: 1 });
  const upTo = newest ? positionOf(newest.ticket.id) : null;
  return stores.jobs.create(actor, { input, total, upTo, perSecond, at: now });
}
