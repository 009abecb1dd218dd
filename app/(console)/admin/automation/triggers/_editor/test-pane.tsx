"use client";
import type { KeyboardEvent } from "react";
import { TicketPicker } from "@/components/tickets/ticket-picker";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { Notice } from "@/components/ui/notice";
import type { TicketType } from "@/lib/desk/desk-lists";
import { type EventType, eventTypes } from "@/lib/desk/events";
import type { ConditionField } from "@/lib/rules/fields";
import { findTickets } from "../actions";
import { isSource } from "../sources";
import { TestResult } from "./test-result";
import type { Try } from "./use-try";

type TestPaneProps = {
  trial: Try;
  ticketType: TicketType;
  fields: readonly ConditionField[];
  canSeeTickets: boolean;
  hideTitle: boolean;
};

/** What the rule in the form, saved or not, would do to a chosen ticket. Changes and sends nothing. */
export function TestPane({ trial, ticketType, fields, canSeeTickets, hideTitle }: TestPaneProps) {
  const { ticket, result, problem, isComplete, leftOut, pending } = trial;
  return (
    // Enter in here must not save the form around it.
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps a key from travelling on
    <div onKeyDown={stopEnter} className="flex min-w-0 flex-col gap-4">
      <div className={cn("min-w-0", hideTitle && "sr-only")}>
        <h2 className="font-semibold text-lg">Test on a ticket</h2>
        <p className="text-muted text-xs">Unsaved changes are included. Nothing is changed or sent.</p>
      </div>
      {!canSeeTickets && <Notice>Your role can’t see tickets, so the rule can’t be tried on one.</Notice>}
      {canSeeTickets && (
        <>
          <TicketPicker typeId={ticketType.id} find={findTickets} ticket={ticket} onChoose={trial.choose} />
          {ticket ? (
            <AskedAbout trial={trial} fields={fields} />
          ) : (
            <EmptyState className="border-y py-10" title={`There is no ${ticketType.name} ticket to try this with`}>
              Create one under Tickets, then choose it here.
            </EmptyState>
          )}
          {!isComplete && <Notice>Complete the conditions to see how they come out.</Notice>}
          {leftOut > 0 && (
            <Notice>
              {leftOut === 1 ? "1 action is" : `${leftOut} actions are`} not complete yet and left out of the test.
            </Notice>
          )}
          {problem && <Notice tone="danger">{problem}</Notice>}
          <section
            aria-label="Result of the test"
            aria-busy={pending}
            inert={!isComplete}
            className={cn("min-w-0 transition-opacity inert:opacity-40", pending && "opacity-60")}
          >
            {result && <TestResult result={result} hasActions={trial.hasActions} />}
          </section>
        </>
      )}
    </div>
  );
}

const newest = "newest";
const kinds = Object.entries(eventTypes) as [EventType, string][];

/** The update the rule is asked about: the ticket's newest, or one of another kind. */
function AskedAbout({ trial: { imagined, imagine }, fields }: Pick<TestPaneProps, "trial" | "fields">) {
  const sources = (fields.find(({ ref }) => ref === "event.source")?.choices ?? [])
    .map(({ value, label }) => ({ value: String(value), label }))
    .filter(({ value }) => isSource(value));
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      <Field label="What happens to it">
        {(wiring) => (
          <NativeSelect
            {...wiring}
            className="w-full"
            value={imagined?.type ?? newest}
            onChange={({ target: { value } }) =>
              imagine(
                value === newest ? undefined : { type: value as EventType, source: imagined?.source ?? "technician" },
              )
            }
          >
            <option value={newest}>Its newest update</option>
            {kinds.map(([type, label]) => (
              <option key={type} value={type}>
                {label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {imagined && (
        <Field label="Update source">
          {(wiring) => (
            <NativeSelect
              {...wiring}
              className="w-full"
              value={imagined.source}
              onChange={({ target: { value } }) => imagine({ ...imagined, source: value })}
            >
              {sources.map(({ value, label }) => (
                <option key={value} value={value}>
                  {value === "technician" ? `${label} (you)` : label}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      )}
    </div>
  );
}

function stopEnter(event: KeyboardEvent) {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}
