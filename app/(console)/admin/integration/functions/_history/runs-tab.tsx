import { runtime } from "@/app/_server/runtime";
import { parseListParams, type SearchParams } from "@/components/data-table/list-params";
import { formatMs } from "@/components/exchange/format";
import { runOrigins } from "@/lib/functions/run";
import { RunsTable } from "./runs-table";

const dayMs = 24 * 3_600_000;

/** What ran, newest first, with the numbers of the last day. */
export async function RunsTab({
  functionId,
  searchParams,
  canWrite,
}: {
  functionId: string;
  searchParams: SearchParams;
  canWrite: boolean;
}) {
  const { stores, clock } = runtime();
  const read = parseListParams(searchParams, {
    sortable: ["at"],
    defaultSort: { key: "at", direction: "desc" },
    filters: { outcome: ["succeeded", "failed"], origin: runOrigins },
  });
  const params = { ...read, keep: { tab: "runs" } };
  const { outcome, origin } = params.filters;
  const since = new Date(clock.now().getTime() - dayMs);
  const [{ items, total }, numbers] = await Promise.all([
    stores.functionRuns.list({
      ...params,
      functionId,
      outcome: outcome === "succeeded" || outcome === "failed" ? outcome : undefined,
      origin: runOrigins.find((known) => known === origin),
    }),
    stores.functionRuns.numbers(functionId, since),
  ]);
  const rows = items.map(({ id, at, durationMs, origin: from, actorName, remoteAddress, outcome: ended, result }) => ({
    ...{ id, at, durationMs, origin: from, outcome: ended, result: result.slice(0, 300) },
    who: from === "call" ? remoteAddress : actorName,
  }));
  return (
    <div className="flex flex-col gap-5">
      <dl aria-label="Last 24 hours" className="flex flex-wrap gap-x-10 gap-y-3">
        <Figure label="Calls in 24 hours" value={numbers.calls.toLocaleString("en")} />
        <Figure label="Failures" value={numbers.failures.toLocaleString("en")} />
        <Figure label="95th percentile" value={numbers.p95Ms === null ? "–" : formatMs(numbers.p95Ms)} />
      </dl>
      <RunsTable functionId={functionId} rows={rows} total={total} params={params} canWrite={canWrite} />
    </div>
  );
}

const Figure = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt className="text-muted text-xs">{label}</dt>
    <dd className="text-base tabular-nums">{value}</dd>
  </div>
);
