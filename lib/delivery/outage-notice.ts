import type { NewNotice } from "@/lib/notices/notice";
import type { NewOutage, Outage } from "./gate";
import { delayText } from "./retry-delays";

const hrefOf = (webhookId: string) => `/admin/integration/deliveries?webhookId=${encodeURIComponent(webhookId)}`;
const hostOf = ({ host }: Pick<Outage, "host">) => host || "its address";
const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** Tells administrators that a partner is not to be had, or no longer takes what is sent. */
export function outageNotice(outage: NewOutage): NewNotice {
  const { webhookId, webhookName, reason, startedAt, lastError } = outage;
  const host = hostOf(outage);
  const isCutOff = reason === "unreachable";
  return {
    at: startedAt,
    kind: "outage",
    subject: isCutOff ? `“${webhookName}” can't reach ${host}` : `A delivery of “${webhookName}” has failed for good`,
    text: isCutOff
      ? `Several deliveries in a row to ${host} failed. ${sentence(lastError)} Deliveries wait until ${host} answers again; it is tried out from time to time, nothing is lost and no attempt is used up. There will be one more notice when it is back.`
      : `A delivery to ${host} has used up its attempts or may not be tried again. ${sentence(lastError)} Correct the cause, then redeliver it from the list of deliveries. Others that fail are not announced until one succeeds.`,
    href: hrefOf(webhookId),
    webhookId,
  };
}

/** Tells administrators that deliveries arrive again. */
export function recoveryNotice(outage: Outage, at: Date): NewNotice {
  const { webhookId, webhookName, reason, startedAt } = outage;
  const host = hostOf(outage);
  const lasted = delayText(Math.max(1, (at.getTime() - startedAt.getTime()) / 1000));
  return {
    at,
    kind: "recovery",
    subject: `“${webhookName}” reaches ${host} again`,
    text:
      reason === "unreachable"
        ? `${host} answers again after ${lasted}. The deliveries that waited go out now.`
        : `A delivery to ${host} has succeeded again, ${lasted} after one failed for good. Those that failed stay in the list until someone redelivers them.`,
    href: hrefOf(webhookId),
    webhookId,
  };
}
