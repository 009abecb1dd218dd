"use client";
import { useFormContext } from "react-hook-form";
import { type ExecuteWhen, executeWhen, type TriggerInput } from "@/lib/automation/trigger";

const explanations: Record<ExecuteWhen, string> = {
  first:
    "Once per ticket: the first time it meets the conditions, on creation or after any update. Remembered from then on.",
  updated: "Each time a ticket that meets the conditions is updated or gets a message; not when it is created.",
};
const choices = Object.keys(executeWhen) as ExecuteWhen[];

/** Spec §4.9.1. */
export function ExecuteWhenField({ readOnly }: { readOnly: boolean }) {
  const { register } = useFormContext<TriggerInput>();
  return (
    <fieldset className="min-w-0 max-w-[560px]">
      <legend className="font-semibold text-lg">Execute When</legend>
      <div className="mt-3 flex flex-col gap-3">
        {choices.map((choice) => (
          <div key={choice} className="flex items-start gap-2.5">
            <input
              {...register("executeWhen")}
              id={`execute-when-${choice}`}
              type="radio"
              value={choice}
              disabled={readOnly}
              aria-describedby={`execute-when-${choice}-note`}
              className="mt-0.5 size-4 shrink-0 accent-(--accent)"
            />
            <div className="min-w-0">
              <label htmlFor={`execute-when-${choice}`} className="font-medium">
                {executeWhen[choice]}
              </label>
              <p id={`execute-when-${choice}-note`} className="text-muted text-xs">
                {explanations[choice]}
              </p>
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
