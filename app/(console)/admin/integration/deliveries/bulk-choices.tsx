"use client";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { type DeliveriesJob, jobRates } from "@/lib/delivery/job";
import { durationText, rateText } from "./job-words";

type Render = DeliveriesJob["render"];
const renders: { value: Render; label: string; note: string }[] = [
  { value: "same", label: "Send the same bytes", note: "One more attempt of each, exactly the request it had." },
  {
    value: "current",
    label: "Send as things are now",
    note: "A new delivery of each that has ended, from the ticket and the webhook as they are now.",
  },
];

/** What a redelivery sends. */
export function BulkRender({ value, onChange }: { value: Render; onChange: (render: Render) => void }) {
  const id = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-2 font-medium text-sm">What is sent</legend>
      {renders.map((one) => (
        <div key={one.value} className="flex items-start gap-2.5">
          <input
            id={`${id}-${one.value}`}
            name={id}
            type="radio"
            value={one.value}
            checked={value === one.value}
            onChange={() => onChange(one.value)}
            aria-describedby={`${id}-${one.value}-note`}
            className="mt-0.5 size-4 shrink-0 accent-(--accent)"
          />
          <div className="min-w-0">
            <label htmlFor={`${id}-${one.value}`} className="font-medium">
              {one.label}
            </label>
            <p id={`${id}-${one.value}-note`} className="text-muted text-xs">
              {one.note}
            </p>
          </div>
        </div>
      ))}
      {value === "current" && (
        <Notice tone="warning">
          Templates, settings and tickets may have changed since then, so partners may get something else. What can’t be
          fired any more counts as failed, with the reason.
        </Notice>
      )}
    </fieldset>
  );
}

type BulkRateProps = { value: number | null; count: number; onChange: (perSecond: number | null) => void };

/** How fast a job goes, and how long that takes. */
export function BulkRate({ value, count, onChange }: BulkRateProps) {
  const duration = durationText(count, value);
  return (
    <Field
      label="Rate"
      help={duration ? `Takes ${duration}.` : "The webhook’s own limits and its partner’s patience still count."}
    >
      {(control) => (
        <Select
          {...control}
          className="max-w-56"
          value={String(value)}
          options={jobRates.map((rate) => ({ value: String(rate), label: rateText(rate) }))}
          onValueChange={(chosen) => onChange(jobRates.find((rate) => String(rate) === chosen) ?? null)}
        />
      )}
    </Field>
  );
}
