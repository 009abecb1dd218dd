import { causeOf } from "./cause";
import type { Attempt, Delivery } from "./delivery";
import type { Gate } from "./gate";
import { queueParts } from "./queue";
import { askedWait } from "./retry";
import { delayText } from "./retry-delays";
import { type RetryPolicy, standardRetry } from "./retry-policy";
import type { WebhookLimits } from "./store";

/** A sentence: text, moments drawn relative to now, and links to other deliveries. */
export type Part = string | { at: Date } | { deliveryId: string; label: string };
export type Sentence = readonly Part[];

export type LastAttempt = Pick<
  Attempt,
  "number" | "kind" | "outcome" | "response" | "error" | "startedAt" | "durationMs"
>;

/** Everything a delivery may wait for. What is not known is left out. */
export type WaitFacts = {
  now: Date;
  delivery: Pick<
    Delivery,
    "status" | "attempts" | "freeAttempts" | "kind" | "nextAttemptAt" | "queue" | "supersededBy"
  >;
  /** Its newest attempt. */
  last?: LastAttempt;
  /** Of the version it was made from. */
  policy?: RetryPolicy;
  /** The first unfinished one of its lane that comes before it. */
  ahead?: Pick<Delivery, "id" | "status" | "nextAttemptAt" | "attempts" | "kind">;
  gate?: Pick<Gate, "state" | "openedAt" | "probeAt" | "lastError">;
  limits?: WebhookLimits;
  /** Under way in all workers together, and how many a host gets at most. */
  sending?: { ofWebhook: number; ofHost: number; perHost: number };
  /** Why the workers don't work, as a sentence. */
  stuck?: string;
  /** When and by whom its webhook was disabled. */
  lastHold?: { at: Date; actorName: string };
};

/** `hint`: a few words for a list. `neutral`: a sentence for those who may not know the partner's network or our limits. */
export type Waiting = { hint: string; sentence: Sentence; neutral: string };

const overdueMs = 30_000;
/** Younger than this it is on its way, whatever the limits. */
const freshMs = 1_000;

/** Why a delivery that is pending or held does not go out now; undefined for one that does not wait. */
export function whyWaiting(facts: WaitFacts): Waiting | undefined {
  if (facts.delivery.status === "held") return whyHeld(facts);
  if (facts.delivery.status !== "pending") return undefined;
  const at = facts.delivery.nextAttemptAt;
  if (!at) return whyBehind(facts);
  if (at > facts.now) return whyLater(facts, at);
  return whyNotYet(facts, at);
}

/** How far it came, as the end of a clause. */
export const tries = (attempts: number): string =>
  attempts === 0 ? " before anything was sent" : ` after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;

function whyHeld({ delivery, lastHold }: WaitFacts): Waiting {
  const held = `Held${tries(delivery.attempts)}`;
  const rest = "othing is sent until it is released.";
  const sentence: Sentence = lastHold
    ? [`${held}: the webhook was disabled`, { at: lastHold.at }, ` by ${lastHold.actorName}. N${rest}`]
    : [`${held}: n${rest}`];
  return { hint: "Webhook disabled", sentence, neutral: "The webhook is disabled, so this is held back." };
}

function whyBehind({ now, ahead }: WaitFacts): Waiting {
  const hint = "Behind an earlier one";
  const neutral = "An earlier delivery of this webhook for this ticket goes first.";
  if (!ahead) return { hint, sentence: ["Waiting for its turn among the deliveries of its ticket."], neutral };
  const link = { deliveryId: ahead.id, label: "an earlier delivery of this ticket" };
  if (ahead.status === "sending") return { hint, sentence: ["Waiting for ", link, ", which is being sent."], neutral };
  if (!ahead.nextAttemptAt) return { hint, sentence: ["Waiting for ", link, ", which waits as well."], neutral };
  const which = ahead.attempts > 0 ? ", whose next attempt " : ", which ";
  const due = ahead.nextAttemptAt > now ? "is due" : "was due";
  return { hint, sentence: ["Waiting for ", link, which + due, { at: ahead.nextAttemptAt }, "."], neutral };
}

function nextAttempt({ attempts, kind }: WaitFacts["delivery"]): string {
  if (attempts === 0) return "Waiting to be sent";
  return kind === "manual"
    ? `Waiting to be sent again by hand (attempt ${attempts + 1})`
    : `Waiting for attempt ${attempts + 1}`;
}

function whyLater({ delivery, last, policy = standardRetry }: WaitFacts, at: Date): Waiting {
  const why =
    delivery.attempts > 0 && delivery.kind === "scheduled" && last
      ? `, because ${causeOf(last)}${askedBy(delivery, last, policy)}.`
      : ".";
  const sentence: Sentence = [`${nextAttempt(delivery)}, due`, { at }, why];
  return { hint: "Next retry", sentence, neutral: "It will be tried again." };
}

/** What the partner asked for, where that is why the wait is longer than the schedule's. */
function askedBy({ freeAttempts }: WaitFacts["delivery"], last: LastAttempt, policy: RetryPolicy): string {
  // The last attempt may itself be one of the free ones.
  const position = Math.max(1, last.number - Math.max(0, freeAttempts - 1));
  const asked = last.outcome === "failed" ? askedWait(policy, position, last) : undefined;
  return asked === undefined ? "" : ` and asked to wait ${delayText(asked)} (Retry-After)`;
}

/** It is due, and something other than its schedule keeps it. */
function whyNotYet(facts: WaitFacts, at: Date): Waiting {
  const { now, delivery, gate, limits, sending, stuck } = facts;
  const what = nextAttempt(delivery);
  const later = "It goes out as soon as there is a place for it.";
  if (gate) return whyOpen(gate, queueParts(delivery.queue).host);
  const late = now.getTime() - at.getTime();
  if (stuck && late > freshMs)
    return {
      hint: "No worker",
      sentence: [`${what}, due`, { at }, `. ${stuck}`],
      neutral: "It has not been picked up yet.",
    };
  const most = limits?.concurrency ?? null;
  if (most !== null && sending && sending.ofWebhook >= most) {
    const sentence = [
      `${what}: ${sending.ofWebhook} of this webhook are under way, and it may send ${most} at a time.`,
    ];
    return { hint: "At its limit", sentence, neutral: later };
  }
  if (sending && sending.ofHost >= sending.perHost) {
    const sentence = [
      `${what}: ${sending.ofHost} calls to its host are under way, the most that one host gets at a time.`,
    ];
    return { hint: "Host is busy", sentence, neutral: later };
  }
  const rate = limits?.perSecond ?? null;
  if (rate !== null && late > freshMs) {
    const sentence = [`${what}, due`, { at }, `: this webhook may send ${rate.toLocaleString("en")} a second.`];
    return { hint: "At its rate", sentence, neutral: later };
  }
  const overdue = ". No worker has picked it up yet: check that one is running.";
  const rest = late > overdueMs ? overdue : (whyLater(facts, at).sentence[2] ?? ".");
  return { hint: late > overdueMs ? "Not picked up" : "Due", sentence: [`${what}, due`, { at }, rest], neutral: later };
}

function whyOpen({ state, openedAt, probeAt, lastError }: NonNullable<WaitFacts["gate"]>, host: string): Waiting {
  const begin: Part[] = [`Waiting for ${host || "the partner"}: its breaker opened`, { at: openedAt }];
  const next: Part[] =
    state === "halfOpen"
      ? [`, because ${lastError}. A probe is under way.`]
      : [`, because ${lastError}. The next probe is due`, { at: probeAt }, "."];
  const neutral = "The partner system could not be reached. It goes out once the partner answers again.";
  return { hint: "Partner away", sentence: [...begin, ...next], neutral };
}

/** The id of what a person's firing went past: the head of its lane, waiting for a retry, while this one did not wait for it. */
export function passedBy({ delivery, ahead }: Pick<WaitFacts, "delivery" | "ahead">): string | undefined {
  const { status, nextAttemptAt } = delivery;
  const isBehind = status === "pending" && nextAttemptAt === null;
  const isSent =
    !isBehind && (status === "pending" || status === "sending" || status === "succeeded" || status === "failed");
  const isHeadWaiting = ahead?.status === "pending" && ahead.attempts > 0 && ahead.kind === "scheduled";
  return isSent && isHeadWaiting && ahead.nextAttemptAt !== null ? ahead.id : undefined;
}
