"use client";
import { useMemo } from "react";
import { useController, useWatch } from "react-hook-form";
import { SelectField } from "@/components/form/select-field";
import { ChoicePicker } from "@/components/rules/condition-picker";
import { FieldGroup, FieldNote } from "@/components/ui/field";
import { formFieldRef } from "@/lib/desk/field-ref";
import { type MatchKind, matchKinds } from "@/lib/inbound/web-method";
import { useEditor, useEditorForm } from "./editor-context";
import { PathField } from "./path-field";

const byOptions = Object.entries(matchKinds).map(([value, label]) => ({ value: value as MatchKind, label }));
const foundOptions = [
  { value: "update", label: "Update it" },
  { value: "reject", label: "Refuse the call (409)" },
];
const notFoundOptions = [
  { value: "create", label: "Create one" },
  { value: "reject", label: "Refuse the call (404)" },
];

/** Whether a call is about a ticket that is there already. */
export function MatchSection() {
  const { readOnly: disabled } = useEditor();
  const { control } = useEditorForm();
  const [path, by] = useWatch({ control, name: ["match.path", "match.by"] });
  const isMatching = path.trim() !== "";
  return (
    <FieldGroup
      title="Existing ticket"
      help="How a call finds the ticket it is about. Without a path every call creates one."
    >
      <PathField name="match.path" label="Match path" optional help="Where the call says which ticket it means." />
      {isMatching && (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              control={control}
              name="match.by"
              label="Compare with"
              options={byOptions}
              disabled={disabled}
            />
            {by === "field" && <MatchField />}
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              control={control}
              name="whenFound"
              label="When it is found"
              options={foundOptions}
              disabled={disabled}
            />
            <SelectField
              control={control}
              name="whenNotFound"
              label="When it is not found"
              options={notFoundOptions}
              disabled={disabled}
            />
          </div>
          {by !== "id" && by !== "displayId" && (
            <p className="text-muted text-xs">
              A ticket that a call creates keeps the value there, so that the next call finds it.
            </p>
          )}
        </>
      )}
    </FieldGroup>
  );
}

function MatchField() {
  const { forms, readOnly } = useEditor();
  const { control } = useEditorForm();
  const { field, fieldState } = useController({ control, name: "match.field" });
  const error = fieldState.error?.message;
  const choices = useMemo(
    () =>
      forms.flatMap((form) =>
        form.fields.map(({ id, name }) => ({
          value: formFieldRef(form.id, id),
          label: name,
          group: form.name,
          full: `${form.name} › ${name}`,
        })),
      ),
    [forms],
  );
  return (
    <div className="min-w-0">
      <span aria-hidden className="mb-1.5 block font-medium text-sm">
        Custom form field
      </span>
      <ChoicePicker
        ref={field.ref}
        aria-label="Custom form field"
        aria-describedby="match-field-note"
        aria-invalid={error ? true : undefined}
        what="fields"
        choices={choices}
        value={field.value}
        onValueChange={field.onChange}
        disabled={readOnly}
      />
      <FieldNote id="match-field-note" error={error} />
    </div>
  );
}
