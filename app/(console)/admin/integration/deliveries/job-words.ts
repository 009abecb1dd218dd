import { deliveryStates } from "@/components/exchange/delivery-states";
import type { Meaning } from "@/components/ui/status";
import type { BulkCount } from "@/lib/delivery/bulk";
import { type DeliveryStatus, deliveryStatuses } from "@/lib/delivery/delivery";
import { type Job, type JobInput, type JobStatus, secondsLeft } from "@/lib/delivery/job";
import { delayText } from "@/lib/delivery/retry-delays";

const number = (value: number) => value.toLocaleString("en");
export const deliveriesText = (count: number): string => (count === 1 ? "1 delivery" : `${number(count)} deliveries`);

type Kind = JobInput["kind"];

/** How each operation is called, what it does to a delivery, and what was done to it. */
export const jobWords: Record<Kind, { verb: string; done: string; effect: string }> = {
  redeliver: {
    verb: "Redeliver",
    done: "redelivered",
    effect: "Each is sent once more, oldest first.",
  },
  cancel: {
    verb: "Cancel",
    done: "cancelled",
    effect: "No further attempt is made. You can redeliver them later.",
  },
  release: {
    verb: "Release",
    done: "released",
    effect: "Each is sent, oldest first, even where its webhook is still disabled.",
  },
  fire: { verb: "Recover", done: "fired", effect: "The webhook is fired anew on each ticket." },
};

export const jobStates: Record<JobStatus, { label: string; meaning: Meaning }> = {
  running: { label: "Running", meaning: "info" },
  paused: { label: "Paused", meaning: "warning" },
  done: { label: "Done", meaning: "success" },
  cancelled: { label: "Cancelled", meaning: "faint" },
  failed: { label: "Stopped", meaning: "danger" },
};

/** "Redeliver 320 deliveries as things are now"; names of webhooks by id. */
export function jobTitle({ input, total }: Job, names: Readonly<Record<string, string>>): string {
  if (input.kind === "fire") {
    const webhook = `“${names[input.webhookId] ?? "a deleted webhook"}”`;
    return `Fire ${webhook} again on ${number(total)} ${total === 1 ? "ticket" : "tickets"}`;
  }
  const how = input.kind === "redeliver" && input.render === "current" ? " as things are now" : "";
  return `${jobWords[input.kind].verb} ${deliveriesText(total)}${how}`;
}

const momentText = (iso: string) => `${new Date(iso).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** Which ones, in words: "Status Failed, Webhook Order sync". */
export function filterWords(input: JobInput, names: Readonly<Record<string, string>>): string {
  if (input.kind === "fire") return `Tickets by conditions, since ${momentText(input.since)}`;
  const { status, webhookId, ticketId, q, ids, from, to, code } = input.filter;
  const parts = [
    ids && `${number(ids.length)} chosen`,
    status && `Status ${deliveryStates[status].label}`,
    webhookId !== undefined && `Webhook ${names[webhookId] ?? "deleted"}`,
    ticketId !== undefined && `Ticket ${ticketId}`,
    q && `containing “${q}”`,
    code !== undefined && `Code ${code}`,
    from && `from ${momentText(from)}`,
    to && `before ${momentText(to)}`,
  ].filter((part) => typeof part === "string" && part !== "");
  return parts.length > 0 ? parts.join(", ") : "All deliveries";
}

const rests: Record<DeliveryStatus, [one: string, more: string]> = {
  pending: ["is waiting", "are waiting"],
  sending: ["is being sent", "are being sent"],
  succeeded: ["has succeeded", "have succeeded"],
  failed: ["has failed", "have failed"],
  cancelled: ["is cancelled", "are cancelled"],
  held: ["is held", "are held"],
  superseded: ["was replaced", "were replaced"],
};

/** "342 match: 320 can be redelivered, 22 are being sent." */
export function countWords(kind: Exclude<Kind, "fire">, { matched, allowed, refused }: BulkCount): string {
  const matches = matched === 1 ? "1 matches" : `${number(matched)} match`;
  const others = deliveryStatuses.flatMap((status) => {
    const count = refused[status] ?? 0;
    return count > 0 ? [`${number(count)} ${rests[status][count === 1 ? 0 : 1]}`] : [];
  });
  if (others.length === 0 && matched > 0)
    return `${matches}: ${matched === 1 ? "it" : "all"} can be ${jobWords[kind].done}.`;
  const can = allowed === 0 ? `none can be ${jobWords[kind].done}` : `${number(allowed)} can be ${jobWords[kind].done}`;
  return `${matches}: ${[can, ...others].join(", ")}.`;
}

export const rateText = (perSecond: number | null): string =>
  perSecond === null ? "As fast as possible" : `${number(perSecond)} a second`;

/** "about 5 min 20 s" for so many at a rate; undefined when it goes as fast as possible. */
export const durationText = (count: number, perSecond: number | null): string | undefined =>
  perSecond === null || count === 0 ? undefined : `about ${delayText(Math.ceil(count / perSecond))}`;

/** How far it is beyond the bar's numbers: what happens next, or what came of it. */
export function progressText(job: Job): string {
  const { status, input, done, skipped, failed, total, perSecond } = job;
  const what = [
    `${number(done)} ${jobWords[input.kind].done}`,
    failed > 0 && `${number(failed)} failed`,
    skipped > 0 && `${number(skipped)} had changed and ${skipped === 1 ? "was" : "were"} left alone`,
  ].filter((part) => part !== false);
  const left = total - done - skipped - failed;
  if (status === "running") {
    const seconds = secondsLeft(job);
    const speed = perSecond === null ? "as fast as possible" : `${rateText(perSecond)}`;
    return seconds === null || seconds === 0 ? `${speed}` : `${speed}, about ${delayText(seconds)} left`;
  }
  if (status !== "done" && left > 0) what.push(`${number(left)} not taken`);
  return `${what.join(", ")}.`;
}
