import Link from "next/link";
import { Section } from "@/components/shell/page-header";
import { Time } from "@/components/ui/time";
import type { Delivery } from "@/lib/delivery/delivery";

const path = "/admin/integration/deliveries";

/** The newest deliveries that failed for good, each with its reason. */
export function RecentFailures({ failures, total }: { failures: Delivery[]; total: number }) {
  return (
    <Section
      title="Recent failures"
      action={
        total > failures.length && (
          <Link href={`${path}?status=failed`} className="rounded-sm text-accent-text hover:underline">
            All {total.toLocaleString("en")} failures
          </Link>
        )
      }
    >
      {failures.length === 0 ? (
        <p className="border-t pt-2 text-muted">No delivery has failed for good.</p>
      ) : (
        <ul className="border-t">
          {failures.map((delivery) => (
            <li
              key={delivery.id}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-b px-2 py-2 hover:bg-surface md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]"
            >
              <Link href={`${path}/${delivery.id}`} className="truncate rounded-sm font-medium hover:underline">
                {delivery.webhookName} on {delivery.ticketDisplayId}
              </Link>
              <span className="truncate text-danger max-md:order-last" title={delivery.lastError ?? undefined}>
                {delivery.lastError ?? (delivery.lastStatus ? `The partner answered ${delivery.lastStatus}.` : "")}
              </span>
              <span className="text-right text-muted">
                <Time value={delivery.finishedAt ?? delivery.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
