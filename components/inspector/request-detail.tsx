"use client";
import { useMemo } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValue } from "@/components/ui/key-value";
import { MethodBadge } from "@/components/ui/method-badge";
import { Time } from "@/components/ui/time";
import { toCurl } from "@/lib/inspector/curl";
import { BodyView } from "./body-view";
import type { ShownRequest } from "./shown-request";
import { queryOf, urlOfTarget } from "./target";

type RequestDetailProps = {
  request: ShownRequest;
  binUrl: string;
  downloadHref: string;
  /** What can be done with it, beside copying. */
  actions?: React.ReactNode;
};

/** One captured request: where it went, query, body, headers in the order and case they came in. */
export function RequestDetail({ request, binUrl, downloadHref, actions }: RequestDetailProps) {
  const url = urlOfTarget(binUrl, request.target);
  const query = queryOf(request.target);
  const curl = useMemo(() => (request.isCut ? undefined : toCurl(request, url)), [request, url]);
  return (
    <article aria-label="Request" className="flex min-w-0 flex-col gap-6">
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-96">
          <h2 className="flex gap-2 font-mono text-sm">
            <MethodBadge method={request.method} className="text-sm" />
            <span className="min-w-0 [overflow-wrap:anywhere]">{request.target}</span>
          </h2>
          <p className="mt-0.5 text-muted">
            <Time value={request.receivedAt} format="exact" /> from{" "}
            <span className="font-mono text-xs">{request.remoteAddress}</span>
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {actions}
          {curl !== undefined && <CopyButton text={curl} label="Copy as cURL" showLabel variant="secondary" />}
        </div>
      </header>
      {query.length > 0 && (
        <Part title="Query parameters" count={query.length}>
          <KeyValue mono items={query.map(([label, value]) => ({ label, value }))} />
        </Part>
      )}
      <Part title="Body">
        <BodyView request={request} downloadHref={downloadHref} />
      </Part>
      <Part
        title="Headers"
        count={request.headers.length}
        copy={{ label: "Copy headers", text: request.headers.map((pair) => pair.join(": ")).join("\n") }}
      >
        <KeyValue mono items={request.headers.map(([label, value]) => ({ label, value }))} />
      </Part>
    </article>
  );
}

type PartProps = {
  title: string;
  count?: number;
  copy?: { label: string; text: string };
  children: React.ReactNode;
};

function Part({ title, count, copy, children }: PartProps) {
  return (
    <section aria-label={title} className="min-w-0">
      <div className="mb-2 flex h-7 items-center justify-between gap-2">
        <h3 className="font-semibold">
          {title} {count !== undefined && <span className="font-normal text-faint tabular-nums">{count}</span>}
        </h3>
        {copy && <CopyButton {...copy} />}
      </div>
      {children}
    </section>
  );
}
