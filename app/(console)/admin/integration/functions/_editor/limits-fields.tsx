"use client";
import { ChevronRight } from "lucide-react";
import { useEffect, useRef } from "react";
import { useFormState } from "react-hook-form";
import { TextField } from "@/components/form/text-field";
import { useEditor, useEditorForm } from "./editor-context";

/** How much callers may ask of the function; folded, as the defaults do for most. */
export function LimitsFields() {
  const { readOnly: disabled } = useEditor();
  const { control } = useEditorForm();
  const box = useRef<HTMLDetailsElement>(null);
  const { errors } = useFormState({ control, name: "limits" });
  const hasErrors = errors.limits !== undefined;
  useEffect(() => {
    if (hasErrors && box.current) box.current.open = true;
  }, [hasErrors]);
  const shared = { type: "number", inputMode: "numeric", disabled } as const;
  return (
    <details ref={box} className="group min-w-0">
      <summary className="inline-flex items-center gap-1 rounded-sm font-medium">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        Limits
      </summary>
      <div className="mt-3 flex flex-col gap-4">
        <TextField
          {...shared}
          control={control}
          name="limits.ratePerMinute"
          label="Calls per minute"
          help="Above it callers get the failure reply."
        />
        <TextField {...shared} control={control} name="limits.concurrency" label="Calls at the same time" />
        <TextField {...shared} control={control} name="limits.timeSeconds" label="Time for one call" unit="seconds" />
      </div>
    </details>
  );
}
