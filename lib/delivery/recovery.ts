import type { Delivery } from "./delivery";
import type { recoveries } from "./job";

export type Verdict = { isIn: boolean; why: string };

/** Whether a ticket needs its webhook fired anew, by the newest delivery of the webhook on it. */
export function judgeRecovery(
  latest: Pick<Delivery, "status" | "createdAt"> | undefined,
  since: Date,
  which: (typeof recoveries)[number],
): Verdict {
  if (!latest || latest.createdAt.getTime() < since.getTime()) {
    const why = latest ? "No delivery since then." : "No delivery was ever made.";
    return { isIn: which !== "failed", why };
  }
  switch (latest.status) {
    case "failed":
      return { isIn: which !== "missing", why: "Its last delivery failed." };
    case "succeeded":
      return { isIn: false, why: "Its last delivery succeeded." };
    case "sending":
      return { isIn: false, why: "A delivery is being sent." };
    case "pending":
      return { isIn: false, why: "A delivery waits for its next attempt." };
    case "held":
      return { isIn: false, why: "A delivery is held: release it instead." };
    case "cancelled":
      return { isIn: false, why: "Its last delivery was cancelled." };
    case "superseded":
      return { isIn: false, why: "A newer delivery took its place." };
  }
}
