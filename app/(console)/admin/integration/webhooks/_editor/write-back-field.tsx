"use client";
import { type WriteBackPolicy, writeBackPolicies } from "@/lib/delivery/webhook";
import { useEditor, useEditorForm } from "./editor-context";

const explanations: Record<WriteBackPolicy, string> = {
  keep: "The reply leaves that field alone, and the ticket’s history says so.",
  overwrite: "The reply wins. The history shows the edit it replaced, and can undo it.",
  ask: "The ticket shows both values, and a technician decides.",
};
const policies = Object.keys(writeBackPolicies) as WriteBackPolicy[];

/** What happens to a value of the reply when a person was faster. */
export function WriteBackField() {
  const { readOnly } = useEditor();
  const { register } = useEditorForm();
  return (
    <fieldset className="min-w-0 max-w-[560px]">
      <legend className="font-semibold text-lg">If someone edited the field meanwhile</legend>
      <p className="mt-0.5 text-muted">
        For fields changed by hand or through the API between firing the webhook and its reply.
      </p>
      <div className="mt-4 flex flex-col gap-3">
        {policies.map((policy) => (
          <div key={policy} className="flex items-start gap-2.5">
            <input
              {...register("writeBack")}
              id={`write-back-${policy}`}
              type="radio"
              value={policy}
              disabled={readOnly}
              aria-describedby={`write-back-${policy}-note`}
              className="mt-0.5 size-4 shrink-0 accent-(--accent)"
            />
            <div className="min-w-0">
              <label htmlFor={`write-back-${policy}`} className="font-medium">
                {writeBackPolicies[policy]}
              </label>
              <p id={`write-back-${policy}-note`} className="text-muted text-xs">
                {explanations[policy]}
              </p>
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
