import { ArrowRight, type LucideIcon, OctagonX, Send, SquareFunction, Webhook, Workflow } from "lucide-react";
import Link from "next/link";
import { cn } from "@/components/ui/cn";
import type { ChainStep } from "@/lib/desk/history";
import type { TimelineLinks } from "./chain";

const kinds: Record<ChainStep["kind"], { icon: LucideIcon; word: string }> = {
  webhook: { icon: Send, word: "Webhook" },
  rule: { icon: Workflow, word: "Rule" },
  webMethod: { icon: Webhook, word: "Web method" },
  function: { icon: SquareFunction, word: "Callback function" },
};

type ChainStepsProps = {
  steps: readonly ChainStep[];
  links: TimelineLinks;
  /** The last step did not happen. */
  isCut: boolean;
};

/** What led to what, from left to right. */
export function ChainSteps({ steps, links, isCut }: ChainStepsProps) {
  return (
    <ol aria-label="What led here" className="mt-1.5 flex flex-wrap items-center gap-x-1.5 gap-y-1.5 text-xs">
      {steps.map((step, index) => {
        const isLast = index === steps.length - 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same step may come twice, and none moves
          <li key={index} className="flex min-w-0 items-center gap-1.5">
            {index > 0 && <ArrowRight aria-hidden className="size-3.5 shrink-0 text-faint" />}
            <Step step={step} href={links[step.kind]?.(step.id)} isStopped={isLast && isCut} />
          </li>
        );
      })}
    </ol>
  );
}

function Step({ step, href, isStopped }: { step: ChainStep; href: string | undefined; isStopped: boolean }) {
  const { icon, word } = kinds[step.kind];
  const Icon = isStopped ? OctagonX : icon;
  return (
    <span
      className={cn(
        "flex min-w-0 items-center gap-1.5 rounded-md border px-1.5 py-0.5",
        isStopped && "border-dashed border-strong",
      )}
    >
      <Icon aria-hidden className={cn("size-3.5 shrink-0", isStopped ? "text-warning" : "text-muted")} />
      <span className="min-w-0 break-words [overflow-wrap:anywhere]">
        <span className="text-muted">{isStopped ? `${word}, not run` : word}</span>{" "}
        {href ? (
          <Link href={href} prefetch={false} className="rounded-sm text-accent-text hover:underline">
            {step.name}
          </Link>
        ) : (
          step.name
        )}
      </span>
    </span>
  );
}
