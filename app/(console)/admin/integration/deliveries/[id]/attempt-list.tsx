"use client";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { Exchange, RequestView } from "@/components/exchange/exchange";
import { formatMs, statusText } from "@/components/exchange/format";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { type Meaning, Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Attempt, AttemptOutcome, StoredRequest } from "@/lib/delivery/delivery";

const outcomes: Record<AttemptOutcome, { label: string; meaning: Meaning }> = {
  succeeded: { label: "Succeeded", meaning: "success" },
  failed: { label: "Failed", meaning: "danger" },
  interrupted: { label: "Interrupted", meaning: "warning" },
};

/** Every attempt, newest first and open; before the first one, the request that is going to be sent. */
export function AttemptList({ request, attempts }: { request: StoredRequest; attempts: Attempt[] }) {
  if (attempts.length === 0)
    return (
      <section aria-labelledby="request-title" className="min-w-0">
        <h2 id="request-title" className="mb-3 font-semibold text-base">
          Request
        </h2>
        <RequestView request={request} />
      </section>
    );
  return (
    <section aria-labelledby="attempts-title" className="min-w-0">
      <h2 id="attempts-title" className="mb-3 font-semibold text-base">
        Attempts <span className="font-normal text-faint tabular-nums">{attempts.length}</span>
      </h2>
      <ol className="flex flex-col border-t">
        {attempts.map((attempt, index) => (
          <AttemptEntry key={attempt.id} request={request} attempt={attempt} isNewest={index === 0} />
        ))}
      </ol>
    </section>
  );
}

type AttemptEntryProps = { request: StoredRequest; attempt: Attempt; isNewest: boolean };

function AttemptEntry({ request, attempt, isNewest }: AttemptEntryProps) {
  // Only at first: what the reader has opened or closed stays so when a newer attempt arrives.
  const [isOpen, setOpen] = useState(isNewest);
  const id = useId();
  const { label, meaning } = outcomes[attempt.outcome];
  return (
    <li className="min-w-0 border-b">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpen(!isOpen)}
          className="flex min-h-11 w-full flex-wrap items-center gap-x-3 gap-y-1 rounded-md py-2 text-left hover:bg-surface focus-visible:-outline-offset-2"
        >
          <ChevronRight
            aria-hidden
            className={cn("size-4 shrink-0 text-faint transition-transform", isOpen && "rotate-90")}
          />
          <span className="font-medium tabular-nums">Attempt {attempt.number}</span>
          <Status meaning={meaning}>{label}</Status>
          {attempt.kind === "manual" && <Badge tone="outline">By hand</Badge>}
          {!isOpen && (
            <span className="text-muted tabular-nums">
              {attempt.response ? `${statusText(attempt.response.status)}, ` : ""}
              {formatMs(attempt.durationMs)}
            </span>
          )}
          <span className="ml-auto pr-1 text-muted">
            <Time value={attempt.startedAt} />
          </span>
        </button>
      </h3>
      {isOpen && (
        <div id={id} className="min-w-0 pb-6 pl-7 max-sm:pl-0">
          <Exchange request={request} attempt={attempt} />
        </div>
      )}
    </li>
  );
}
