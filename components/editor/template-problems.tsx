import { CircleAlert, TriangleAlert } from "lucide-react";
import { cn } from "@/components/ui/cn";

export type ShownProblem = { severity: "error" | "warning"; message: string; line?: number; column?: number };

const most = 5;

/** Mistakes of a template, errors first, each with its place (line:column). Draws nothing without any. */
export function TemplateProblems({ id, problems }: { id?: string; problems: readonly ShownProblem[] }) {
  if (problems.length === 0) return null;
  const sorted = problems.toSorted((a, b) => (a.severity === b.severity ? 0 : a.severity === "error" ? -1 : 1));
  return (
    <ul id={id} className="mt-1.5 flex flex-col gap-1 text-xs">
      {sorted.slice(0, most).map(({ severity, message, line, column }) => {
        const Icon = severity === "error" ? CircleAlert : TriangleAlert;
        return (
          <li
            key={`${line}:${column}:${message}`}
            className={cn("flex items-start gap-1.5", severity === "error" ? "text-danger" : "text-warning")}
          >
            <Icon aria-hidden className="mt-px size-3.5 shrink-0" />
            <span className="min-w-0 break-words">
              {line !== undefined && <span className="mr-1.5 font-mono tabular-nums">{`${line}:${column}`}</span>}
              <span className="sr-only">{severity === "error" ? "Error: " : "Warning: "}</span>
              {message}
            </span>
          </li>
        );
      })}
      {sorted.length > most && <li className="text-muted">and {sorted.length - most} more</li>}
    </ul>
  );
}
