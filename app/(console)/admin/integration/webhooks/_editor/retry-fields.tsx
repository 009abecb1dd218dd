"use client";
import { useState } from "react";
import { useController, useWatch } from "react-hook-form";
import { Field, FieldGroup } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, type SelectOption } from "@/components/ui/select";
import { delayText, readDelays, writeDelays } from "@/lib/delivery/retry-delays";
import { delaysOf, type RetrySchedule, standardRetry } from "@/lib/delivery/retry-policy";
import { describeAttempts } from "@/lib/delivery/retry-words";
import { useEditor, useEditorForm } from "./editor-context";
import { RetryStops } from "./retry-stops";

const schedules: SelectOption<RetrySchedule>[] = [
  { value: "standard", label: "Standard schedule", hint: describeAttempts(standardRetry) },
  { value: "once", label: "One attempt only", hint: "What fails stays failed until someone redelivers it." },
  { value: "custom", label: "Own schedule", hint: "You say how long to wait before each attempt." },
];

/** When a failed delivery is tried again, and after what no more. */
export function RetryFields() {
  const { readOnly: disabled } = useEditor();
  const { control } = useEditorForm();
  const { field, fieldState } = useController({ control, name: "retry.schedule" });
  const policy = useWatch({ control, name: "retry" });
  const isReadable = policy.schedule !== "custom" || policy.delaysSeconds.length > 0;
  return (
    <FieldGroup
      title="Retries"
      help="A delivery fails when no reply comes or the partner answers anything but 2xx. A longer wait the partner asks for (Retry-After) is kept; 410 Gone ends it."
    >
      <Field label="Schedule" error={fieldState.error?.message}>
        {(wiring) => (
          <Select
            {...wiring}
            ref={field.ref}
            name={field.name}
            options={schedules}
            value={field.value}
            onValueChange={field.onChange}
            onBlur={field.onBlur}
            disabled={disabled}
          />
        )}
      </Field>
      {policy.schedule === "custom" && <DelaysField />}
      <div aria-live="polite">{isReadable && <p className="text-muted">{describeAttempts(policy)}</p>}</div>
      {isReadable && policy.schedule !== "once" && <Waits delays={delaysOf(policy)} />}
      {(policy.schedule !== "once" || policy.stopOn.length > 0) && <RetryStops />}
    </FieldGroup>
  );
}

/** The waits as text; the form holds seconds, and none while the text can't be read. */
function DelaysField() {
  const { readOnly } = useEditor();
  const { control } = useEditorForm();
  const { field, fieldState } = useController({ control, name: "retry.delaysSeconds" });
  const written = writeDelays(field.value);
  const [draft, setDraft] = useState({ text: written, delays: field.value });
  const [wasLeft, setLeft] = useState(false);
  // What changed elsewhere, such as by discarding, replaces the draft.
  const text = `${draft.delays}` === `${field.value}` ? draft.text : written;
  const { error } = readDelays(text);
  const isShown = fieldState.invalid || (wasLeft && text.trim() !== "");
  const read = (next: string) => {
    const delays = readDelays(next).delays ?? [];
    setDraft({ text: next, delays });
    field.onChange(delays);
  };
  return (
    <Field
      label="Waits between attempts"
      help="In order, with s, m, h or d: 10s, 5m, 2h makes four attempts."
      error={isShown ? (error ?? fieldState.error?.message) : undefined}
    >
      {(wiring) => (
        <Input
          {...wiring}
          ref={field.ref}
          name={field.name}
          value={text}
          onChange={(event) => read(event.target.value)}
          onBlur={() => {
            setLeft(true);
            field.onBlur();
          }}
          placeholder="10s, 5m, 2h"
          spellCheck={false}
          autoComplete="off"
          disabled={readOnly}
          className="font-mono"
        />
      )}
    </Field>
  );
}

function Waits({ delays }: { delays: readonly number[] }) {
  return (
    <ol aria-label="Waits between attempts" className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs tabular-nums">
      {delays.map((delay, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an attempt is its number
        <li key={index}>
          Attempt {index + 2}: after {delayText(delay)}
        </li>
      ))}
    </ol>
  );
}
