"use client";
import { useMemo } from "react";
import { useController } from "react-hook-form";
import { RowButtons } from "@/components/form/row-buttons";
import { ChoicePicker } from "@/components/rules/condition-picker";
import { FieldNote } from "@/components/ui/field";
import { useEditor, useEditorForm } from "./editor-context";
import { PathField } from "./path-field";

type MappingRowProps = { index: number; onRemove: () => void };

/** One value of the call, and where it goes. */
export function MappingRow({ index, onRemove }: MappingRowProps) {
  const { readOnly, targets } = useEditor();
  const { control } = useEditorForm();
  const { field, fieldState } = useController({ control, name: `mappings.${index}.target` });
  const error = fieldState.error?.message;
  const choices = useMemo(() => targets.map(({ value, label, group }) => ({ value, label, group })), [targets]);
  const hint = targets.find(({ value }) => value === field.value)?.hint;
  const noteId = `mapping-${index}-note`;
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">Mapping {index + 1}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-3">
        <div className="grid min-w-0 gap-3 sm:grid-cols-2">
          <PathField name={`mappings.${index}.path`} label="Path" />
          <div className="min-w-0">
            <span aria-hidden className="mb-1.5 block font-medium text-sm">
              Target
            </span>
            <ChoicePicker
              ref={field.ref}
              aria-label={`Target of mapping ${index + 1}`}
              aria-describedby={noteId}
              aria-invalid={error ? true : undefined}
              what="fields"
              choices={choices}
              value={field.value}
              onValueChange={field.onChange}
              disabled={readOnly}
            />
            <FieldNote id={noteId} error={error} help={hint} />
          </div>
        </div>
        {!readOnly && (
          <div className="pt-6.5">
            <RowButtons item={`mapping ${index + 1}`} index={index} count={1} onRemove={onRemove} />
          </div>
        )}
      </div>
    </fieldset>
  );
}
