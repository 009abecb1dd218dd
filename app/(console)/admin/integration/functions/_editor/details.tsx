"use client";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import { returnTypes } from "@/lib/functions/function";
import { useEditor, useEditorForm } from "./editor-context";
import { LimitsFields } from "./limits-fields";
import { ParametersTable } from "./parameters-table";
import { PublishBox } from "./publish-box";

const types = returnTypes.map((value) => ({ value, label: value }));

/** What a function is called, takes and gives (spec §0.2), and whether it can be called. */
export function Details() {
  const { readOnly: disabled } = useEditor();
  const { control } = useEditorForm();
  return (
    <fieldset disabled={disabled} className="flex min-w-0 flex-col gap-4">
      <legend className="sr-only">Settings</legend>
      <TextField control={control} name="name" label="Function name" autoComplete="off" disabled={disabled} />
      <TextField
        control={control}
        name="apiName"
        label="API name"
        spellCheck={false}
        autoComplete="off"
        placeholder="create_ticket"
        help="Goes into the URL. Needed to publish."
        disabled={disabled}
      />
      <SelectField control={control} name="returnType" label="Return type" options={types} disabled={disabled} />
      <TextareaField control={control} name="description" label="Description" optional rows={2} disabled={disabled} />
      <ParametersTable />
      <LimitsFields />
      <PublishBox />
    </fieldset>
  );
}
