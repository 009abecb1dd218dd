"use client";
import { useId } from "react";
import { useController } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldNote } from "@/components/ui/field";
import { type AcceptedType, acceptedTypes } from "@/lib/inbound/web-method";
import { useEditor, useEditorForm } from "./editor-context";

const words: Record<AcceptedType, string> = {
  "application/json": "JSON",
  "application/xml": "XML",
  "application/x-www-form-urlencoded": "Form",
};

/** What a call's body may be written in; at least one. */
export function ContentTypesField() {
  const { readOnly } = useEditor();
  const { control } = useEditorForm();
  const id = useId();
  const { field, fieldState } = useController({ control, name: "contentTypes" });
  const error = fieldState.error?.message;
  return (
    <fieldset className="min-w-0" aria-describedby={`${id}-note`}>
      <legend className="mb-1.5 font-medium text-sm">Accepted content types</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {acceptedTypes.map((type, index) => (
          <div key={type} className="flex items-center gap-2.5">
            <Checkbox
              id={`${id}-${type}`}
              inputRef={index === 0 ? field.ref : undefined}
              checked={field.value.includes(type)}
              disabled={readOnly}
              onBlur={field.onBlur}
              aria-invalid={error ? true : undefined}
              onCheckedChange={(checked) =>
                field.onChange(acceptedTypes.filter((one) => (one === type ? checked : field.value.includes(one))))
              }
            />
            <label htmlFor={`${id}-${type}`}>
              {words[type]} <span className="text-muted text-xs">{type}</span>
            </label>
          </div>
        ))}
      </div>
      <FieldNote id={`${id}-note`} error={error} help="Anything else is refused with 415." />
    </fieldset>
  );
}
