import type { ReactNode } from "react";
import { TicketLine } from "@/components/tickets/ticket-line";
import { Skeleton } from "@/components/ui/skeleton";
import { Status } from "@/components/ui/status";
import type { RecoveryCount } from "@/lib/runtime/recover";
import { listedTickets, recoveryText } from "./recovery-words";

/** How many tickets would be fired on, what to do about it, and the first ones with why or why not. */
export function DryRun({ count, action }: { count: RecoveryCount | undefined; action: ReactNode }) {
  if (!count) return <Skeleton className="h-24" />;
  const { tickets, matched } = count;
  return (
    <>
      <p role="status" className="font-medium tabular-nums">
        {recoveryText(count)}
      </p>
      <div>{action}</div>
      {tickets.length > 0 && (
        <ul aria-label="First matching tickets" className="flex flex-col border-t">
          {tickets.map(({ id, displayId, title, isIn, why }) => (
            <li key={id} className="flex min-w-0 flex-col gap-0.5 border-b py-2">
              <span className="flex min-w-0 items-baseline gap-3">
                <TicketLine displayId={displayId} title={title} />
              </span>
              <span className="flex flex-wrap gap-x-3 text-muted text-xs">
                <Status meaning={isIn ? "success" : "faint"}>{isIn ? "Included" : "Left out"}</Status>
                <span className="min-w-0">{why}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {matched > listedTickets && <p className="text-muted text-xs">The first {listedTickets} are listed.</p>}
    </>
  );
}
