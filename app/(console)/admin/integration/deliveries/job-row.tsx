"use client";
import { ChevronRight, Pause, Play } from "lucide-react";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Progress } from "@/components/ui/progress";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { isEnded, type Job, type JobEvent, nextJobStatus } from "@/lib/delivery/job";
import { decideJob } from "./bulk-actions";
import { filterWords, jobStates, jobTitle, progressText } from "./job-words";

export type JobRowProps = { job: Job; names: Readonly<Record<string, string>>; mayWrite: boolean };

/** A job with its bar, what comes next or came of it, and what a person may decide. */
export function JobRow({ job, names, mayWrite }: JobRowProps) {
  const [pending, startTransition] = useTransition();
  const [isCancelling, setCancelling] = useState(false);
  const { status, total, done, skipped, failed, message, actorName, createdAt } = job;
  const { label, meaning } = jobStates[status];
  const title = jobTitle(job, names);
  const may = (event: JobEvent) => mayWrite && nextJobStatus(status, event) !== undefined;
  const decide = async (event: JobEvent) => {
    const result = await decideJob({ id: job.id, event }).catch(() => undefined);
    return result?.ok ? undefined : (result?.error.message ?? "The server did not answer. Try again.");
  };
  const press = (event: JobEvent) =>
    startTransition(async () => {
      const problem = await decide(event);
      if (problem) toast.error(problem);
    });
  return (
    <li aria-label={title} className="flex min-w-0 flex-col gap-2 border-b py-2.5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
            <span className="break-words">{title}</span>
            <Status meaning={meaning} className="font-normal">
              {label}
            </Status>
          </p>
          {isEnded(status) && <p className="tabular-nums">{progressText(job)}</p>}
          <p className="break-words text-muted text-xs">
            {filterWords(job.input, names)} · {actorName}, <Time value={createdAt} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {may("pause") && (
            <Button size="sm" pending={pending} onClick={() => press("pause")}>
              <Pause aria-hidden />
              Pause
            </Button>
          )}
          {may("resume") && (
            <Button size="sm" pending={pending} onClick={() => press("resume")}>
              <Play aria-hidden />
              Resume
            </Button>
          )}
          {may("cancel") && (
            <Button size="sm" onClick={() => setCancelling(true)}>
              Cancel job
            </Button>
          )}
        </div>
      </div>
      {!isEnded(status) && <Progress label={progressText(job)} value={done + skipped + failed} max={total} />}
      {message && <Reasons message={message} failed={failed} />}
      <ConfirmDialog
        open={isCancelling}
        onOpenChange={setCancelling}
        title="Cancel this job?"
        description={`${title}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")} are done and stay so. The others are left as they are.`}
        confirmLabel="Cancel job"
        cancelLabel="Keep going"
        danger
        onConfirm={async () => {
          const error = await decide("cancel");
          return error === undefined ? undefined : { error };
        }}
      />
    </li>
  );
}

function Reasons({ message, failed }: { message: string; failed: number }) {
  const lines = message.split("\n");
  return (
    <details className="group">
      <summary className="inline-flex items-center gap-1 rounded-sm text-muted hover:text-text">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        {lines.length < failed ? `The first ${lines.length} reasons` : lines.length === 1 ? "Reason" : "Reasons"}
      </summary>
      <ul className="mt-1.5 flex flex-col gap-1 pl-5">
        {lines.map((line, index) => (
          // Lines may repeat, and are only ever added.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={index} className="break-words text-muted">
            {line}
          </li>
        ))}
      </ul>
    </details>
  );
}
