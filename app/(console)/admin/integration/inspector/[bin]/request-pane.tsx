"use client";
import Link from "next/link";
import { useState } from "react";
import { type ListParams, listHref } from "@/components/data-table/list-params";
import { Toolbar } from "@/components/data-table/toolbar";
import { RequestList } from "@/components/inspector/request-list";
import { buttonStyle } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { CapturedSummary } from "@/lib/inspector/bin";

type RequestPaneProps = {
  requests: CapturedSummary[];
  total: number;
  params: ListParams;
  path: string;
  selectedId: string | undefined;
  isFollowing: boolean;
  /** How many to show next; undefined when all are shown. */
  older: number | undefined;
};

/** Search, count, the list, and the way to older requests. */
export function RequestPane({ requests, total, params, path, selectedId, isFollowing, older }: RequestPaneProps) {
  const hrefs = Object.fromEntries(
    requests.map(({ id }) => [id, listHref(path, params, { filters: { request: id } })]),
  );
  const [chosen, setChosen] = useState<readonly string[]>([]);
  // Cleared or dropped meanwhile, a request can't be compared any more.
  const picked = chosen.filter((id) => requests.some((request) => request.id === id));
  const pick = (id: string) =>
    setChosen(picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id].slice(-2));
  const [a, b] = picked.toSorted();
  return (
    <section aria-label="Requests">
      <div className="flex flex-col gap-2 border-b py-3 lg:pr-3 [&_search]:w-full">
        <Toolbar params={params} path={path} search="Search requests" offerClear={false} />
        <div className="flex h-7 items-center justify-between gap-2">
          <p className="text-muted text-xs tabular-nums">
            {total} {total === 1 ? "request" : "requests"}
            {params.q && ` with “${params.q}”`}
          </p>
          {a !== undefined && b !== undefined ? (
            <Link
              href={`${path}/compare?${new URLSearchParams({ a, b })}`}
              className={buttonStyle({ variant: "secondary", size: "sm" })}
            >
              Compare
            </Link>
          ) : (
            a !== undefined && <p className="text-muted text-xs">Pick another to compare</p>
          )}
        </div>
      </div>
      <RequestList
        requests={requests}
        selectedId={selectedId}
        isFollowing={isFollowing}
        hrefs={hrefs}
        picked={picked}
        onPick={pick}
        scope={params.q}
      />
      {older !== undefined && (
        <Link
          href={listHref(path, params, { filters: { show: String(older) } })}
          replace
          scroll={false}
          className={cn(buttonStyle({ variant: "ghost" }), "my-2 w-full")}
        >
          Show older
        </Link>
      )}
    </section>
  );
}
