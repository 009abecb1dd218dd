import Link from "next/link";
import { Section } from "@/components/shell/page-header";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/core/page";
import type { Delivery } from "@/lib/delivery/delivery";
import { DeliveryStatus } from "./deliveries/delivery-status";
import { countText } from "./overview";

const path = "/admin/integration/deliveries";

/** Deliveries in trouble, each with its reason; `all` are those that failed for good. */
export function RecentFailures({ failures, all }: { failures: Delivery[]; all: Page<Delivery> }) {
  return (
    <Section
      title="Recent failures"
      action={
        all.total > 0 && (
          <Link href={`${path}?status=failed`} className="rounded-sm text-accent-text hover:underline">
            All {countText(all)} failed
          </Link>
        )
      }
    >
      {failures.length === 0 ? (
        <p className="border-t pt-2 text-muted">Nothing has gone wrong lately.</p>
      ) : (
        <ul className="border-t">
          {failures.map((delivery) => (
            <li
              key={delivery.id}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-b px-2 py-2 hover:bg-surface md:grid-cols-[96px_minmax(0,2fr)_minmax(0,3fr)_96px]"
            >
              <span className="max-md:hidden">
                <DeliveryStatus status={delivery.status} />
              </span>
              <Link href={`${path}/${delivery.id}`} className="truncate rounded-sm font-medium hover:underline">
                {delivery.webhookName} on {delivery.ticketDisplayId}
              </Link>
              <span
                className="truncate text-muted max-md:order-last max-md:col-span-2"
                title={delivery.lastError ?? undefined}
              >
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
