import type { Logger } from "pino";
import type { Attempt } from "@/lib/delivery/delivery";
import type { ClaimedDelivery } from "@/lib/delivery/store";
import { traceIdOf } from "@/lib/delivery/trace-parent";

/** One line for each attempt, found by delivery, webhook, ticket or trace: failures at `info`, the rest at `debug`. No request, no reply. */
export function logAttempt(
  log: Pick<Logger, "debug" | "info" | "isLevelEnabled">,
  attempt: Attempt,
  claimed: ClaimedDelivery,
) {
  const isSuccess = attempt.outcome === "succeeded";
  if (isSuccess && !log.isLevelEnabled("debug")) return;
  const fields = {
    ...{ deliveryId: claimed.id, webhookId: claimed.webhookId, ticketId: claimed.ticketId },
    ...{ traceId: traceIdOf(claimed.id), attempt: attempt.number, kind: attempt.kind, durationMs: attempt.durationMs },
    ...(attempt.response && { status: attempt.response.status }),
    ...(attempt.error && { error: attempt.error.kind }),
  };
  if (isSuccess) log.debug(fields, "attempt succeeded");
  else log.info(fields, "attempt failed");
}
