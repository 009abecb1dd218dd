import { Check, X } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { Verdict } from "@/lib/rules/explain";

/** Why a ticket matches or not: every row with a tick or a cross, what the ticket has instead, groups indented. */
export function VerdictTree({ verdict, className }: { verdict: Verdict; className?: string }) {
  return (
    <div className={className}>
      <VerdictNode verdict={verdict} />
    </div>
  );
}

function VerdictNode({ verdict: { matches, text, children } }: { verdict: Verdict }) {
  const Icon = matches ? Check : X;
  return (
    <>
      <p className="flex items-start gap-1.5">
        <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", matches ? "text-success" : "text-danger")} />
        <span className="min-w-0 break-words">
          <span className="sr-only">{matches ? "Holds: " : "Does not hold: "}</span>
          {text}
        </span>
      </p>
      {children && (
        <ul className="mt-1 ml-2 flex flex-col gap-1 border-l-2 pl-3">
          {children.map((child, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nothing here moves or has state
            <li key={index}>
              <VerdictNode verdict={child} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
