import Link from "next/link";
import type { ReactNode } from "react";
import { Section } from "@/components/shell/page-header";
import { Time } from "@/components/ui/time";
import type { Delivery, DeliveryStatus as Status } from "@/lib/delivery/delivery";
import { DeliveryStatus } from "./deliveries/delivery-status";
import { successRate } from "./overview";

const path = "/admin/integration/deliveries";
const always: Status[] = ["pending", "sending", "succeeded", "failed"];
const whenAny: Status[] = ["held", "cancelled", "superseded"];

/** How many deliveries are in which state, how many succeed, and what waits. */
export function DeliveryNumbers({ counts, oldest }: { counts: Record<Status, number>; oldest: Delivery | undefined }) {
  const shown = [...always, ...whenAny.filter((status) => counts[status] > 0)];
  const rate = successRate(counts);
  const finished = counts.succeeded + counts.failed;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 md:grid-cols-2">
      <Section title="Deliveries">
        <ul aria-label="Deliveries by status" className="border-t">
          {shown.map((status) => (
            <li key={status}>
              <Link
                href={`${path}?status=${status}`}
                className="flex h-9 items-center justify-between border-b px-2 hover:bg-surface focus-visible:-outline-offset-2"
              >
                <DeliveryStatus status={status} />
                <span className={counts[status] === 0 ? "text-faint tabular-nums" : "font-medium tabular-nums"}>
                  {counts[status].toLocaleString("en")}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </Section>
      <div>
        <Section title="Success rate">
          <Big value={rate ?? "–"}>
            {finished === 0
              ? "No delivery has finished yet."
              : `${counts.succeeded.toLocaleString("en")} of ${finished.toLocaleString("en")} finished deliveries succeeded.`}
          </Big>
        </Section>
        <Section title="Queue">
          <Big value={(counts.pending + counts.sending).toLocaleString("en")}>
            {oldest ? (
              <>
                Oldest:{" "}
                <Link
                  href={`${path}/${oldest.id}`}
                  className="rounded-sm text-accent-text underline decoration-1 underline-offset-2"
                >
                  {oldest.webhookName} on {oldest.ticketDisplayId}
                </Link>
                , created <Time value={oldest.createdAt} />
                {oldest.nextAttemptAt && oldest.attempts > 0 && (
                  <>
                    , next attempt <Time value={oldest.nextAttemptAt} />
                  </>
                )}
                .
              </>
            ) : counts.sending > 0 ? (
              "Being sent right now."
            ) : (
              "Nothing waits to be sent."
            )}
          </Big>
        </Section>
      </div>
    </div>
  );
}

function Big({ value, children }: { value: string; children: ReactNode }) {
  return (
    <p className="flex items-baseline gap-3 border-t pt-2">
      <span className="font-semibold text-xl tabular-nums tracking-tight">{value}</span>
      <span className="min-w-0 text-muted">{children}</span>
    </p>
  );
}
