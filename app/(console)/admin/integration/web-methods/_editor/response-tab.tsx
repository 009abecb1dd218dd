"use client";
import { TemplateInput } from "@/components/editor/template-input";
import { SelectField } from "@/components/form/select-field";
import { useEditor, useEditorForm } from "./editor-context";

const types = ["application/json", "application/xml", "text/plain"].map((value) => ({ value, label: value }));

/** What the caller is answered. */
export function ResponseTab() {
  const { source, readOnly } = useEditor();
  const { control } = useEditorForm();
  return (
    <div className="flex max-w-[720px] flex-col gap-4">
      <p className="max-w-[560px] text-muted">
        Calls that work are answered 200 with this text; the rest with an error as JSON. A repeated call gets the answer
        of the first.
      </p>
      <SelectField
        control={control}
        name="response.contentType"
        label="Response content type"
        className="max-w-[360px]"
        options={types}
        help="Also decides how inserted values are escaped."
        disabled={readOnly}
      />
      <TemplateInput
        control={control}
        name="response.body"
        label="Response template"
        multiline
        rows={8}
        source={source}
        placeholder={'{"displayId": "{{ticket.displayid}}"}'}
        help="Type {{ for fields: ticket is the ticket as the call leaves it, request what the call brought, outcome is created or updated."
        disabled={readOnly}
      />
    </div>
  );
}
