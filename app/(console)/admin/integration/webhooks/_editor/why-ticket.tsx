"use client";
import { useMemo } from "react";
import { VerdictTree } from "@/components/rules/verdict";
import { TicketPicker } from "@/components/tickets/ticket-picker";
import { Notice } from "@/components/ui/notice";
import { explain } from "@/lib/rules/explain";
import { findTickets } from "../actions";
import { useEditor } from "./editor-context";
import { useLive } from "./use-live-request";

/** Why one ticket is selected, or isn't: the live pane's, until another is chosen. */
export function WhyTicket() {
  const { ticketType, settled, ticketFields } = useEditor();
  const { ticket, graph, choose, problem } = useLive();
  const { conditions } = settled;
  const verdict = useMemo(
    () => graph && explain(conditions, { graph, now: new Date() }, ticketFields),
    [graph, conditions, ticketFields],
  );
  return (
    <section aria-label="Why or why not" className="min-w-0">
      <h3 className="font-semibold text-lg">Why (not)?</h3>
      <p className="mt-0.5 mb-3 text-muted">How the conditions come out on one ticket.</p>
      <div className="max-w-[360px]">
        <TicketPicker
          find={findTickets}
          typeId={ticketType.id}
          ticket={ticket}
          onChoose={choose}
          label="Ticket to explain"
        />
      </div>
      {problem && (
        <Notice tone="danger" className="mt-3">
          {problem}
        </Notice>
      )}
      {verdict && (
        <div className="mt-4" aria-live="polite">
          <VerdictTree verdict={verdict} />
        </div>
      )}
    </section>
  );
}
