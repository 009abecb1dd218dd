"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { may, type Principal } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { firingJob, jobRate } from "@/lib/delivery/job";
import { startRecovery } from "@/lib/runtime/bulk-jobs";
import { countRecovery } from "@/lib/runtime/recover";
import { listedTickets } from "./recovery-words";

function mustSeeTickets(actor: Principal) {
  if (!may(actor, "tickets.read") || !may(actor, "webhooks.read"))
    throw new AppError("forbidden", "Your role can’t see tickets and webhooks.");
}

/** One part of a dry run: how many tickets would be fired on, and the first ones with why or why not. */
export const countTickets = action(
  {
    input: z.object({ job: firingJob, after: z.number().int().min(0) }),
    permission: "deliveries.write",
  },
  ({ job, after }, { actor, stores, runtime }) => {
    mustSeeTickets(actor);
    return countRecovery(stores, job, { after, listed: listedTickets }, runtime.clock.now());
  },
);

/** Begins a job that fires the webhook anew; `total` is what the dry run found, for the progress bar. */
export const startFiring = action(
  {
    input: z.object({ job: firingJob, total: z.number().int().min(1), perSecond: jobRate }),
    permission: "deliveries.write",
  },
  async ({ job, total, perSecond }, { actor, stores, runtime }) => {
    mustSeeTickets(actor);
    const started = await startRecovery(stores, actor, { input: job, total, perSecond }, runtime.clock.now());
    revalidatePath("/admin/integration/deliveries", "layout");
    return { id: started.id };
  },
);
