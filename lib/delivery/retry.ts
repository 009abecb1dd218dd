import type { Attempt } from "./delivery";
import { longestHint, retryHint } from "./retry-after";
import { delayText } from "./retry-delays";
import { delaysOf, type RetryPolicy, type RetryStop, retriedErrors } from "./retry-policy";

/** What of a failed attempt decides whether there is another one. */
export type FailedAttempt = Pick<Attempt, "response" | "error">;

/** The next attempt, or null; `note` tells administrators what is unusual about either. */
export type RetryDecision = { at: Date; note?: string } | { at: null; note: string };

/**
 * When to try again after attempt `number` (1 is the first) failed. Jitter only adds, up to 10 % of the schedule's wait, and
 * a partner's `Retry-After` can only lengthen it, so no receiver is called sooner than promised. `random` yields [0, 1).
 */
export function decideRetry(
  policy: RetryPolicy,
  number: number,
  attempt: FailedAttempt,
  now: Date,
  random: () => number,
): RetryDecision {
  const why = whyStop(policy, attempt) ?? whyExhausted(policy, number);
  const delay = delaysOf(policy)[number - 1];
  if (why !== undefined || delay === undefined) return { at: null, note: `Not tried again: ${why}.` };
  const asked = askedWait(policy, number, attempt, now);
  const at = new Date(now.getTime() + Math.round(((asked ?? delay) + delay * random() * 0.1) * 1000));
  if (asked === undefined) return { at };
  const most = asked === longestHint ? ", the longest Hookdesk waits," : "";
  return { at, note: `Tried again in ${delayText(asked)}${most} because the partner asked for it (Retry-After).` };
}

/** Tells these notes from those of response mapping. */
export const isRetryNote = (note: string): boolean => /^(Tried again in |Not tried again: )/.test(note);

/** Whether `decideRetry` would plan nothing. */
export const isLastTry = (policy: RetryPolicy, number: number, attempt: FailedAttempt): boolean =>
  delaysOf(policy)[number - 1] === undefined || whyStop(policy, attempt) !== undefined;

/** Seconds the partner asked us to wait after attempt `number`, where that is longer than the schedule; else undefined. */
export function askedWait(policy: RetryPolicy, number: number, attempt: FailedAttempt, now: Date): number | undefined {
  const hint = retryHint(attempt, now);
  return hint !== undefined && hint > (delaysOf(policy)[number - 1] ?? 0) ? hint : undefined;
}

/** Why no attempt follows this one however many are left, as the end of a sentence; undefined when one may. */
export function whyStop({ stopOn }: RetryPolicy, attempt: FailedAttempt): string | undefined {
  const { response } = attempt;
  if (response?.status === 410) return "the partner answered 410 Gone";
  const control = response && stopWord(response.headers["webhook-delivery"]);
  if (control) return `the partner asked for no more attempts (webhook-delivery: ${control})`;
  for (const stop of stopOn) {
    const found = meets(stop, attempt);
    if (found) return `${found}, at which this webhook stops`;
  }
  return undefined;
}

/** Why attempt `number` was the last one of its schedule, as the end of a sentence. */
export function whyExhausted(policy: RetryPolicy, number: number): string | undefined {
  const most = delaysOf(policy).length + 1;
  if (number < most) return undefined;
  return most === 1 ? "this webhook makes one attempt only" : `all ${most} attempts are used`;
}

/** What receivers of Svix answer to end the retries (spec/anchors.md, "Receiver-driven control"). */
const stopWord = (header: string | undefined) =>
  header
    ?.toLowerCase()
    .split(",")
    .map((word) => word.trim())
    .find((word) => word === "abort-message" || word === "disable");

const includes = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());

function meets(stop: RetryStop, { response, error }: FailedAttempt): string | undefined {
  if (stop.on === "error") return !response && error?.kind === stop.kind ? retriedErrors[stop.kind] : undefined;
  if (!response) return undefined;
  switch (stop.on) {
    case "status":
      return response.status >= stop.from && response.status <= stop.to
        ? `the partner answered ${response.status}`
        : undefined;
    case "header": {
      const value = response.headers[stop.name.toLowerCase()];
      if (value === undefined || !includes(value, stop.contains)) return undefined;
      return stop.contains
        ? `the header ${stop.name} of the reply contains “${stop.contains}”`
        : `the reply has the header ${stop.name}`;
    }
    case "body":
      return includes(response.body, stop.contains) ? `the reply contains “${stop.contains}”` : undefined;
  }
}
