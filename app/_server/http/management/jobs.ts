import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { type Job, type JobEvent, jobStatuses, secondsLeft } from "@/lib/delivery/job";
import type { Stores } from "@/lib/runtime/stores";
import { type Endpoint, endpoint } from "./endpoint";
import { number } from "./list-query";
import { inPages, inReply, moment, names } from "./schemas";

const int = z.number().int();

const jobReply = inReply(
  "Job",
  z.object({
    id: z.string(),
    status: z.enum(jobStatuses),
    input: names("What is done with which deliveries, as it was asked for"),
    total: int.meta({ description: "How many it takes" }),
    done: int,
    skipped: int.meta({ description: "Had changed meanwhile and were left alone; known at the end" }),
    failed: int.meta({ description: "Could not be taken; `message` says why" }),
    perSecond: int.nullable(),
    secondsLeft: int.nullable().meta({ description: "At its rate; null when it goes as fast as possible" }),
    message: z.string().nullable().meta({ description: "Why it stopped and what failed, one line each" }),
    actorId: z.string(),
    actorName: z.string(),
    createdAt: moment,
    startedAt: moment.nullable(),
    finishedAt: moment.nullable(),
  }),
);
const show = (job: Job): z.input<typeof jobReply> => ({ ...job, secondsLeft: secondsLeft(job) });

async function find({ jobs }: Stores, id = "") {
  const job = await jobs.get(id);
  if (!job) throw new AppError("not_found", `There is no job ${id}.`);
  return job;
}

const summaries: Record<JobEvent, string> = {
  pause: "Pause a job that runs",
  resume: "Go on with a job that is paused or has failed",
  cancel: "End a job before its end; what it did stays done",
};

const decision = (event: JobEvent): Endpoint =>
  endpoint({
    method: "post",
    path: `/jobs/{id}/${event}`,
    permission: "deliveries.write",
    operationId: `${event}Job`,
    summary: summaries[event],
    reply: jobReply,
    run: async ({ stores, principal, now, params }) => {
      const { id } = await find(stores, params.id);
      return show(await stores.jobs.decide(principal, id, event, now));
    },
  });

export const jobEndpoints: Endpoint[] = [
  endpoint({
    method: "get",
    path: "/jobs",
    permission: "deliveries.read",
    operationId: "listJobs",
    summary: "List bulk jobs: those that go on first, then newest first",
    query: z.object({
      page: number(1, 1_000_000).default(1).meta({ description: "Counted from 1" }),
      pageSize: number(1, 100).default(25),
    }),
    reply: inPages(jobReply),
    run: async ({ stores, query }) => {
      const { items, total } = await stores.jobs.list(query);
      return { items: items.map(show), total };
    },
  }),
  endpoint({
    method: "get",
    path: "/jobs/{id}",
    permission: "deliveries.read",
    operationId: "getJob",
    summary: "Read a bulk job: how far it is, and what failed",
    reply: jobReply,
    run: async ({ stores, params }) => show(await find(stores, params.id)),
  }),
  decision("pause"),
  decision("resume"),
  decision("cancel"),
];
