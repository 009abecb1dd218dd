"use client";
import { Pencil, Trash2 } from "lucide-react";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { formatMs } from "@/components/exchange/format";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { TextDiff } from "@/components/ui/text-diff";
import type { FunctionTest } from "@/lib/functions/function";
import { removeFunctionTest, runFunctionTests } from "../actions";
import { useEditor, useEditorForm } from "./editor-context";
import type { TestDraft } from "./test-dialog";

type Ran = Extract<Awaited<ReturnType<typeof runFunctionTests>>, { ok: true }>["value"][number];

/** Saved calls with what they must give; run on demand, and before a published function is saved or published. */
export function TestsTab({ onTest }: { onTest: (draft: TestDraft) => void }) {
  const { callable, tests, readOnly, result } = useEditor();
  const { handleSubmit } = useEditorForm();
  const [ran, setRan] = useState<readonly Ran[]>([]);
  const [deleting, setDeleting] = useState<FunctionTest>();
  const [pending, startTransition] = useTransition();
  const run = handleSubmit(
    (values) =>
      startTransition(async () => {
        const answer = await runFunctionTests({ id: callable?.id ?? "", values }).catch(() => undefined);
        if (answer?.ok) setRan(answer.value);
        else toast.error(answer ? answer.error.message : "The server did not answer. Try again.");
      }),
    () => void toast.error("Correct the marked fields of the function first."),
  );
  const passed = ran.filter((one) => one.passed).length;
  const add = (
    <div className="flex flex-wrap gap-2">
      {result && (
        <Button
          onClick={() =>
            onTest({ arguments: result.arguments, kind: result.ok ? "output" : "error", text: result.output })
          }
        >
          Add from last run
        </Button>
      )}
      <Button onClick={() => onTest({ arguments: "{}", kind: "output", text: "" })}>Add test case</Button>
    </div>
  );
  if (tests.length === 0)
    return (
      <EmptyState title="A test case is a call with what it must give" action={!readOnly && add}>
        A published function is only saved when its test cases pass, unless you say otherwise.
      </EmptyState>
    );
  return (
    <section aria-label="Test cases" className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-muted tabular-nums">
          {ran.length > 0 && `${passed} of ${ran.length} passed`}
        </p>
        {!readOnly && (
          <div className="flex flex-wrap gap-2">
            {add}
            <Button variant="primary" pending={pending} onClick={() => void run()}>
              Run all
            </Button>
          </div>
        )}
      </div>
      <ul className="flex min-w-0 flex-col">
        {tests.map((test) => (
          <TestRow
            key={test.id}
            test={test}
            ran={ran.find(({ testId }) => testId === test.id)}
            onEdit={
              readOnly
                ? undefined
                : () => onTest({ ...test.expects, id: test.id, name: test.name, arguments: test.arguments })
            }
            onDelete={() => setDeleting(test)}
          />
        ))}
      </ul>
      <ConfirmDialog
        open={deleting !== undefined}
        onOpenChange={(open) => !open && setDeleting(undefined)}
        title={`Delete test case “${deleting?.name ?? ""}”?`}
        confirmLabel="Delete test case"
        danger
        onConfirm={async () => {
          const done = await removeFunctionTest({ id: callable?.id ?? "", testId: deleting?.id ?? "" });
          if (!done.ok) return { error: done.error.message };
          toast.success(`Test case “${deleting?.name ?? ""}” deleted.`);
          return undefined;
        }}
      />
    </section>
  );
}

type TestRowProps = { test: FunctionTest; ran: Ran | undefined; onEdit?: () => void; onDelete: () => void };

function TestRow({ test, ran, onEdit, onDelete }: TestRowProps) {
  const { name, expects } = test;
  return (
    <li aria-label={name} className="flex min-w-0 flex-col gap-2 border-t py-3 last:border-b">
      <div className="flex min-w-0 items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="break-words font-medium">{name}</p>
          <p className="truncate font-mono text-muted text-xs" title={test.arguments}>
            {test.arguments}
          </p>
          <p className="truncate text-xs">
            <span className="text-muted">{expects.kind === "output" ? "gives " : "fails with "}</span>
            <code className="font-mono" title={expects.text}>
              {expects.text === "" ? "nothing" : expects.text}
            </code>
          </p>
        </div>
        <div className="flex shrink-0 items-center gap-2">
          {ran && (
            <>
              <span className="text-muted text-xs tabular-nums max-sm:hidden">{formatMs(ran.durationMs)}</span>
              <Status meaning={ran.passed ? "success" : "danger"}>{ran.passed ? "Passed" : "Failed"}</Status>
            </>
          )}
          {onEdit && (
            <>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Edit test case ${name}`}
                title="Edit"
                onClick={onEdit}
              >
                <Pencil aria-hidden />
              </Button>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Delete test case ${name}`}
                title="Delete"
                onClick={onDelete}
              >
                <Trash2 aria-hidden />
              </Button>
            </>
          )}
        </div>
      </div>
      {ran && !ran.passed && (
        <TextDiff
          label={`Expected and actual of ${name}`}
          before={expects.text}
          after={ran.error ?? ran.output}
          beforeLabel={expects.kind === "output" ? "Expected value" : "Expected in the message"}
          afterLabel={ran.error === null ? "Actual value" : "Actual error"}
        />
      )}
    </li>
  );
}
