"use client";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import type { TraceStep } from "@/lib/deluge/run";

type TraceStepsProps = { steps: readonly TraceStep[]; onSelect: (line: number) => void };

/** Every statement as it was executed, with the variables it changed; pressing one selects its line. */
export function TraceSteps({ steps, onSelect }: TraceStepsProps) {
  const [selected, setSelected] = useState<TraceStep>();
  if (steps.length === 0) return null;
  return (
    <section aria-labelledby="steps-heading" className="min-w-0">
      <h3 id="steps-heading" className="mb-1.5 font-medium">
        Steps
      </h3>
      <ol aria-label="Steps" className="flex max-h-80 flex-col overflow-y-auto rounded-lg border font-mono text-xs">
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its number
          <li key={index}>
            <button
              type="button"
              aria-pressed={step === selected}
              onClick={() => {
                setSelected(step);
                onSelect(step.line);
              }}
              className={cn(
                "grid w-full grid-cols-[4rem_minmax(0,1fr)] gap-x-3 px-3 py-1 text-left leading-5 hover:bg-hover focus-visible:-outline-offset-2",
                step === selected && "bg-accent-subtle",
              )}
            >
              <span className="text-muted tabular-nums">Line {step.line}</span>
              <span className="min-w-0">
                {step.function !== "" && <span className="text-muted">{step.function} </span>}
                {step.changes.map(({ name, text }) => (
                  <span key={name} className="block truncate" title={text}>
                    {name} = {text}
                  </span>
                ))}
                {step.calls.map((call) => (
                  <span key={call} className="block truncate text-muted" title={call}>
                    {call}
                  </span>
                ))}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {steps.length >= 500 && <p className="mt-1.5 text-muted text-xs">The first 500 steps are shown.</p>}
    </section>
  );
}
