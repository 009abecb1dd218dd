import type { ReleaseChoice, Released } from "@/lib/delivery/bulk";

export type HeldCounts = { held: number; latest: number; isEnabled: boolean };

const number = (value: number) => value.toLocaleString("en");
const older = (count: number) =>
  count === 0
    ? "No other is held."
    : `${number(count)} older ${count === 1 ? "one is" : "ones are"} replaced, not sent.`;

/** The three choices, each with what it would do to the deliveries held now. */
export const releaseOptions = ({
  held,
  latest,
}: HeldCounts): { value: ReleaseChoice; label: string; note: string }[] => [
  { value: "all", label: `Send all (${number(held)})`, note: "At once, in the order they were made." },
  { value: "latest", label: `Send only the latest of each ticket (${number(latest)})`, note: older(held - latest) },
  { value: "drop", label: "Drop all (send none)", note: `${number(held)} cancelled. You can redeliver them later.` },
];

/** What a decision did, in one line. */
export function describeReleased({ released, superseded, cancelled, remaining }: Released & { remaining: number }) {
  const parts = [
    released > 0 && `${number(released)} released`,
    superseded > 0 && `${number(superseded)} replaced by later ones`,
    cancelled > 0 && `${number(cancelled)} cancelled`,
    remaining > 0 && `${number(remaining)} still held`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? `${parts.join(", ")}.` : "Nothing was held any more.";
}

/** Why deliveries are held, for the webhook's page and, with its name, for a ticket. */
export function describeHeld(count: number, isEnabled: boolean, webhookName?: string): string {
  const which = `${number(count)} ${count === 1 ? "delivery" : "deliveries"}${webhookName ? ` of “${webhookName}”` : ""}`;
  const be = count === 1 ? "is" : "are";
  return isEnabled
    ? `${which} ${be} still held from when the webhook was disabled.`
    : `${which} ${be} held because the webhook is disabled.`;
}
