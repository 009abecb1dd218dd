import { deliveryStates } from "@/components/exchange/delivery-states";
import { formatMs, statusText } from "@/components/exchange/format";
import { neutralFailure } from "@/lib/core/transport";
import type { Attempt, Delivery, DeliveryStatus } from "@/lib/delivery/delivery";
import { isRetryNote } from "@/lib/delivery/retry";
import { passedBy, type WaitFacts, whyWaiting } from "@/lib/delivery/why-waiting";
import type { FieldChange, HistoryEntry } from "@/lib/desk/history";
import { openProposals } from "@/lib/desk/history-state";

/** What a technician may know of a delivery while it runs and after. */
export type DeliveryProgress = {
  deliveryId: string;
  webhookId: string;
  webhookName: string;
  status: DeliveryStatus;
  createdAt: Date;
  nextAttemptAt: Date | null;
  attempts: number;
  /** The last attempt that has ended. */
  last: { number: number; startedAt: Date; durationMs: number | null; replyStatus: number | null } | null;
  /** Why the last attempt failed, in words this reader may see. */
  failure: string | null;
  filled: FieldChange[];
  /** One sentence of what the end of the delivery brought: what it changed, said, and left as people edited it. */
  story: string | null;
  /** Ids of the history entries that ask someone to decide about values of the reply. */
  proposals: number[];
  notes: string[];
  /** Why it has not gone out, in words for everyone; or that it went past an earlier one. */
  waiting: string | null;
};

/**
 * Summed up from a delivery, its attempts and the ticket's history. Causes that map the network are for those who may
 * see deliveries; everyone else reads the status the partner answered, or the neutral text.
 */
export function progressOf(
  delivery: Delivery,
  attempts: readonly Attempt[],
  history: readonly HistoryEntry[],
  maySeeCauses: boolean,
  facts?: WaitFacts,
): DeliveryProgress {
  const last = attempts.at(-1);
  const replyStatus = last?.response?.status ?? null;
  const neutral = replyStatus === null ? neutralFailure : `The partner answered ${replyStatus}.`;
  // How long nobody answered tells a refusal from a time-out, and so maps the network as well.
  const durationMs = maySeeCauses || replyStatus !== null ? (last?.durationMs ?? null) : null;
  // Why it is tried again may name the cause of the failure.
  const notes = (last?.notes ?? []).filter((note) => !tellsConflict.test(note) && (maySeeCauses || !isRetryNote(note)));
  const own = history.filter((entry) => entry.cause?.deliveryId === delivery.id);
  const ending = delivery.status === "pending" || delivery.status === "sending" ? undefined : endOf(own);
  const error = last?.outcome === "succeeded" ? null : last?.error;
  return {
    deliveryId: delivery.id,
    webhookId: delivery.webhookId,
    webhookName: delivery.webhookName,
    status: delivery.status,
    createdAt: delivery.createdAt,
    nextAttemptAt: delivery.nextAttemptAt,
    attempts: delivery.attempts,
    last: last ? { number: last.number, startedAt: last.startedAt, durationMs, replyStatus } : null,
    failure: error ? (maySeeCauses ? error.message : neutral) : null,
    filled: ending?.changes ?? [],
    story: ending ? storyOf(ending) : null,
    proposals: openProposals(own).map(({ id }) => id),
    notes: notes.length > 0 && !maySeeCauses ? [neutralNote] : notes,
    waiting: facts ? waitingText(facts) : null,
  };
}

/** What waits only for its next attempt says so itself. */
function waitingText(facts: WaitFacts): string | null {
  const { now, delivery } = facts;
  if (passedBy(facts)) return "It went past an earlier delivery of this webhook, which waits for its next attempt.";
  const at = delivery.nextAttemptAt;
  const isOnItsWay = at !== null && at.getTime() > now.getTime() - pickedUpMs;
  return isOnItsWay ? null : (whyWaiting(facts)?.neutral ?? null);
}

/** What was due a moment ago is about to go out. */
const pickedUpMs = 2_000;

/** How the latest attempts ended: a delivery that is sent again ends again. */
const endOf = (own: readonly HistoryEntry[]) =>
  own.filter(({ kind }) => kind === "webhook.succeeded" || kind === "webhook.failed").sort((a, b) => b.id - a.id)[0];

/** The part of the history's sentence that the steps don't show (describeWriteBack). */
function storyOf({ kind, summary }: HistoryEntry): string | null {
  if (kind === "webhook.failed") return /Its failure actions .+$/s.exec(summary)?.[0] ?? null;
  const brought = / succeeded \(\d+\) and (.+)$/s.exec(summary)?.[1];
  return brought ? `${brought.charAt(0).toUpperCase()}${brought.slice(1)}.` : null;
}

/** Edits kept or waiting for a decision (noteConflicts) are no defect of the reply: the story tells them. */
const tellsConflict = / after the firing; /;

const neutralNote = "Part of the reply could not be used. An administrator can see why in Deliveries.";

export type ProgressStep = {
  name: "queued" | "sent" | "answered" | "updated";
  label: string;
  state: "done" | "active" | "failed" | "todo";
};

/** Due now or about to be: the worker has it, or will within moments. */
const isDue = ({ status, nextAttemptAt }: DeliveryProgress, now: Date) =>
  status === "sending" ||
  (status === "pending" && nextAttemptAt !== null && nextAttemptAt.getTime() <= now.getTime() + 1500);

/** Whether the next news can be any moment. */
export const isUnderWay = (progress: DeliveryProgress, now: Date): boolean => isDue(progress, now);

/** Queued, sent, answered, fields updated: where the delivery stands (spec §4.10). */
export function progressSteps(progress: DeliveryProgress, now: Date): ProgressStep[] {
  const { status, last, filled, proposals, attempts } = progress;
  const queued: ProgressStep = { name: "queued", label: "Queued", state: "done" };
  const due = isDue(progress, now);
  if (due || !last) {
    const again =
      attempts > 1 || (last && status === "pending") ? `, attempt ${last ? last.number + 1 : attempts}` : "";
    const isSending = status === "sending";
    const stopped = status === "held" || status === "cancelled" || status === "superseded" || status === "failed";
    return [
      stopped
        ? { ...queued, label: stoppedLabels[status] ?? "Queued", state: status === "held" ? "active" : "failed" }
        : { ...queued, state: isSending ? "done" : "active" },
      { name: "sent", label: `${isSending ? "Sending" : "Sent"}${again}`, state: isSending ? "active" : "todo" },
      { name: "answered", label: "Answered", state: "todo" },
      { name: "updated", label: "Fields updated", state: "todo" },
    ];
  }
  const sent: ProgressStep = {
    name: "sent",
    label: `${last.replyStatus === null ? "Tried" : "Sent"}${last.number > 1 ? `, attempt ${last.number}` : ""}`,
    state: "done",
  };
  const took = last.durationMs === null ? "" : ` in ${formatMs(last.durationMs)}`;
  if (status === "succeeded")
    return [
      queued,
      sent,
      { name: "answered", label: `Answered ${statusText(last.replyStatus ?? 200)}${took}`, state: "done" },
      {
        name: "updated",
        label: broughtLabel(filled.length, proposals.length > 0),
        state: filled.length === 0 && proposals.length > 0 ? "todo" : "done",
      },
    ];
  return [
    queued,
    sent,
    {
      name: "answered",
      label: last.replyStatus === null ? `No answer${took}` : `Answered ${statusText(last.replyStatus)}${took}`,
      state: "failed",
    },
    filled.length > 0
      ? { name: "updated", label: `${updated(filled.length)} by its failure actions`, state: "done" }
      : { name: "updated", label: "No field updated", state: "todo" },
  ];
}

const updated = (count: number) => `${count} ${count === 1 ? "field" : "fields"} updated`;

function broughtLabel(filled: number, isAsked: boolean): string {
  if (filled === 0) return isAsked ? "Waits for a decision" : "No field to update";
  return isAsked ? `${updated(filled)}, more waits for a decision` : updated(filled);
}

const stoppedLabels: Partial<Record<DeliveryStatus, string>> = {
  held: "Held back",
  cancelled: "Cancelled before it was sent",
  superseded: "Replaced by a newer delivery",
  failed: "Failed before it was sent",
};

/** One or two words for a menu or a list: how the last delivery of a webhook ended, or how it stands. */
export function resultWord({ status, attempts }: Pick<Delivery, "status" | "attempts">): string {
  return status === "pending" && attempts > 0 ? "Failed, will retry" : deliveryStates[status].label;
}
