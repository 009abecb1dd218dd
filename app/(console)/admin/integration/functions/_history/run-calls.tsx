import { ChevronRight } from "lucide-react";
import { formatMs } from "@/components/exchange/format";
import { Body } from "@/components/exchange/message-parts";
import type { RunCall } from "@/lib/functions/run";

/** What a run asked of the desk and the world, in order; each opens to what was sent and answered. */
export function RunCalls({ calls }: { calls: readonly RunCall[] }) {
  if (calls.length === 0) return null;
  return (
    <section aria-label="Calls made" className="flex flex-col gap-2">
      <h3 className="font-medium text-sm">Calls made</h3>
      <ol className="flex flex-col">
        {calls.map((call, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same call may come twice, and none moves
          <li key={index} className="border-t py-1.5">
            <details className="group">
              <summary className="flex cursor-pointer items-center gap-x-3 rounded-sm text-sm">
                <ChevronRight aria-hidden className="size-3.5 shrink-0 transition-transform group-open:rotate-90" />
                <code className="font-mono text-xs">{call.task}</code>
                <span className="min-w-0 flex-1 truncate text-muted" title={call.target || undefined}>
                  {call.target || call.request}
                </span>
                <span className={call.error ? "text-danger" : "text-muted tabular-nums"}>
                  {call.error ? "failed" : (call.status ?? "done")}
                </span>
                <span className="text-muted tabular-nums">{formatMs(call.durationMs)}</span>
              </summary>
              <div className="flex flex-col gap-3 py-3">
                {call.error && <p className="text-danger">{call.error}</p>}
                {call.request && <Body label="Sent" body={call.request} contentType={jsonOr(call.request)} />}
                {call.reply && <Body label="Answer" body={call.reply} contentType={jsonOr(call.reply)} />}
              </div>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

const jsonOr = (text: string) => (/^\s*[[{]/.test(text) ? "application/json" : undefined);
