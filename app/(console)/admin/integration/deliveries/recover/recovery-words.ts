import type { FiringJob } from "@/lib/delivery/job";
import type { RecoveryCount } from "@/lib/runtime/recover";

/** Tickets named in a dry run. */
export const listedTickets = 20;

export const recoveryChoices: { value: FiringJob["which"]; label: string }[] = [
  { value: "both", label: "Last delivery failed, or none was made" },
  { value: "failed", label: "Last delivery failed" },
  { value: "missing", label: "No delivery was made" },
];

/** Two parts of a dry run as one. */
export const addCounts = (one: RecoveryCount | undefined, next: RecoveryCount): RecoveryCount =>
  one
    ? {
        looked: one.looked + next.looked,
        matched: one.matched + next.matched,
        included: one.included + next.included,
        tickets: [...one.tickets, ...next.tickets].slice(0, listedTickets),
        next: next.next,
      }
    : next;

const number = (value: number) => value.toLocaleString("en");

/** "12 of 40 matching tickets would be fired on; 28 are left out. 120 looked at." */
export function recoveryText({ looked, matched, included, next }: RecoveryCount): string {
  const seen = `${number(looked)} ${looked === 1 ? "ticket" : "tickets"} looked at${next === null ? "" : " so far"}.`;
  if (matched === 0) return `No ticket matches. ${seen}`;
  const left = matched - included;
  const tickets = matched === 1 ? "matching ticket" : "matching tickets";
  const rest = left === 0 ? "none is left out" : `${number(left)} ${left === 1 ? "is" : "are"} left out`;
  return `${number(included)} of ${number(matched)} ${tickets} would be fired on; ${rest}. ${seen}`;
}
