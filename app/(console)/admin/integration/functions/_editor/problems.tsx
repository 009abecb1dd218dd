"use client";
import { CircleAlert, TriangleAlert } from "lucide-react";
import type { Diagnostic } from "@/lib/deluge/diagnostic";

const mostShown = 50;

type ProblemsProps = { diagnostics: readonly Diagnostic[]; onGoTo: (diagnostic: Diagnostic) => void };

/** What the language complains about, each one a way to its place. */
export function Problems({ diagnostics, onGoTo }: ProblemsProps) {
  const shown = diagnostics.filter(({ severity }) => severity !== "hint");
  if (shown.length === 0) return null;
  return (
    <section aria-label="Problems" className="min-w-0">
      <ul className="flex max-h-40 flex-col overflow-y-auto">
        {shown.slice(0, mostShown).map((one) => (
          <li key={`${one.code} ${one.start}`}>
            <button
              type="button"
              className="flex w-full items-start gap-2 rounded-md px-1.5 py-1 text-left hover:bg-hover"
              onClick={() => onGoTo(one)}
            >
              {one.severity === "error" ? (
                <CircleAlert aria-label="Error" className="mt-0.5 size-3.5 shrink-0 text-danger" />
              ) : (
                <TriangleAlert aria-label="Warning" className="mt-0.5 size-3.5 shrink-0 text-warning" />
              )}
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <span className="text-muted">Line {one.line}:</span> {one.message}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length > mostShown && <p className="text-muted text-xs">{shown.length - mostShown} more</p>}
    </section>
  );
}
