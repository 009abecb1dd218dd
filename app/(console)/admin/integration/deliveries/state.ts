import type { Attempt, Delivery } from "@/lib/delivery/delivery";
import { askedWait, whyStop } from "@/lib/delivery/retry";
import { delayText } from "@/lib/delivery/retry-delays";
import { delaysOf, type RetryPolicy, retriedErrors, standardRetry } from "@/lib/delivery/retry-policy";

/** A sentence in two halves, with a moment between them that is drawn relative to now. */
export type StateSentence = { text: string; at?: Date; rest?: string };

type Told = Pick<Delivery, "status" | "attempts" | "kind" | "nextAttemptAt">;
type Last = Pick<Attempt, "number" | "kind" | "outcome" | "response" | "error" | "startedAt" | "durationMs">;

const overdueMs = 30_000;

/** `policy` is that of the webhook's version the delivery was made from. */
type Surroundings = {
  now: Date;
  cancelledBy?: string;
  /** When and by whom the webhook of a held delivery was disabled. */
  lastHold?: { at: Date; actorName: string };
  policy?: RetryPolicy;
};

/** Why the delivery is in the state it is in, and what happens next. `last` is its newest attempt. */
export function describeState(
  delivery: Told,
  last: Last | undefined,
  { now, cancelledBy, lastHold, policy = standardRetry }: Surroundings,
): StateSentence {
  switch (delivery.status) {
    case "pending":
      return describeWaiting(delivery, last, policy, now);
    case "sending":
      return { text: `Attempt ${delivery.attempts} is under way.` };
    case "succeeded":
      return { text: describeSuccess(delivery, last) };
    case "failed":
      return { text: describeFailure(delivery, last, policy) };
    case "cancelled":
      return { text: `Cancelled${cancelledBy ? ` by ${cancelledBy}` : ""}${tries(delivery.attempts)}.` };
    case "held":
      if (!lastHold) return { text: `Held${tries(delivery.attempts)}: nothing is sent until it is released.` };
      return {
        text: `Held${tries(delivery.attempts)}: the webhook was disabled`,
        at: lastHold.at,
        rest: ` by ${lastHold.actorName}. Nothing is sent until it is released.`,
      };
    case "superseded":
      return { text: `A newer delivery took its place${tries(delivery.attempts)}.` };
  }
}

function describeWaiting(
  { attempts, kind, nextAttemptAt: at }: Told,
  last: Last | undefined,
  policy: RetryPolicy,
  now: Date,
): StateSentence {
  const what =
    attempts === 0
      ? "Waiting to be sent"
      : kind === "manual"
        ? `Waiting to be sent again by hand (attempt ${attempts + 1})`
        : `Waiting for attempt ${attempts + 1}`;
  const why = attempts > 0 && kind === "scheduled" && last ? causeOf(last) + askedBy(last, policy) : undefined;
  if (!at) return { text: `${what}${why ? ` because ${why}` : ""}.` };
  if (now.getTime() - at.getTime() > overdueMs)
    return { text: `${what}, due`, at, rest: ". No worker has picked it up yet: check that one is running." };
  return { text: `${what}, due`, at, rest: why ? `, because ${why}.` : "." };
}

/** What the partner asked for, where that is why the wait is longer than the schedule's. */
function askedBy(last: Last, policy: RetryPolicy): string {
  const endedAt = new Date(last.startedAt.getTime() + last.durationMs);
  const asked = last.outcome === "failed" ? askedWait(policy, last.number, last, endedAt) : undefined;
  return asked === undefined ? "" : ` and asked to wait ${delayText(asked)} (Retry-After)`;
}

function describeSuccess({ attempts }: Told, last: Last | undefined): string {
  const which = attempts <= 1 ? "on the first attempt" : `on attempt ${attempts}`;
  return last?.response ? `Delivered ${which}: the partner answered ${last.response.status}.` : `Delivered ${which}.`;
}

function describeFailure({ attempts }: Told, last: Last | undefined, policy: RetryPolicy): string {
  const stopped = last?.outcome === "failed" ? whyStop(policy, last) : undefined;
  const why = last ? `: ${causeOf(last)}` : "";
  if (last?.kind === "manual") return `Failed on attempt ${attempts}, made by hand and so not repeated${why}.`;
  if (stopped) return `Failed on attempt ${attempts} and not tried again: ${stopped}.`;
  const mostWaits = delaysOf(policy).length;
  if (attempts === 1 && mostWaits === 0) return `Failed on the only attempt this webhook makes${why}.`;
  if (attempts > mostWaits) return `Failed: all ${attempts} attempts are used${why && `. Last${why}`}.`;
  return `Failed on attempt ${attempts} and not tried again${why}.`;
}

const tries = (attempts: number) =>
  attempts === 0 ? " before anything was sent" : ` after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;

const causes: Record<NonNullable<Attempt["error"]>["kind"], string> = {
  ...retriedErrors,
  status: "the partner did not answer with success",
  interrupted: "the worker stopped before a reply was recorded",
  credentials: "the stored credentials could not be used",
  unreadable: "what was stored can't be read any more",
  invalid_url: "the address is not a valid URL",
  proxy: "the proxy on our side could not be used",
};

/** Why an attempt did not succeed, as the end of a sentence. */
export function causeOf({ outcome, response, error }: Pick<Attempt, "outcome" | "response" | "error">): string {
  if (outcome === "interrupted") return causes.interrupted;
  if (response) return `the partner answered ${response.status}`;
  return error ? causes[error.kind] : "no reply was recorded";
}
