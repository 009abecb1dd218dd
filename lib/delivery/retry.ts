import { madeAt } from "@/lib/core/id";
import { signOf } from "./breaker";
import type { Attempt } from "./delivery";
import { longestHint, retryHint } from "./retry-after";
import { delayText } from "./retry-delays";
import { delaysOf, type RetryPolicy, type RetryStop, retriedErrors } from "./retry-policy";
import type { ClaimedDelivery } from "./store";

/** What of a failed attempt decides whether there is another one. */
export type FailedAttempt = Pick<Attempt, "response" | "error" | "startedAt" | "durationMs">;

/** Which attempt of which delivery it was. */
export type Tried = Pick<ClaimedDelivery, "id" | "attemptNumber" | "freeAttempts" | "kind" | "isProbe">;

/** The next attempt, or null; `note` tells administrators what is unusual about either. */
export type RetryDecision = { at: Date; isFree?: true; note?: string } | { at: null; note?: string };

/** So many waits a partner asks for cost a delivery nothing. */
export const mostAskedFree = 20;
const proxyWaits = { first: 30, later: 300 };
const shortestSpan = 3600;

/** The place of an attempt in its schedule; 1 is the first. */
export const positionOf = ({ attemptNumber, freeAttempts }: Pick<Tried, "attemptNumber" | "freeAttempts">): number =>
  Math.max(1, attemptNumber - freeAttempts);

/**
 * When to try again after an attempt failed. Jitter only adds, up to 10 % of the schedule's wait, and a partner's
 * `Retry-After` can only lengthen it, so no receiver is called sooner than promised. `random` yields [0, 1).
 */
export function decideRetry(
  policy: RetryPolicy,
  tried: Tried,
  attempt: FailedAttempt,
  now: Date,
  random: () => number,
): RetryDecision {
  const stop = whyStop(policy, attempt);
  const free = stop === undefined ? whyFree(policy, tried, attempt) : undefined;
  if (free) return { at: after(now, free.wait + free.jitter * random()), isFree: true, note: free.note };
  // One attempt asked for by a person is one attempt; the schedule belongs to the first run.
  if (tried.kind === "manual") return { at: null };
  const position = positionOf(tried);
  const why = stop ?? whyExhausted(policy, position);
  const delay = delaysOf(policy)[position - 1];
  if (why !== undefined || delay === undefined) return { at: null, note: `Not tried again: ${why}.` };
  const asked = askedWait(policy, position, attempt);
  const at = after(now, (asked ?? delay) + delay * random() * 0.1);
  return asked === undefined ? { at } : { at, note: toldWait(asked) };
}

const after = (now: Date, seconds: number) => new Date(now.getTime() + Math.round(seconds * 1000));

function toldWait(asked: number): string {
  const most = asked === longestHint ? ", the longest Hookdesk waits," : "";
  return `Tried again in ${delayText(asked)}${most} because the partner asked for it (Retry-After).`;
}

/** What is noted with an attempt that `isFree`. */
export const freeNote = "It costs no attempt of the schedule.";

/** Tells these notes from those of response mapping. */
export const isRetryNote = (note: string): boolean => note === freeNote || /^(Tried |Not tried again: )/.test(note);

/** Whether `decideRetry` would plan nothing. */
export const isLastTry = (policy: RetryPolicy, tried: Tried, attempt: FailedAttempt): boolean =>
  whyStop(policy, attempt) !== undefined ||
  (whyFree(policy, tried, attempt) === undefined &&
    (tried.kind === "manual" || delaysOf(policy)[positionOf(tried) - 1] === undefined));

/** `wait` and the most jitter in seconds. */
type Free = { wait: number; jitter: number; note: string };

/**
 * Why an attempt costs none of the schedule's, and the wait that follows. A probe of a breaker and a fault of our own proxy
 * cost nothing while the delivery is younger than its schedule is long, what the partner asked for nothing twenty times.
 */
function whyFree(policy: RetryPolicy, tried: Tried, attempt: FailedAttempt): Free | undefined {
  const position = positionOf(tried);
  const delays = delaysOf(policy);
  const asked = askedWait(policy, position, attempt);
  const mayAsk = tried.kind === "scheduled" && tried.freeAttempts < mostAskedFree && delays.length > 0;
  if (asked !== undefined && mayAsk)
    return { wait: asked, jitter: (delays[position - 1] ?? 0) * 0.1, note: toldWait(asked) };
  const span = Math.max(
    shortestSpan,
    delays.reduce((sum, delay) => sum + delay, 0),
  );
  const endedAt = endOf(attempt);
  if ((endedAt.getTime() - (madeAt(tried.id) ?? endedAt).getTime()) / 1000 >= span) return undefined;
  if (attempt.error?.kind === "proxy" && !attempt.response) {
    const wait = tried.freeAttempts < mostAskedFree ? proxyWaits.first : proxyWaits.later;
    const note = `Tried again in ${delayText(wait)}, because the fault is of our own proxy.`;
    return { wait, jitter: wait * 0.1, note };
  }
  if (tried.isProbe && signOf(attempt) === "away")
    return { wait: 0, jitter: 0, note: "Tried to find out whether the partner is back." };
  return undefined;
}

const endOf = ({ startedAt, durationMs }: FailedAttempt) => new Date(startedAt.getTime() + durationMs);

/** Seconds the partner asked us to wait after the attempt at `position`, where that is longer than the schedule; else undefined. */
export function askedWait(policy: RetryPolicy, position: number, attempt: FailedAttempt): number | undefined {
  const hint = retryHint(attempt, endOf(attempt));
  return hint !== undefined && hint > (delaysOf(policy)[position - 1] ?? 0) ? hint : undefined;
}

/** Why no attempt follows this one however many are left, as the end of a sentence; undefined when one may. */
export function whyStop({ stopOn }: RetryPolicy, attempt: Pick<Attempt, "response" | "error">): string | undefined {
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

/** Why the attempt at `position` was the last one of its schedule, as the end of a sentence. */
export function whyExhausted(policy: RetryPolicy, position: number): string | undefined {
  const most = delaysOf(policy).length + 1;
  if (position < most) return undefined;
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

function meets(stop: RetryStop, { response, error }: Pick<Attempt, "response" | "error">): string | undefined {
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
