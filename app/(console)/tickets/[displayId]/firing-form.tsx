"use client";
import { ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { RequestView } from "@/components/exchange/exchange";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import type { Failure } from "@/lib/core/result";
import type { StoredRequest } from "@/lib/delivery/delivery";
import { previewFiring } from "./actions";

export type Asked = { name: string; isReadOnly: boolean; isMultiline: boolean; value: string };

type FiringFormProps = {
  parameters: readonly Asked[];
  onChange: (name: string, value: string) => void;
  failure: Failure | undefined;
};

/** One control per parameter; read-only values are shown, not asked. */
export function FiringFields({ parameters, onChange, failure }: FiringFormProps) {
  return (
    <div className="flex flex-col gap-4">
      {parameters.map(({ name, isReadOnly, isMultiline, value }, index) => (
        <Field
          key={name}
          label={name}
          help={isReadOnly ? "Filled from the ticket; can’t be changed." : undefined}
          error={failure?.fields?.[`parameters.${name}`]?.[0]}
        >
          {(wiring) =>
            isMultiline ? (
              <Textarea
                {...wiring}
                rows={3}
                value={value}
                readOnly={isReadOnly}
                className={isReadOnly ? "bg-surface text-muted" : undefined}
                autoFocus={index === firstAsked(parameters)}
                onChange={(event) => onChange(name, event.target.value)}
              />
            ) : (
              <Input
                {...wiring}
                value={value}
                readOnly={isReadOnly}
                className={isReadOnly ? "bg-surface text-muted" : undefined}
                autoComplete="off"
                autoFocus={index === firstAsked(parameters)}
                onChange={(event) => onChange(name, event.target.value)}
              />
            )
          }
        </Field>
      ))}
    </div>
  );
}

const firstAsked = (parameters: readonly Asked[]) => parameters.findIndex(({ isReadOnly }) => !isReadOnly);

type WhatWillBeSentProps = {
  ticketId: number;
  webhookId: string;
  values: Record<string, string>;
  /** Open from the start: there is nothing else to look at. */
  isOpen: boolean;
};

type Shown = { request?: StoredRequest; warnings?: string[]; problem?: string };

/** The exact request, made anew while values are typed. */
export function WhatWillBeSent({ ticketId, webhookId, values, isOpen }: WhatWillBeSentProps) {
  const [open, setOpen] = useState(isOpen);
  const [shown, setShown] = useState<Shown>();
  const turn = useRef(0);
  const asked = JSON.stringify({ ticketId, webhookId, values });

  useEffect(() => {
    if (!open) return;
    const mine = ++turn.current;
    const look = async () => {
      const result = await previewFiring(JSON.parse(asked)).catch(() => undefined);
      if (mine !== turn.current) return;
      if (result?.ok) setShown(result.value);
      else setShown({ problem: result?.error.message ?? "The server did not answer, so there is no preview." });
    };
    const timer = setTimeout(look, mine === 1 ? 0 : 300);
    return () => clearTimeout(timer);
  }, [asked, open]);

  return (
    <details className="group min-w-0" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="inline-flex items-center gap-1 rounded-sm font-medium">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        What will be sent
      </summary>
      <section
        aria-label="What will be sent"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        tabIndex={0}
        className={cn(
          "mt-3 flex flex-col gap-3 overflow-y-auto outline-offset-4",
          // Nobody asked for it to open: the buttons below must not move away while it loads.
          isOpen ? "h-[min(45dvh,24rem)]" : "max-h-[45dvh]",
        )}
      >
        {shown?.problem && <Notice tone="danger">{shown.problem}</Notice>}
        {shown?.warnings?.map((warning) => (
          <Notice key={warning} tone="warning">
            {warning}
          </Notice>
        ))}
        {shown?.request ? <RequestView request={shown.request} /> : !shown && <Skeleton className="h-40" />}
      </section>
    </details>
  );
}
