import type { Page } from "@/lib/core/page";
import type { Delivery, DeliveryStatus } from "@/lib/delivery/delivery";

/** "98.4 %" of the deliveries that ended in success or failure; undefined while none has. Never rounds up to 100 %. */
export function successRate({ succeeded, failed }: Pick<Record<DeliveryStatus, number>, "succeeded" | "failed">) {
  const finished = succeeded + failed;
  if (finished === 0) return undefined;
  const tenths = Math.floor((succeeded / finished) * 1000);
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)} %`;
}

/** "1,204"; "10,000+" of a list that was not counted to its end. */
export const countText = ({ total, isCapped }: Pick<Page<unknown>, "total" | "isCapped">): string =>
  `${total.toLocaleString("en")}${isCapped ? "+" : ""}`;

export type Step = { done: boolean; label: string; help: string; href: string; action: string };

/** What a desk needs before its first delivery; empty once all is done. */
export function gettingStarted(has: { bin: boolean; webhook: boolean; delivery: boolean }): Step[] {
  if (has.bin && has.webhook && has.delivery) return [];
  return [
    {
      done: has.bin,
      label: "Create a bin",
      help: "A bin is an address of your own that shows every request it gets: a partner to practise with.",
      href: "/admin/integration/inspector",
      action: "Open the Request Inspector",
    },
    {
      done: has.webhook,
      label: "Build a webhook",
      help: "Give it the bin’s URL. The preview shows the exact request while you type.",
      href: "/admin/integration/webhooks/new",
      action: "New webhook",
    },
    {
      done: has.delivery,
      label: "Fire it from a ticket",
      help: "Open a ticket and pick the webhook from its Actions menu. The reply shows up on the ticket.",
      href: "/tickets",
      action: "Go to tickets",
    },
  ];
}

const mostTroubled = 8;

/** What went wrong lately: deliveries that failed for good and those being retried, newest first. */
export const troubled = (failed: readonly Delivery[], pending: readonly Delivery[]): Delivery[] =>
  [...failed, ...pending.filter((delivery) => delivery.lastError !== null)]
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .slice(0, mostTroubled);
