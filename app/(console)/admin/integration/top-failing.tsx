import Link from "next/link";
import { Section } from "@/components/shell/page-header";
import type { LastFailure } from "@/lib/delivery/stats";
import { successRate } from "./overview";
import type { Overview } from "./overview-data";
import { logHref } from "./overview-range";

type Row = { key: string; name: string; href: string; succeeded: number; failed: number; failure?: LastFailure };

/** Webhooks and hosts with the most failed attempts, each with its share and what went wrong last. */
export function TopFailing({ webhooks, hosts, from }: Pick<Overview, "webhooks" | "hosts" | "from">) {
  if (webhooks.length === 0) return null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 lg:grid-cols-2">
      <FailingTable
        title="Failing webhooks"
        rows={webhooks.map((row) => ({ ...row, href: logHref({ webhookId: row.key, from }) }))}
      />
      <FailingTable
        title="Failing hosts"
        rows={hosts.map((row) => ({
          ...row,
          name: row.key || "No readable address",
          href: logHref({ q: row.key, from }),
        }))}
      />
    </div>
  );
}

const head = "h-8 whitespace-nowrap px-2 font-normal text-muted text-xs";

function FailingTable({ title, rows }: { title: string; rows: Row[] }) {
  return (
    <Section title={title}>
      <table className="w-full table-fixed border-t">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            <th scope="col" className={`${head} text-left`}>
              Name
            </th>
            <th scope="col" className={`${head} w-16 text-right`}>
              Failed
            </th>
            <th scope="col" className={`${head} w-20 text-right`}>
              Success
            </th>
            <th scope="col" className={`${head} text-left max-sm:hidden`}>
              Last error
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-t hover:bg-surface last:border-b">
              <th scope="row" className="h-9 truncate px-2 text-left font-medium">
                <Link href={row.href} className="rounded-sm hover:underline" title={row.name}>
                  {row.name}
                </Link>
              </th>
              <td className="h-9 px-2 text-right text-danger tabular-nums">{row.failed.toLocaleString("en")}</td>
              <td className="h-9 px-2 text-right tabular-nums">{successRate(row)}</td>
              <td className="h-9 truncate px-2 text-muted max-sm:hidden" title={row.failure?.error ?? undefined}>
                {lastError(row.failure)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** What failed later went well at a retry, or is older than the newest deliveries. */
const lastError = (failure: LastFailure | undefined) =>
  failure?.status ? `Answered ${failure.status}` : (failure?.error ?? "Recovered since");
