import type { ReactNode } from "react";
import { Body, Headers } from "@/components/exchange/message-parts";
import { VerdictTree } from "@/components/rules/verdict";
import { ChangeList } from "@/components/tickets/change-list";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValue } from "@/components/ui/key-value";
import { MethodBadge } from "@/components/ui/method-badge";
import { Notice } from "@/components/ui/notice";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { TestedCall, TestedFiring, TriggerTest } from "@/lib/runtime/test-trigger";

/** Whether the rule would run and why (not), condition by condition, then everything it would do. */
export function TestResult({ result, hasActions }: { result: TriggerTest; hasActions: boolean }) {
  const { event, verdict, wouldRun, reasons, changes, messages, firings, calls, problems } = result;
  const isIdle = [changes, messages, firings, calls].every(({ length }) => length === 0);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div>
        <p role="status" className="font-medium">
          <Status meaning={wouldRun ? "success" : "faint"} className="text-text">
            {wouldRun ? "It would run now" : "It would not run now"}
          </Status>
        </p>
        {reasons.length > 0 && (
          <ul className="mt-1 flex flex-col gap-0.5">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
        <p className="mt-1 break-words text-muted text-xs">
          Asked about: {event.summary}, by {event.actorName}, <Time value={event.at} />
        </p>
      </div>
      <Part title="Conditions">
        <VerdictTree verdict={verdict} />
      </Part>
      <Part title={wouldRun ? "What it would do" : "What it would do if it ran"}>
        <div className="flex min-w-0 flex-col gap-4">
          {isIdle && problems.length === 0 && (
            <p className="text-muted">
              {hasActions ? "Nothing: the ticket is like that already." : "Nothing: there is no action yet."}
            </p>
          )}
          {changes.length > 0 && <ChangeList changes={changes} className="text-sm" />}
          {messages.map(({ body, visibility }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn whole, never reordered
            <div key={index} className="min-w-0">
              <p className="text-muted text-xs">{visibility === "public" ? "Public note" : "Private note"}</p>
              <p className="mt-0.5 whitespace-pre-wrap break-words border-l-2 pl-3">{body}</p>
            </div>
          ))}
          {firings.map((firing, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn whole, never reordered
            <Firing key={index} firing={firing} />
          ))}
          {calls.map((call, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn whole, never reordered
            <Call key={index} call={call} />
          ))}
          {problems.map((problem) => (
            <Notice key={problem} tone="warning">
              {problem}
            </Notice>
          ))}
        </div>
      </Part>
    </div>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="min-w-0">
    <h3 className="mb-1.5 font-medium">{title}</h3>
    {children}
  </section>
);

/** A webhook with the request it would send, credentials masked. */
function Firing({ firing: { webhookName, request, parameters, reason } }: { firing: TestedFiring }) {
  const title = `Execute Webhook ${webhookName === null ? "that is gone" : `“${webhookName}”`}`;
  const values = shownValues(parameters);
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3 border-t pt-3">
      <p className="font-medium">{title}</p>
      {reason && <Notice tone="warning">{reason}</Notice>}
      {values.length > 0 && (
        <div>
          <p className="mb-1.5 text-muted text-xs">Parameter values</p>
          <KeyValue items={values} />
        </div>
      )}
      {request ? (
        <>
          <div className="flex items-start gap-2 rounded-lg border bg-surface py-1 pr-1 pl-3">
            <MethodBadge method={request.method} className="mt-1 leading-5" />
            <code className="mt-1 min-w-0 flex-1 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
              {request.url}
            </code>
            <CopyButton text={request.url} label="Copy URL" />
          </div>
          <Headers label="Headers" headers={request.headers} />
          <Body label="Body" body={request.body} contentType={request.headers["content-type"]} />
        </>
      ) : (
        !reason && <p className="text-muted">Your role can’t see webhooks, so the request isn’t shown.</p>
      )}
    </section>
  );
}

const shownValues = (values: Record<string, string>) =>
  Object.entries(values).map(([label, value]) => ({
    label,
    value: value === "" ? <span className="text-muted">empty</span> : value,
  }));

/** A callback function with the arguments it would get. */
function Call({ call: { functionName, arguments: given, reason } }: { call: TestedCall }) {
  const title = `Run callback function ${functionName === null ? "that is gone" : `“${functionName}”`}`;
  const values = shownValues(given);
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3 border-t pt-3">
      <p className="font-medium">{title}</p>
      {reason && <Notice tone="warning">{reason}</Notice>}
      {values.length > 0 && (
        <div>
          <p className="mb-1.5 text-muted text-xs">Arguments</p>
          <KeyValue items={values} />
        </div>
      )}
    </section>
  );
}
