"use client";
import { Check, ChevronRight, Circle, LoaderCircle, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState, useTransition } from "react";
import { Exchange } from "@/components/exchange/exchange";
import { Live } from "@/components/shell/live";
import { ChangeList } from "@/components/tickets/change-list";
import {
  type DeliveryProgress,
  isUnderWay,
  type ProgressStep,
  progressSteps,
} from "@/components/tickets/delivery-progress";
import { Button, ButtonLink } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { Attempt, StoredRequest } from "@/lib/delivery/delivery";
import { followDelivery, retryDelivery } from "./actions";
import { ProposalNotice } from "./proposal";
import type { Proposal } from "./read-ticket";

type News = {
  progress: DeliveryProgress;
  proposals: Proposal[];
  exchange?: { request: StoredRequest; attempt?: Attempt };
};
const lookAgainMs = 1500;

/** Follows a delivery: told by the server when something changed, and looking by itself while the next news can be any moment. */
function useDelivery(deliveryId: string) {
  const router = useRouter();
  const [news, setNews] = useState<News>();
  const [problem, setProblem] = useState<string>();
  const wasUnderWay = useRef(false);

  const look = useCallback(async () => {
    const result = await followDelivery({ deliveryId }).catch(() => undefined);
    if (!result?.ok) return setProblem(result?.error.message ?? "The server did not answer.");
    setProblem(undefined);
    setNews(result.value);
  }, [deliveryId]);

  const underWay = news ? isUnderWay(news.progress, new Date()) : true;
  useEffect(() => {
    void look();
  }, [look]);
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(look, lookAgainMs);
    return () => clearInterval(timer);
  }, [underWay, look]);
  useEffect(() => {
    // The page behind the dialog shows the fields the reply filled.
    if (wasUnderWay.current && !underWay) router.refresh();
    wasUnderWay.current = underWay;
  }, [underWay, router]);
  return { news, problem, look };
}

type FiringProgressProps = { deliveryId: string; mayRetry: boolean };

/** Queued, sent, answered, fields updated: live. Closing it stops nothing. */
export function FiringProgress({ deliveryId, mayRetry }: FiringProgressProps) {
  const { news, problem, look } = useDelivery(deliveryId);
  if (!news) return problem ? <Notice tone="danger">{problem}</Notice> : <Skeleton className="h-28" />;
  const { progress, proposals, exchange } = news;
  const steps = progressSteps(progress, new Date());
  return (
    <div className="flex flex-col gap-4">
      <Live topic="delivery" id={deliveryId} onChange={look} />
      <ol className="flex flex-col gap-2">
        {steps.map((step) => (
          <Step key={step.name} step={step} />
        ))}
      </ol>
      <p role="status" className="sr-only">
        {sentence(progress, steps)}
      </p>
      {problem && <Notice tone="warning">{problem} What you see may be out of date.</Notice>}
      {progress.failure && <FailureNotice progress={progress} mayRetry={mayRetry} onRetried={look} />}
      {progress.waiting && <Notice tone="info">{progress.waiting}</Notice>}
      {progress.story && <p className="break-words [overflow-wrap:anywhere]">{progress.story}</p>}
      {proposals.map(({ entry, values }) => (
        <ProposalNotice
          key={entry.id}
          entryId={entry.id}
          summary={entry.summary}
          values={values}
          onDecided={look}
          className=""
        />
      ))}
      {progress.notes.map((note) => (
        <Notice key={note} tone="warning">
          {note}
        </Notice>
      ))}
      {progress.filled.length > 0 && <ChangeList changes={progress.filled} />}
      {exchange && (
        <details className="group min-w-0">
          <summary className="inline-flex items-center gap-1 rounded-sm font-medium">
            <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
            Request and reply
          </summary>
          <Exchange className="mt-3" {...exchange} />
          <ButtonLink size="sm" className="mt-3" href={`/admin/integration/deliveries/${deliveryId}`}>
            Open delivery
          </ButtonLink>
        </details>
      )}
    </div>
  );
}

function FailureNotice({
  progress,
  mayRetry,
  onRetried,
}: {
  progress: DeliveryProgress;
  mayRetry: boolean;
  onRetried: () => void;
}) {
  const [pending, startTransition] = useTransition();
  const [refused, setRefused] = useState<string>();
  const { status, failure, nextAttemptAt, deliveryId } = progress;
  if (isUnderWay(progress, new Date())) return null;
  const retry = () =>
    startTransition(async () => {
      const result = await retryDelivery({ deliveryId }).catch(() => undefined);
      startTransition(() =>
        setRefused(result?.ok ? undefined : (result?.error.message ?? "The server did not answer.")),
      );
      onRetried();
    });
  return (
    <Notice
      tone={status === "pending" ? "warning" : "danger"}
      action={
        mayRetry && (
          <Button size="sm" pending={pending} onClick={retry}>
            Retry
          </Button>
        )
      }
    >
      <p>{failure}</p>
      {status === "pending" && nextAttemptAt && (
        <p className="text-muted">
          It will be tried again <Time value={nextAttemptAt} />.
        </p>
      )}
      {refused && <p className="text-danger">{refused}</p>}
    </Notice>
  );
}

function sentence({ webhookName, status, failure }: DeliveryProgress, steps: ProgressStep[]): string {
  if (status === "succeeded") return `${webhookName} succeeded. ${steps.at(-1)?.label}.`;
  if (failure) return `${webhookName} failed. ${failure}`;
  return steps.find(({ state }) => state === "active")?.label ?? "";
}

const inks = { done: "text-success", active: "text-info", failed: "text-danger", todo: "text-faint" };
const words = { done: "done", active: "under way", failed: "failed", todo: "not yet" };

function Step({ step: { label, state } }: { step: ProgressStep }) {
  const Icon = { done: Check, active: LoaderCircle, failed: X, todo: Circle }[state];
  return (
    <li className={cn("flex items-center gap-2.5", state === "todo" && "text-muted")}>
      <Icon aria-hidden className={cn("size-4 shrink-0", inks[state], state === "active" && "animate-spin")} />
      {label}
      <span className="sr-only">, {words[state]}</span>
    </li>
  );
}
