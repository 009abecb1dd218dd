import type { Attempt, Delivery } from "@/lib/delivery/delivery";
import { standardSchedule } from "@/lib/delivery/retry";

/** A sentence in two halves, with a moment between them that is drawn relative to now. */
export type StateSentence = { text: string; at?: Date; rest?: string };

type Told = Pick<Delivery, "status" | "attempts" | "kind" | "nextAttemptAt">;
type Last = Pick<Attempt, "number" | "kind" | "outcome" | "response" | "error" | "durationMs">;

const overdueMs = 30_000;

/** Why the delivery is in the state it is in, and what happens next. `last` is its newest attempt. */
export function describeState(
  delivery: Told,
  last: Last | undefined,
  { now, cancelledBy }: { now: Date; cancelledBy?: string },
): StateSentence {
  switch (delivery.status) {
    case "pending":
      return describeWaiting(delivery, last, now);
    case "sending":
      return { text: `Attempt ${delivery.attempts} is under way.` };
    case "succeeded":
      return { text: describeSuccess(delivery, last) };
    case "failed":
      return { text: describeFailure(delivery, last) };
    case "cancelled":
      return { text: `Cancelled${cancelledBy ? ` by ${cancelledBy}` : ""}${tries(delivery.attempts)}.` };
    case "held":
      return { text: `Held${tries(delivery.attempts)}: nothing is sent until it is released.` };
    case "superseded":
      return { text: `A newer delivery took its place${tries(delivery.attempts)}.` };
  }
}

function describeWaiting(
  { attempts, kind, nextAttemptAt: at }: Told,
  last: Last | undefined,
  now: Date,
): StateSentence {
  const what =
    attempts === 0
      ? "Waiting to be sent"
      : kind === "manual"
        ? `Waiting to be sent again by hand (attempt ${attempts + 1})`
        : `Waiting for attempt ${attempts + 1}`;
  const why = attempts > 0 && kind === "scheduled" && last ? causeOf(last) : undefined;
  if (!at) return { text: `${what}${why ? ` because ${why}` : ""}.` };
  if (now.getTime() - at.getTime() > overdueMs)
    return { text: `${what}, due`, at, rest: ". No worker has picked it up yet: check that one is running." };
  return { text: `${what}, due`, at, rest: why ? `, because ${why}.` : "." };
}

function describeSuccess({ attempts }: Told, last: Last | undefined): string {
  const which = attempts <= 1 ? "on the first attempt" : `on attempt ${attempts}`;
  return last?.response ? `Delivered ${which}: the partner answered ${last.response.status}.` : `Delivered ${which}.`;
}

function describeFailure({ attempts }: Told, last: Last | undefined): string {
  const why = last ? `: ${causeOf(last)}` : "";
  if (last?.kind === "manual") return `Failed on attempt ${attempts}, made by hand and so not repeated${why}.`;
  if (attempts > standardSchedule.length) return `Failed: all ${attempts} attempts are used${why && `. Last${why}`}.`;
  return `Failed on attempt ${attempts} and not tried again${why}.`;
}

const tries = (attempts: number) =>
  attempts === 0 ? " before anything was sent" : ` after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;

const causes: Record<NonNullable<Attempt["error"]>["kind"], string> = {
  status: "the partner did not answer with success",
  interrupted: "the worker stopped before a reply was recorded",
  credentials: "the stored credentials could not be used",
  unreadable: "what was stored can't be read any more",
  invalid_url: "the address is not a valid URL",
  blocked: "calls to that address are not allowed",
  dns: "the host name was not found",
  refused: "the partner refused the connection",
  reset: "the partner broke off the connection",
  tls: "no secure connection could be made",
  timeout: "the partner did not answer in time",
  too_large: "the reply was too large",
  protocol: "the reply could not be understood",
};

/** Why an attempt did not succeed, as the end of a sentence. */
export function causeOf({ outcome, response, error }: Pick<Attempt, "outcome" | "response" | "error">): string {
  if (outcome === "interrupted") return causes.interrupted;
  if (response) return `the partner answered ${response.status}`;
  return error ? causes[error.kind] : "no reply was recorded";
}
