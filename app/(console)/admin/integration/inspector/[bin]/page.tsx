import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { listHref, parseListParams } from "@/components/data-table/list-params";
import { BinUrl } from "@/components/inspector/bin-url";
import { describeResponse } from "@/components/inspector/describe-response";
import { RequestDetail } from "@/components/inspector/request-detail";
import { shownRequest } from "@/components/inspector/shown-request";
import { exampleCurl } from "@/components/inspector/target";
import { Live } from "@/components/shell/live";
import { PageHeader } from "@/components/shell/page-header";
import { cn } from "@/components/ui/cn";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { keptRequests, mostPinned } from "@/lib/inspector/bin";
import { BinActions } from "./bin-actions";
import { RequestActions } from "./request-actions";
import { RequestPane } from "./request-pane";
import { ResponseSettings } from "./response-settings";

export const metadata: Metadata = { title: "Bin" };

const step = 50;
const mostShown = keptRequests + mostPinned;
const retention = `Keeps the newest ${keptRequests} requests; the oldest is dropped next.`;

export default async function BinPage({ params, searchParams }: PageProps<"/admin/integration/inspector/[bin]">) {
  await requirePage("inspector.use");
  const { stores, config } = runtime();
  const bin = await stores.bins.get((await params).bin);
  if (!bin) notFound();
  const path = `/admin/integration/inspector/${bin.id}`;
  const list = parseListParams(await searchParams, {
    sortable: ["receivedAt"],
    defaultSort: { key: "receivedAt", direction: "desc" },
    filters: { request: "any", show: "any" },
  });
  const count = Math.min(Math.max(step, Math.trunc(Number(list.filters.show)) || step), mostShown);
  const { items, total } = await stores.bins.summaries(bin.id, { page: 1, pageSize: count, q: list.q });
  const chosen = list.filters.request;
  const selectedId = chosen ?? items[0]?.id;
  const selected = selectedId === undefined ? undefined : await stores.bins.request(bin.id, selectedId);
  const shown = selected && shownRequest(selected);
  const url = `${config.publicUrl}/inspect/${bin.id}`;
  const isEmpty = bin.requestCount === 0;
  return (
    <>
      <Live topic="bin" id={bin.id} />
      <PageHeader
        title={bin.name}
        purpose={`Answers ${describeResponse(bin.response, bin.repliesGiven)}. ${retention}`}
        secondary={
          <>
            <ResponseSettings binId={bin.id} response={bin.response} repliesGiven={bin.repliesGiven} />
            <BinActions bin={{ id: bin.id, name: bin.name, requestCount: bin.requestCount }} />
          </>
        }
      />
      <div className={cn("mb-6", chosen && "max-lg:hidden")}>
        <BinUrl url={url} hideExample={isEmpty} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] border-t lg:grid-cols-[300px_minmax(0,1fr)]">
        <div
          className={cn(
            "min-w-0 lg:sticky lg:top-12 lg:max-h-[calc(100dvh-3rem)] lg:self-start lg:overflow-y-auto lg:border-r",
            chosen && "max-lg:hidden",
            isEmpty && "hidden",
          )}
        >
          <RequestPane
            requests={items}
            total={total}
            params={list}
            path={path}
            selectedId={selectedId}
            isFollowing={chosen === undefined}
            older={count < Math.min(total, mostShown) ? count + step : undefined}
          />
        </div>
        <div className={cn("min-w-0 pt-4 lg:pl-6", !chosen && !isEmpty && "max-lg:hidden", isEmpty && "lg:col-span-2")}>
          {chosen && !isEmpty && (
            <Link
              href={listHref(path, list, { filters: { request: undefined } })}
              scroll={false}
              className="mb-3 inline-flex items-center gap-1 rounded-sm text-accent-text hover:underline lg:hidden"
            >
              <ArrowLeft aria-hidden className="size-4" />
              All requests
            </Link>
          )}
          {selected && shown ? (
            <RequestDetail
              key={selected.id}
              request={shown}
              binUrl={url}
              downloadHref={`${path}/body/${selected.id}`}
              actions={
                <RequestActions
                  request={shown}
                  holdHref={chosen ? undefined : listHref(path, list, { filters: { request: selected.id } })}
                />
              }
            />
          ) : isEmpty ? (
            <Waiting url={url} />
          ) : (
            <EmptyState title={chosen ? "This request is gone" : "Nothing matches"}>
              {chosen
                ? "The bin was cleared, or newer requests took its place. Choose another one."
                : "Try other words: method, path, headers and bodies are searched."}
            </EmptyState>
          )}
        </div>
      </div>
    </>
  );
}

function Waiting({ url }: { url: string }) {
  return (
    <div className="mx-auto max-w-xl py-6">
      <EmptyState title="Waiting for the first request" className="px-0 pt-4 pb-6">
        Send something to the URL above, or put it into a webhook. It shows up here by itself.
      </EmptyState>
      <CodeBlock label="Example request" code={exampleCurl(url)} wrap />
    </div>
  );
}
