import Link from "next/link";
import type { ReactNode } from "react";
import { formatMs } from "@/components/exchange/format";
import { Section } from "@/components/shell/page-header";
import { countText, successRate } from "./overview";
import { nowMinutes, type Overview } from "./overview-data";
import { rateText } from "./overview-points";
import { logHref, type Range, ranges } from "./overview-range";

const count = (value: number) => value.toLocaleString("en");

/** What waits and how fast it goes out now, and how it went over the range. Every number leads to its deliveries. */
export function OverviewNumbers({ overview, range }: { overview: Overview; range: Range }) {
  const { sums, percentiles, lately, pending, held, failed, overdueMs, from } = overview;
  const attempts = sums.succeeded + sums.failed;
  const rate = successRate(sums);
  const all = logHref({ from });
  return (
    <>
      <Section title="Now">
        <Numbers label="Now">
          <Figure
            label="Attempts per minute"
            value={rateText(lately.succeeded + lately.failed, nowMinutes)}
            note={`over the last ${nowMinutes} minutes`}
            href={logHref({ from: lately.from })}
          />
          <Figure
            label="Oldest waiting"
            value={overdueMs < 1_000 ? "–" : formatMs(overdueMs)}
            note={overdueMs < 1_000 ? "nothing is overdue" : "past its due time"}
            href={logHref({ status: "pending", sort: "createdAt" })}
          />
          <Figure
            label="Waiting"
            value={countText(pending)}
            isFaint={pending.total === 0}
            href={logHref({ status: "pending" })}
          />
          <Figure label="Held" value={countText(held)} isFaint={held.total === 0} href={logHref({ status: "held" })} />
          <Figure
            label="Failed for good"
            value={countText(failed)}
            isFaint={failed.total === 0}
            href={logHref({ status: "failed" })}
          />
        </Numbers>
      </Section>
      <Section title={ranges[range].words}>
        <Numbers label={ranges[range].words}>
          <Figure
            label="Success rate"
            value={rate ?? "–"}
            note={sums.failed > 0 ? `${count(sums.failed)} attempts failed` : undefined}
            href={all}
          />
          <Figure label="Attempts" value={count(attempts)} href={all} />
          {(["p50", "p95", "p99"] as const).map((key) => (
            <Figure key={key} label={`Latency ${key}`} value={ms(percentiles[key])} href={all} />
          ))}
        </Numbers>
      </Section>
    </>
  );
}

const ms = (value: number | undefined) => (value === undefined ? "–" : formatMs(value));

const Numbers = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul aria-label={label} className="grid grid-cols-2 border-t sm:grid-cols-3 lg:grid-cols-5">
    {children}
  </ul>
);

type FigureProps = { label: string; value: ReactNode; note?: string | undefined; isFaint?: boolean; href: string };

function Figure({ label, value, note, isFaint, href }: FigureProps) {
  return (
    <li className="border-b last:col-span-2 lg:last:col-span-1">
      <Link href={href} className="block h-full px-2 py-2 hover:bg-surface focus-visible:-outline-offset-2">
        <span className="block text-muted text-xs">{label}</span>{" "}
        <span className={`block font-semibold text-xl tabular-nums tracking-tight ${isFaint ? "text-faint" : ""}`}>
          {value}
        </span>{" "}
        {note && <span className="block truncate text-faint text-xs">{note}</span>}
      </Link>
    </li>
  );
}
