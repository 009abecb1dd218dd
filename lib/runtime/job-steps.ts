import { isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import { bulkStep } from "@/lib/delivery/bulk";
import type { NewDelivery } from "@/lib/delivery/delivery";
import { actorOf, type DeliveriesJob, type FiringJob, wantedBy } from "@/lib/delivery/job";
import type { ClaimedJob, JobHold, JobItem } from "@/lib/delivery/job-store";
import type { Change } from "@/lib/desk/change";
import { judgeTicket, planRecovery, positionOf, ticketIdAt } from "./recover";
import { planAgain } from "./redeliver-current";
import type { Stores } from "./stores";

export type StepContext = {
  stores: Stores;
  /** The lease, extended from now on. */
  hold(): JobHold;
  stepSize: number;
  /** Waits until so many more are due at the job's rate; false when the worker is stopping. */
  mayGoOn(count: number): Promise<boolean>;
};

type StepResult = "more" | "end" | "lost";
/** What is to be done with one item: a change, nothing, or an AppError thrown. */
type Decide = () => Promise<Change<NewDelivery> | undefined>;

const tries = 30;

/** The next step of a job, to be called again until it says `end` or `lost`. Throws what the database throws. */
export function stepOf(context: StepContext, claimed: ClaimedJob): () => Promise<StepResult> {
  const place = { ...claimed };
  const { input } = claimed.job;
  if (input.kind === "fire") return () => recoverStep(context, place, input);
  if (input.kind === "redeliver" && input.render === "current") return () => renderStep(context, place, input);
  return () => moveStep(context);
}

async function moveStep({ stores, hold, stepSize, mayGoOn }: StepContext): Promise<StepResult> {
  if (!(await mayGoOn(stepSize))) return "more";
  const result = await stores.jobs.move(hold(), stepSize);
  if (result === "lost") return "lost";
  return result.taken === 0 ? "end" : "more";
}

async function renderStep(context: StepContext, place: ClaimedJob, input: DeliveriesJob): Promise<StepResult> {
  const { stores, hold, mayGoOn } = context;
  const ids = await stores.jobs.upcoming(place, bulkStep);
  for (const id of ids) {
    if (!(await mayGoOn(1))) return "more";
    const found = await stores.deliveries.get(id);
    const name = found?.delivery.ticketDisplayId ?? id;
    const result = await recordItem(context, id, name, async () => {
      const current = await stores.deliveries.get(id);
      if (!current || !wantedBy(input).includes(current.delivery.status)) return undefined;
      return planAgain(stores, actorOf(place.job), current.delivery, hold().now, newId("dlv"));
    });
    if (result === "lost") return "lost";
    place.position = id;
  }
  return ids.length === 0 ? "end" : "more";
}

async function recoverStep(context: StepContext, place: ClaimedJob, input: FiringJob): Promise<StepResult> {
  const { stores, hold, mayGoOn } = context;
  const webhook = await stores.webhooks.get(input.webhookId);
  if (!webhook) return giveUp(context, "The webhook no longer exists.");
  const after = ticketIdAt(place.position);
  const last = ticketIdAt(place.upTo);
  const all = await stores.tickets.graphs({ typeId: webhook.ticketTypeId, after, limit: bulkStep });
  const graphs = all.filter(({ ticket }) => ticket.id <= last);
  for (const graph of graphs) {
    const { id, displayId } = graph.ticket;
    const position = positionOf(id);
    if ((await judgeTicket(stores, webhook, graph, input, hold().now))?.isIn) {
      if (!(await mayGoOn(1))) return "more";
      const decide = () => planRecovery(stores, actorOf(place.job), input, id, hold().now);
      if ((await recordItem(context, position, displayId, decide)) === "lost") return "lost";
    } else if (id === graphs.at(-1)?.ticket.id) {
      if ((await stores.jobs.record(hold(), { position, outcome: "passed" })) === "lost") return "lost";
    }
    place.position = position;
  }
  return graphs.length === 0 ? "end" : "more";
}

async function giveUp({ stores, hold }: StepContext, message: string): Promise<StepResult> {
  await stores.jobs.finish(hold(), { status: "failed", message });
  return "lost";
}

/** Decides about one item and writes it, deciding again when its ticket moved on; what is refused counts as failed. */
async function recordItem({ stores, hold }: StepContext, position: string, name: string, decide: Decide) {
  for (let attempt = 1; ; attempt++) {
    const result = await stores.jobs.record(hold(), await itemOf(position, name, decide)).catch((error) => {
      if (!isAppError(error)) throw error;
      const reason = `${name}: ${error.message}`;
      return stores.jobs.record(hold(), { position, outcome: "failed", reason });
    });
    if (result !== "conflict") return result;
    if (attempt < tries) continue;
    const reason = `${name}: the ticket kept changing meanwhile.`;
    return stores.jobs.record(hold(), { position, outcome: "failed", reason });
  }
}

async function itemOf(position: string, name: string, decide: Decide): Promise<JobItem> {
  try {
    const change = await decide();
    return change ? { position, outcome: "done", change } : { position, outcome: "passed" };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { position, outcome: "failed", reason: `${name}: ${error.message}` };
  }
}
