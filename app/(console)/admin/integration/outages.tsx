import Link from "next/link";
import { Section } from "@/components/shell/page-header";
import { Notice } from "@/components/ui/notice";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { OutageUnderWay } from "./overview-data";
import { logHref } from "./overview-range";

const textLink = "rounded-sm text-accent-text underline decoration-1 underline-offset-2";

/** Partners that are not to be had at the moment: since when, why, when they are asked again, and what waits. */
export function Outages({ outages }: { outages: OutageUnderWay[] }) {
  if (outages.length === 0) return null;
  return (
    <Section title="Outages under way">
      <ul className="border-t">
        {outages.map((outage) => (
          <li
            key={outage.id}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-b px-2 py-2 md:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_minmax(280px,2fr)]"
          >
            <div className="min-w-0">
              <Link
                href={`/admin/integration/webhooks/${outage.webhookId}`}
                className="block truncate rounded-sm font-medium hover:underline"
              >
                {outage.webhookName}
              </Link>
              <span className="block truncate text-muted text-xs">{outage.host}</span>
            </div>
            <p
              className="min-w-0 truncate text-muted first-letter:uppercase max-md:order-last max-md:col-span-2"
              title={outage.lastError || undefined}
            >
              {outage.lastError}
            </p>
            <div className="text-right text-muted">
              <Status meaning="danger">{outage.reason === "unreachable" ? "Unreachable" : "Failing"}</Status>
              <p className="text-xs">
                began <Time value={outage.startedAt} /> ·{" "}
                {outage.probeAt && (
                  <>
                    next probe <Time value={outage.probeAt} /> ·{" "}
                  </>
                )}
                <Link href={logHref({ status: "pending", webhookId: outage.webhookId })} className={textLink}>
                  {outage.waiting} waiting
                </Link>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The same on a webhook's own page. */
export function OutageNotice({ outages, mayRead }: { outages: OutageUnderWay[]; mayRead: boolean }) {
  return outages.map((outage) => (
    <Notice key={outage.id} tone="warning" className="mb-4" title={`${outage.host} is not to be had`}>
      {outage.reason === "unreachable" ? "It has not answered since " : "Its answers have been failures since "}
      <Time value={outage.startedAt} format="exact" />
      {outage.probeAt && (
        <>
          ; the next probe goes out <Time value={outage.probeAt} />
        </>
      )}
      .{" "}
      {mayRead && (
        <Link href={logHref({ status: "pending", webhookId: outage.webhookId })} className={textLink}>
          {outage.waiting} waiting
        </Link>
      )}
    </Notice>
  ));
}
