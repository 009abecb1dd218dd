"use client";
import { ConditionBuilderField } from "@/components/rules/condition-builder-field";
import { useEditor } from "./editor-context";
import { MatchingTickets } from "./matching-tickets";
import { WhyTicket } from "./why-ticket";

/** Spec §4.7: on which tickets of the type the webhook may be fired. */
export function TicketsTab() {
  const { ticketType, ticketFields, readOnly } = useEditor();
  return (
    <div className="flex max-w-[720px] flex-col gap-8">
      <div className="flex flex-col gap-4">
        <p className="max-w-[560px] text-muted">
          The webhook can be fired on {ticketType.name} tickets that match. Without conditions every one does.
        </p>
        <ConditionBuilderField name="conditions" label="Select tickets" fields={ticketFields} readOnly={readOnly} />
      </div>
      <MatchingTickets />
      <WhyTicket />
    </div>
  );
}
