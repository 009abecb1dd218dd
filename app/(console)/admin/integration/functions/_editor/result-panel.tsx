"use client";
import { Play } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { formatMs } from "@/components/exchange/format";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";
import { Status } from "@/components/ui/status";
import { RunCalls } from "../_history/run-calls";
import { useEditor } from "./editor-context";
import { TraceSteps } from "./trace-steps";

type ResultPanelProps = { onKeep: () => void };

/** What the last run gave, what it wrote to its log, what it asked of the world, and how it got there. */
export function ResultPanel({ onKeep }: ResultPanelProps) {
  const { result, code, readOnly } = useEditor();
  const panel = useRef<HTMLElement>(null);
  const shown = useRef(result);
  useEffect(() => {
    if (result && result !== shown.current) panel.current?.scrollIntoView({ block: "nearest" });
    shown.current = result;
  }, [result]);
  if (readOnly) return null;
  return (
    <section ref={panel} aria-label="Result" className="flex min-w-0 flex-col gap-4 border-t pt-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold text-lg">Result</h2>
        {result && (
          <Button size="sm" onClick={onKeep}>
            Keep as test case
          </Button>
        )}
      </div>
      {!result ? (
        <p className="flex items-center gap-1.5 text-muted">
          <Play aria-hidden className="size-3.5 shrink-0" /> Save &amp; Execute shows here what the function gives,
          without publishing it.
        </p>
      ) : (
        <>
          <div role="status" className="flex flex-wrap items-center gap-x-5 gap-y-1 tabular-nums">
            <Status meaning={result.ok ? "success" : "danger"}>{result.ok ? "Succeeded" : "Failed"}</Status>
            <span>{formatMs(result.durationMs)}</span>
            <span>
              {result.statements.toLocaleString("en")} {result.statements === 1 ? "statement" : "statements"}
            </span>
            <span className="text-muted">version {result.version}</span>
          </div>
          {result.ok ? (
            <CodeBlock label="Return value" code={result.output} language={jsonOr(result.output)} wrap />
          ) : (
            <Notice
              tone="danger"
              action={
                result.line > 0 && (
                  <Button size="sm" onClick={() => code?.goTo(result.line)}>
                    Go to line {result.line}
                  </Button>
                )
              }
            >
              {result.output}
            </Notice>
          )}
          {result.info.length > 0 && <CodeBlock label="Log" code={result.info.join("\n")} wrap />}
          {result.displayIds.length > 0 && (
            <p className="flex flex-wrap gap-x-2">
              {result.displayIds.length === 1 ? "Changed ticket" : "Changed tickets"}
              {result.displayIds.map((displayId) => (
                <Link
                  key={displayId}
                  href={`/tickets/${displayId}`}
                  className="rounded-sm text-accent-text hover:underline"
                >
                  {displayId}
                </Link>
              ))}
            </p>
          )}
          <RunCalls calls={result.calls} />
          <TraceSteps steps={result.trace} onSelect={(line) => code?.goTo(line, undefined, false)} />
        </>
      )}
    </section>
  );
}

const jsonOr = (text: string) => (/^\s*[[{]/.test(text) ? ("json" as const) : undefined);
