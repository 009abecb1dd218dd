import { KeyValue } from "@/components/ui/key-value";
import { Time } from "@/components/ui/time";
import type { LoadedDelivery } from "./load";

type WhyWaitingProps = Pick<LoadedDelivery, "delivery" | "hasWebhook" | "isWebhookEnabled" | "lastHold">;

/** When a waiting or held delivery goes on, which attempt that will be, what went wrong last, and whether its webhook is on. */
export function WhyWaiting({ delivery, hasWebhook, isWebhookEnabled, lastHold }: WhyWaitingProps) {
  const { status, nextAttemptAt, attempts, freeAttempts, kind, lastError } = delivery;
  const isHeld = status === "held";
  const webhook = !hasWebhook ? "Deleted" : isWebhookEnabled ? "Enabled" : "Disabled";
  const items = [
    ...(isHeld && lastHold
      ? [
          {
            label: "Held",
            value: (
              <span>
                The webhook was disabled <Time value={lastHold.at} /> by {lastHold.actorName}
              </span>
            ),
          },
        ]
      : []),
    { label: "Due", value: isHeld ? "Once it is released" : <Due at={nextAttemptAt} /> },
    {
      label: "Attempt",
      value: `${attempts + 1}${kind === "manual" ? ", asked for by hand" : ""}${freeText(freeAttempts)}`,
    },
    { label: "Last error", value: lastError ?? (attempts === 0 ? "None: nothing was sent yet" : "None") },
    {
      label: "Webhook",
      value:
        !isHeld && webhook === "Disabled"
          ? "Disabled, but this delivery goes out: it was under way then, or a person asked for it"
          : webhook,
    },
  ];
  return <KeyValue items={items} className="grid-cols-[72px_minmax(0,1fr)] gap-x-4" />;
}

const Due = ({ at }: { at: Date | null }) =>
  at ? <Time value={at} format="exact" /> : "Once the earlier one has ended";

const freeText = (free: number) => (free === 0 ? "" : `; ${free} so far cost none of the schedule’s`);
