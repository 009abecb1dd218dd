"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import { formatMs } from "@/components/exchange/format";
import { Body } from "@/components/exchange/message-parts";
import { Button } from "@/components/ui/button";
import { KeyValue } from "@/components/ui/key-value";
import { LoadedSheet } from "@/components/ui/loaded-sheet";
import { Time } from "@/components/ui/time";
import type { FunctionRun } from "@/lib/functions/run";
import { whyNoTest, whyNotAgain } from "./repeatable";
import { keepAsTest, loadRun, runAgain } from "./run-actions";
import { RunCalls } from "./run-calls";
import { originLabels, RunOutcome } from "./run-words";

type Loaded = { run: FunctionRun; displayIds: string[] };

type RunDetailProps = {
  /** Undefined closes it. */
  id: string | undefined;
  canWrite: boolean;
  onClose: () => void;
  onOpen: (id: string) => void;
};

/** One run at the edge of the list: arguments, result, log, calls. */
export function RunDetail({ id, canWrite, onClose, onOpen }: RunDetailProps) {
  return (
    <LoadedSheet
      subject={id}
      what="run"
      title="Run"
      description={id}
      load={(subject) => loadRun({ id: subject })}
      onClose={onClose}
    >
      {(loaded) => <Run {...loaded} canWrite={canWrite} onOpen={onOpen} />}
    </LoadedSheet>
  );
}

function Run({ run, displayIds, canWrite, onOpen }: Loaded & Pick<RunDetailProps, "canWrite" | "onOpen">) {
  const failed = run.outcome === "failed";
  return (
    <>
      <KeyValue
        items={[
          { label: "Outcome", value: <RunOutcome outcome={run.outcome} /> },
          { label: "Time", value: <Time value={run.at} format="exact" /> },
          { label: "Duration", value: formatMs(run.durationMs) },
          { label: "Statements", value: run.statements.toLocaleString("en") },
          { label: "Version", value: run.version },
          { label: "Started by", value: originLabels[run.origin] },
          { label: "From", value: run.origin === "call" ? run.remoteAddress : run.actorName },
          ...(displayIds.length > 0
            ? [
                {
                  label: "Tickets",
                  value: displayIds.map((displayId) => (
                    <Link
                      key={displayId}
                      href={`/tickets/${displayId}`}
                      className="mr-2 rounded-sm text-accent-text hover:underline"
                    >
                      {displayId}
                    </Link>
                  )),
                },
              ]
            : []),
        ]}
      />
      {canWrite && <RunCommands run={run} onOpen={onOpen} />}
      <Body label="Arguments" body={run.arguments} contentType="application/json" />
      <Body
        label={failed ? "Error" : "Result"}
        body={run.result}
        contentType={!failed && /^\s*[[{]/.test(run.result) ? "application/json" : undefined}
      />
      {run.info.length > 0 && <Body label="Log (info)" body={run.info.join("\n")} contentType={undefined} />}
      <RunCalls calls={run.calls} />
    </>
  );
}

function RunCommands({ run, onOpen }: { run: FunctionRun; onOpen: (id: string) => void }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const again = () =>
    start(async () => {
      const result = await runAgain({ id: run.id });
      if (!result.ok) return void toast.error(result.error.message);
      toast.success(
        result.value.outcome === "succeeded" ? "The function ran again." : "The function ran again and failed.",
      );
      router.refresh();
      onOpen(result.value.id);
    });
  const keep = () =>
    start(async () => {
      const result = await keepAsTest({
        id: run.id,
        name: `Run of ${run.at.toISOString().slice(0, 19).replace("T", " ")}`,
      });
      if (!result.ok) return void toast.error(result.error.message);
      toast.success("Kept as a test case.");
      router.refresh();
    });
  const reason = whyNoTest(run);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button pending={pending} disabled={whyNotAgain(run) !== undefined} onClick={again}>
          Run again
        </Button>
        <Button disabled={pending || reason !== undefined} onClick={keep}>
          Keep as test case
        </Button>
      </div>
      {reason && <p className="text-muted">{reason}</p>}
    </div>
  );
}
