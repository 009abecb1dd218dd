"use client";
import Link from "next/link";
import { useEffect, useState } from "react";
import { formatMs } from "@/components/exchange/format";
import { Body, Headers } from "@/components/exchange/message-parts";
import { KeyValue } from "@/components/ui/key-value";
import { Notice } from "@/components/ui/notice";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { Result } from "@/lib/core/result";
import type { WebMethodCall } from "@/lib/inbound/web-method";
import { loadCall } from "./actions";
import { CallOutcomeStatus } from "./call-outcome";

const noAnswer: Result<WebMethodCall> = {
  ok: false,
  error: { code: "unexpected", message: "The server did not answer. Try again." },
};

/** One call at the edge of the log: what came, what was done, what was answered. `id` undefined closes it. */
export function CallDetail({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const [loaded, setLoaded] = useState<{ id: string; result: Result<WebMethodCall> }>();
  useEffect(() => {
    if (id === undefined) return;
    let isCurrent = true;
    loadCall({ id })
      .catch(() => noAnswer)
      .then((result) => isCurrent && setLoaded({ id, result }));
    return () => {
      isCurrent = false;
    };
  }, [id]);
  const result = loaded?.result;
  return (
    <Sheet open={id !== undefined} onOpenChange={(open) => !open && onClose()}>
      <SheetContent title="Call" description={id}>
        <div className="flex flex-col gap-6 p-5">
          {loaded?.id !== id || !result ? (
            <div role="status" aria-label="Loading the call" className="flex flex-col gap-3">
              <Skeleton className="w-1/2" />
              <Skeleton className="w-2/3" />
            </div>
          ) : result.ok ? (
            <Call call={result.value} />
          ) : (
            <Notice tone="danger">{result.error.message}</Notice>
          )}
        </div>
      </SheetContent>
    </Sheet>
  );
}

function Call({ call }: { call: WebMethodCall }) {
  const { request, response, ticketDisplayId, idempotencyKey } = call;
  return (
    <>
      <KeyValue
        items={[
          { label: "Outcome", value: <CallOutcomeStatus outcome={call.outcome} /> },
          { label: "Time", value: <Time value={call.at} format="exact" /> },
          { label: "Duration", value: formatMs(call.durationMs) },
          { label: "Address", value: <code className="font-mono text-xs">{call.remoteAddress || "unknown"}</code> },
          ...(ticketDisplayId
            ? [
                {
                  label: "Ticket",
                  value: (
                    <Link href={`/tickets/${ticketDisplayId}`} className="rounded-sm text-accent-text hover:underline">
                      {ticketDisplayId}
                    </Link>
                  ),
                },
              ]
            : []),
          ...(idempotencyKey
            ? [{ label: "Idempotency key", value: <code className="font-mono text-xs">{idempotencyKey}</code> }]
            : []),
          ...(request.query
            ? [{ label: "Query", value: <code className="font-mono text-xs">{request.query}</code> }]
            : []),
        ]}
      />
      {call.notes.length > 0 && (
        <ul aria-label="Notes" className="flex list-disc flex-col gap-1 pl-5">
          {call.notes.map((note) => (
            <li key={note} className="[overflow-wrap:anywhere]">
              {note}
            </li>
          ))}
        </ul>
      )}
      <Body
        label="Request body"
        body={request.body}
        contentType={request.headers["content-type"]}
        isTruncated={request.isTruncated}
      />
      <Headers label="Request headers" headers={request.headers} />
      <Body
        label={`Response body (${response.status})`}
        body={response.body}
        contentType={/^\s*[[{]/.test(response.body) ? "application/json" : undefined}
      />
    </>
  );
}
