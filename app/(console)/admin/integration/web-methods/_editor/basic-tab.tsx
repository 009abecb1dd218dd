"use client";
import { useWatch } from "react-hook-form";
import { CheckboxField } from "@/components/form/checkbox-field";
import { SwitchField } from "@/components/form/switch-field";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import { CopyButton } from "@/components/ui/copy-button";
import { useEditor, useEditorForm } from "./editor-context";
import { KeySection } from "./key-section";

/** Spec §4.11 no. 2 to 4. */
export function BasicTab() {
  const { readOnly: disabled } = useEditor();
  const { control } = useEditorForm();
  return (
    <div className="flex max-w-[560px] flex-col gap-8">
      <div className="flex flex-col gap-4">
        <TextField
          control={control}
          name="name"
          label="Name"
          spellCheck={false}
          autoComplete="off"
          placeholder="TwilioIncidentCreate"
          help="Part of the request URL, so letters and digits only: external system, ticket type, action."
          disabled={disabled}
        />
        <TextareaField
          control={control}
          name="description"
          label="Description"
          optional
          rows={2}
          help="Who calls it, and what for."
          disabled={disabled}
        />
        <SwitchField
          control={control}
          name="isEnabled"
          label="Enabled"
          help="Off: calls are refused just like those with a wrong key."
          disabled={disabled}
        />
        <CheckboxField
          control={control}
          name="runBusinessRules"
          label="Trigger Business Rules"
          help="Trigger rules then act on the tickets its calls create and change."
          disabled={disabled}
        />
      </div>
      <RequestUrl />
      <KeySection />
      <TextField
        control={control}
        name="ratePerMinute"
        label="Calls per minute"
        type="number"
        inputMode="numeric"
        help="Above it callers are answered 429 and told when to try again."
        disabled={disabled}
      />
    </div>
  );
}

function RequestUrl() {
  const { urlBase, webMethod } = useEditor();
  const { control } = useEditorForm();
  const name = useWatch({ control, name: "name" }).trim();
  const url = `${urlBase}${name || "…"}`;
  const isRenamed = webMethod !== undefined && name !== "" && name.toLowerCase() !== webMethod.name.toLowerCase();
  return (
    <section aria-labelledby="request-url" className="min-w-0">
      <h2 id="request-url" className="mb-1.5 font-medium text-sm">
        Request URL
      </h2>
      <div className="flex min-w-0 items-start gap-2 rounded-lg border bg-surface py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 py-1 font-mono text-xs leading-5 [overflow-wrap:anywhere]">POST {url}</code>
        <CopyButton text={url} label="Copy request URL" />
      </div>
      <p className="mt-1.5 text-muted text-xs">
        {isRenamed
          ? `Once saved, calls to ${webMethod.name} are refused: give partners the new address first.`
          : "Hand it to the other system, with the access key. You can finish the rest later."}
      </p>
    </section>
  );
}
