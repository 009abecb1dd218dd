"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { deliveriesJob, jobRate } from "@/lib/delivery/job";
import { countJob, startJob } from "@/lib/runtime/bulk-jobs";
import { compareRedelivery } from "@/lib/runtime/redeliver-current";

const list = "/admin/integration/deliveries";

/** How many deliveries the job would take, and what the others are doing; changes nothing. */
export const countBulk = action({ input: deliveriesJob, permission: "deliveries.write" }, (input, { stores }) =>
  countJob(stores, input),
);

/** Begins a job that the workers carry out. */
export const startBulk = action(
  { input: z.object({ job: deliveriesJob, perSecond: jobRate }), permission: "deliveries.write" },
  async ({ job, perSecond }, { actor, stores, runtime }) => {
    const started = await startJob(stores, actor, job, perSecond, runtime.clock.now());
    revalidatePath(list, "layout");
    return { id: started.job.id, total: started.job.total };
  },
);

/** Pauses, resumes or cancels a job. */
export const decideJob = action(
  {
    input: z.object({ id: z.string().max(100), event: z.enum(["pause", "resume", "cancel"]) }),
    permission: "deliveries.write",
  },
  async ({ id, event }, { actor, stores, runtime }) => {
    await stores.jobs.decide(actor, id, event, runtime.clock.now());
    revalidatePath(list, "layout");
  },
);

/** The request that was sent beside the one that would be sent now. */
export const compareWithNow = action(
  { input: z.object({ id: z.string().max(100) }), permission: "deliveries.write" },
  ({ id }, { stores, runtime }) => compareRedelivery(stores, id, runtime.clock.now()),
);
