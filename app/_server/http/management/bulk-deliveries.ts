import { z } from "zod";
import type { Principal } from "@/lib/access/permissions";
import { type BulkOperation, type bulkOperations, type DeliveryFilter, releaseChoices } from "@/lib/delivery/bulk";
import { deliveryStatuses } from "@/lib/delivery/delivery";
import { type DeliveriesJob, jobRate, renderings } from "@/lib/delivery/job";
import { releaseHeld } from "@/lib/runtime/bulk-deliveries";
import { countJob, startJob } from "@/lib/runtime/bulk-jobs";
import type { Stores } from "@/lib/runtime/stores";
import { type Endpoint, endpoint, withStatus } from "./endpoint";
import { textFilter } from "./list-query";
import { inBody, inReply } from "./schemas";
import { findTicket } from "./tickets";

const count = z.number().int();

const filter = z
  .strictObject({
    status: z.enum(deliveryStatuses).optional(),
    webhookId: textFilter,
    ticketId: textFilter.meta({ description: "Ticket id or display id" }),
    q: textFilter.meta({ description: "Text to search for" }),
    from: z.iso.datetime({ offset: true }).optional().meta({ description: "Created from this moment on" }),
    to: z.iso.datetime({ offset: true }).optional().meta({ description: "Created before this moment" }),
    code: z.number().int().min(100).max(999).optional().meta({ description: "Status of the last reply" }),
    ids: z.array(z.string().min(1).max(100)).min(1).max(5_000).optional().meta({ description: "These deliveries" }),
  })
  .refine(
    (given) => Object.values(given).some((value) => value !== undefined && value !== ""),
    "Name at least one of status, webhookId, ticketId, q, from, to, code and ids",
  );

/** What every job takes besides what it is about. */
export const jobFields = {
  perSecond: jobRate.default(null).meta({ description: "Deliveries a second; null is as fast as possible" }),
  dryRun: z.boolean().default(false).meta({ description: "Only count: nothing is changed, and there is no job" }),
};
const startedFields = {
  jobId: z.string().nullable().meta({ description: "See GET /jobs/{id}; null for a dry run" }),
  matched: count.meta({ description: "Deliveries the filter found" }),
  allowed: count.meta({ description: "Those of them the job takes" }),
};

const bulkJob = inBody("BulkJob", z.object({ filter, ...jobFields }));
const bulkRedelivery = inBody(
  "BulkRedelivery",
  z.object({
    filter,
    render: z.enum(renderings).default("same").meta({
      description:
        "same: the same bytes once more; current: each that has ended is fired anew, from the ticket and webhook as they are now",
    }),
    ...jobFields,
  }),
);
const started = inReply("BulkJobStarted", z.object(startedFields));

const release = inBody(
  "Release",
  z
    .object({
      webhookId: z.string().min(1).max(100).optional(),
      ticketId: textFilter.meta({ description: "Only those of this ticket: id or display id" }),
      which: z.enum(releaseChoices).optional().meta({
        description:
          "all: every held delivery is sent; latest: only the latest of each ticket, older ones are superseded; drop: none, they are cancelled",
      }),
      filter: filter.optional().meta({ description: "Instead of a webhook: releases what it finds, as a job" }),
      ...jobFields,
    })
    .superRefine((given, context) => {
      if (given.filter) {
        for (const name of ["webhookId", "ticketId", "which"] as const)
          if (given[name] !== undefined)
            context.addIssue({ code: "custom", path: [name], message: "Not with a filter" });
        return;
      }
      const message = "Give webhookId and which, or a filter";
      for (const name of ["webhookId", "which"] as const)
        if (given[name] === undefined) context.addIssue({ code: "custom", path: [name], message });
    }),
);
const released = inReply(
  "Released",
  z.union([
    z.object({
      released: count,
      superseded: count,
      cancelled: count,
      remaining: count.meta({ description: "Still held; call again for the rest" }),
    }),
    z.object(startedFields),
  ]),
);

/** The integer id of a ticket named by id or display id. */
const ticketIdOf = async (stores: Stores, name: string | undefined) =>
  name === undefined ? undefined : (await findTicket(stores, name)).ticket.id;

type Asked = { filter: z.output<typeof filter>; perSecond: number | null; dryRun: boolean };
type Caller = { stores: Stores; principal: Principal; now: Date };

async function start({ stores, principal, now }: Caller, job: Pick<DeliveriesJob, "kind" | "render">, asked: Asked) {
  const narrowed: DeliveryFilter = { ...asked.filter, ticketId: await ticketIdOf(stores, asked.filter.ticketId) };
  const input = { ...job, filter: narrowed };
  if (asked.dryRun) {
    const { matched, allowed } = await countJob(stores, input);
    return withStatus(200, { jobId: null, matched, allowed });
  }
  const { job: made, count: counted } = await startJob(stores, principal, input, asked.perSecond, now);
  return withStatus(202, { jobId: made.id, matched: counted.matched, allowed: counted.allowed });
}

const summaries: Record<BulkOperation, string> = {
  redeliver: "Try all deliveries a filter finds once more, as a job",
  cancel: "Cancel all deliveries a filter finds that still wait, as a job",
  release: "Decide what becomes of held deliveries: of a webhook at once, or of a filter as a job",
};
const described = "Answers 202 with the job at once; the workers carry it out, oldest first. A dry run answers 200.";
const common = (kind: (typeof bulkOperations)[number]) => ({
  method: "post" as const,
  path: `/deliveries/${kind}`,
  permission: "deliveries.write" as const,
  summary: summaries[kind],
});

export const bulkDeliveryEndpoints: Endpoint[] = [
  endpoint({
    ...common("redeliver"),
    operationId: "redeliverMatching",
    description: described,
    body: bulkRedelivery,
    reply: started,
    status: 202,
    run: ({ body: { render, ...asked }, ...caller }) => start(caller, { kind: "redeliver", render }, asked),
  }),
  endpoint({
    ...common("cancel"),
    operationId: "cancelMatching",
    description: described,
    body: bulkJob,
    reply: started,
    status: 202,
    run: ({ body, ...caller }) => start(caller, { kind: "cancel", render: "same" }, body),
  }),
  endpoint({
    ...common("release"),
    operationId: "releaseDeliveries",
    description: `With webhookId and which it decides at once and answers 200. With a filter: ${described.charAt(0).toLowerCase()}${described.slice(1)}`,
    body: release,
    reply: released,
    run: async ({ body, ...caller }) => {
      const { stores, principal, now } = caller;
      const { webhookId, ticketId, which } = body;
      if (body.filter) return start(caller, { kind: "release", render: "same" }, { ...body, filter: body.filter });
      const scope = { webhookId: webhookId ?? "", ticketId: await ticketIdOf(stores, ticketId) };
      return releaseHeld(stores, principal, scope, which ?? "all", now);
    },
  }),
];
