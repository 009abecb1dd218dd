import { z } from "zod";
import { may, type Principal } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { type FiringJob, recoveries } from "@/lib/delivery/job";
import { anyTicket, conditionGroup } from "@/lib/rules/condition";
import { startRecovery } from "@/lib/runtime/bulk-jobs";
import { countRecovery, type RecoveryCount } from "@/lib/runtime/recover";
import type { Stores } from "@/lib/runtime/stores";
import { jobFields } from "./bulk-deliveries";
import { type Endpoint, endpoint, withStatus } from "./endpoint";
import { inBody, inReply } from "./schemas";

/** Tickets a dry run names. */
const listed = 100;
const count = z.number().int();

const recovery = inBody(
  "Recovery",
  z.object({
    webhookId: z.string().min(1).max(100),
    conditions: conditionGroup
      .default(anyTicket)
      .meta({ description: "Which tickets, as in a trigger; all unless given" }),
    since: z.iso.datetime({ offset: true }).meta({ description: "Deliveries from before this moment do not count" }),
    which: z.enum(recoveries).default("both").meta({
      description: "failed: tickets whose last delivery failed; missing: those without a delivery since then; or both",
    }),
    ...jobFields,
  }),
);

const begun = inReply(
  "RecoveryStarted",
  z.object({
    jobId: z.string().nullable().meta({ description: "See GET /jobs/{id}; null for a dry run" }),
    matched: count.meta({ description: "Tickets of the webhook’s type the conditions hold for" }),
    included: count.meta({ description: "Those of them the webhook is fired anew on" }),
    tickets: z
      .array(z.object({ id: count, displayId: z.string(), title: z.string(), isIn: z.boolean(), why: z.string() }))
      .meta({ description: `The first ${listed} that matched, and why they are in or not` }),
  }),
);

type Counted = Pick<RecoveryCount, "matched" | "included" | "tickets">;

/** Looks at every ticket, part by part, until the caller hangs up. */
async function countAll(stores: Stores, input: FiringJob, now: Date, signal: AbortSignal): Promise<Counted> {
  const all: Counted = { matched: 0, included: 0, tickets: [] };
  for (let after: number | null = 0; after !== null && !signal.aborted; ) {
    const part: RecoveryCount = await countRecovery(stores, input, { after, listed: listed - all.tickets.length }, now);
    all.matched += part.matched;
    all.included += part.included;
    all.tickets.push(...part.tickets);
    after = part.next;
  }
  if (signal.aborted) throw new AppError("unexpected", "The caller hung up before all tickets were looked at.");
  return all;
}

function mustSeeTickets(principal: Principal) {
  if (!may(principal, "tickets.read") || !may(principal, "webhooks.read"))
    throw new AppError("forbidden", "The key’s role can’t see tickets and webhooks, which this is about.");
}

export const recoveryEndpoints: Endpoint[] = [
  endpoint({
    method: "post",
    path: "/deliveries/recover",
    permission: "deliveries.write",
    operationId: "recoverDeliveries",
    summary: "Fire a webhook anew on tickets whose delivery failed or was never made, as a job",
    description:
      "Looks at every ticket of the webhook’s type first, then answers 202 with the job, which the workers carry out, oldest ticket first. A dry run answers 200. The key also needs to see tickets and webhooks.",
    body: recovery,
    reply: begun,
    status: 202,
    run: async ({ stores, principal, now, signal, body: { perSecond, dryRun, since, ...chosen } }) => {
      mustSeeTickets(principal);
      const input: FiringJob = { kind: "fire", ...chosen, since: new Date(since).toISOString() };
      const counted = await countAll(stores, input, now, signal);
      if (dryRun) return withStatus(200, { jobId: null, ...counted });
      const { id } = await startRecovery(stores, principal, { input, total: counted.included, perSecond }, now);
      return withStatus(202, { jobId: id, ...counted });
    },
  }),
];
