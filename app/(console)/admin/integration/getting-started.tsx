import { CircleCheck, CircleDashed } from "lucide-react";
import { Section } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import type { Step } from "./overview";

/** The first steps of an empty desk; the first one not done is the one to take. */
export function GettingStarted({ steps }: { steps: Step[] }) {
  const next = steps.find((step) => !step.done);
  return (
    <Section title="Getting started" purpose="Three steps to the first request you can look at.">
      <ol className="border-t">
        {steps.map((step) => (
          <li key={step.label} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b py-3">
            {step.done ? (
              <CircleCheck aria-hidden className="size-5 shrink-0 text-success" />
            ) : (
              <CircleDashed aria-hidden className="size-5 shrink-0 text-faint" />
            )}
            <div className="min-w-0 flex-1 basis-60">
              <p className={step.done ? "text-muted" : "font-medium"}>
                {step.label}
                <span className="sr-only">{step.done ? ": done" : ": to do"}</span>
              </p>
              {!step.done && <p className="max-w-[64ch] text-muted">{step.help}</p>}
            </div>
            {!step.done && (
              <ButtonLink href={step.href} variant={step === next ? "primary" : "secondary"}>
                {step.action}
              </ButtonLink>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
