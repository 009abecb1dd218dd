import { causeOf } from "@/lib/delivery/cause";
import type { Delivery } from "@/lib/delivery/delivery";
import { positionOf, whyStop } from "@/lib/delivery/retry";
import { delaysOf, type RetryPolicy, standardRetry } from "@/lib/delivery/retry-policy";
import { type LastAttempt, type Sentence, tries, type WaitFacts, whyWaiting } from "@/lib/delivery/why-waiting";

/** `last` is the newest attempt, `policy` that of the webhook's version the delivery was made from. */
type StateFacts = WaitFacts & { cancelledBy?: string };

/** Why the delivery is in the state it is in, and what happens next. */
export function describeState(facts: StateFacts): Sentence {
  const { delivery, last, cancelledBy, policy = standardRetry } = facts;
  const waiting = whyWaiting(facts);
  if (waiting) return waiting.sentence;
  switch (delivery.status) {
    case "succeeded":
      return [describeSuccess(delivery, last)];
    case "failed":
      return [describeFailure(delivery, last, policy)];
    case "cancelled":
      return [`Cancelled${cancelledBy ? ` by ${cancelledBy}` : ""}${tries(delivery.attempts)}.`];
    case "superseded":
      return delivery.supersededBy
        ? [
            { deliveryId: delivery.supersededBy, label: "A newer delivery" },
            ` took its place${tries(delivery.attempts)}.`,
          ]
        : [`A newer delivery took its place${tries(delivery.attempts)}.`];
    default:
      return [`Attempt ${delivery.attempts} is under way.`];
  }
}

function describeSuccess({ attempts }: Pick<Delivery, "attempts">, last: LastAttempt | undefined): string {
  const which = attempts <= 1 ? "on the first attempt" : `on attempt ${attempts}`;
  return last?.response ? `Delivered ${which}: the partner answered ${last.response.status}.` : `Delivered ${which}.`;
}

function describeFailure(
  { attempts, freeAttempts }: Pick<Delivery, "attempts" | "freeAttempts">,
  last: LastAttempt | undefined,
  policy: RetryPolicy,
): string {
  const stopped = last?.outcome === "failed" ? whyStop(policy, last) : undefined;
  const why = last ? `: ${causeOf(last)}` : "";
  if (last?.kind === "manual") return `Failed on attempt ${attempts}, made by hand and so not repeated${why}.`;
  if (stopped) return `Failed on attempt ${attempts} and not tried again: ${stopped}.`;
  const mostWaits = delaysOf(policy).length;
  const used = positionOf({ attemptNumber: attempts, freeAttempts });
  const free = freeAttempts === 0 ? "" : `, besides ${freeAttempts} that cost none`;
  if (used === 1 && mostWaits === 0) return `Failed on the only attempt this webhook makes${free}${why}.`;
  if (used > mostWaits) return `Failed: all ${used} attempts are used${free}${why && `. Last${why}`}.`;
  return `Failed on attempt ${attempts} and not tried again${why}.`;
}
