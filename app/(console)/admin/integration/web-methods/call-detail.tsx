"use client";
import Link from "next/link";
import { formatMs } from "@/components/exchange/format";
import { Body, Headers } from "@/components/exchange/message-parts";
import { KeyValue } from "@/components/ui/key-value";
import { LoadedSheet } from "@/components/ui/loaded-sheet";
import { Time } from "@/components/ui/time";
import type { WebMethodCall } from "@/lib/inbound/web-method";
import { loadCall } from "./actions";
import { CallOutcomeStatus } from "./call-outcome";

/** One call at the edge of the log: what came, what was done, what was answered. `id` undefined closes it. */
export function CallDetail({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  return (
    <LoadedSheet
      subject={id}
      what="call"
      title="Call"
      description={id}
      load={(subject) => loadCall({ id: subject })}
      onClose={onClose}
    >
      {(call) => <Call call={call} />}
    </LoadedSheet>
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
