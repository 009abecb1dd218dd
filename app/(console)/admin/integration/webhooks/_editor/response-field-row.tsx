"use client";
import { CircleAlert, CornerDownRight } from "lucide-react";
import { useController, useWatch } from "react-hook-form";
import { RowButtons } from "@/components/form/row-buttons";
import { TextField } from "@/components/form/text-field";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { fieldKinds } from "@/lib/desk/custom-forms";
import type { Decoded } from "@/lib/wire/codec/codec";
import { useEditor, useEditorForm } from "./editor-context";
import { outcomeOf, samplePaths } from "./reply-tree";

type ResponseFieldRowProps = {
  index: number;
  decoded: Decoded | undefined;
  /** The row the next click on the sample fills. */
  isActive: boolean;
  /** True when its path has the focus; false when another control of the row does. */
  onActivate: (onPath: boolean) => void;
  onRemove: () => void;
};

const text = (id: number) => (id > 0 ? String(id) : null);

export function ResponseFieldRow({ index, decoded, isActive, onActivate, onRemove }: ResponseFieldRowProps) {
  const { forms, readOnly, settled } = useEditor();
  const { control } = useEditorForm();
  const path = useWatch({ control, name: `responseFields.${index}.path` }) ?? "";
  const formId = useController({ control, name: `responseFields.${index}.formId` });
  const fieldId = useController({ control, name: `responseFields.${index}.fieldId` });
  const form = forms.find(({ id }) => id === formId.field.value);
  const target = form?.fields.find(({ id }) => id === fieldId.field.value);
  const outcome = decoded?.ok ? outcomeOf(settled.responseContentType, decoded.value, path, target) : undefined;

  return (
    <fieldset
      className="min-w-0"
      onFocus={({ target: focused }) =>
        onActivate(focused instanceof HTMLInputElement && focused.name === `responseFields.${index}.path`)
      }
      data-active={isActive || undefined}
    >
      <legend className="sr-only">Response field {index + 1}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-3">
        <div className="grid min-w-0 gap-3 sm:grid-cols-3">
          <TextField
            control={control}
            name={`responseFields.${index}.path`}
            label="Path"
            mono
            spellCheck={false}
            autoComplete="off"
            placeholder={samplePaths[settled.responseContentType]}
            disabled={readOnly}
          />
          <Field label="Custom form" error={formId.fieldState.error?.message}>
            {(wiring) => (
              <Select
                {...wiring}
                ref={formId.field.ref}
                value={text(form?.id ?? 0)}
                options={forms.map(({ id, name }) => ({ value: String(id), label: name }))}
                onValueChange={(next) => {
                  formId.field.onChange(Number(next));
                  const [only, ...others] = forms.find(({ id }) => id === Number(next))?.fields ?? [];
                  fieldId.field.onChange(only && others.length === 0 ? only.id : 0);
                }}
                onBlur={formId.field.onBlur}
                disabled={readOnly}
              />
            )}
          </Field>
          <Field label="Field" error={fieldId.fieldState.error?.message}>
            {(wiring) => (
              <Select
                {...wiring}
                ref={fieldId.field.ref}
                value={text(target?.id ?? 0)}
                options={(form?.fields ?? []).map(({ id, name, kind }) => ({
                  value: String(id),
                  label: name,
                  hint: fieldKinds[kind],
                }))}
                onValueChange={(next) => fieldId.field.onChange(Number(next))}
                onBlur={fieldId.field.onBlur}
                disabled={readOnly || !form}
              />
            )}
          </Field>
        </div>
        {!readOnly && (
          <div className="pt-6.5">
            <RowButtons item={`response field ${index + 1}`} index={index} count={1} onRemove={onRemove} />
          </div>
        )}
      </div>
      {outcome && (
        <p
          className={`mt-2 flex items-start gap-1.5 text-xs ${outcome.ok ? "text-muted" : "text-warning"}`}
          aria-live="polite"
        >
          {outcome.ok ? (
            <>
              <CornerDownRight aria-hidden className="mt-px size-3.5 shrink-0 text-faint" />
              <span className="min-w-0 break-words">
                On the sample: <code className="font-mono text-text">{outcome.found}</code>
                {outcome.stored !== outcome.found && (
                  <>
                    , stored as <code className="font-mono text-text">{outcome.stored}</code>
                  </>
                )}
              </span>
            </>
          ) : (
            <>
              <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
              <span>{outcome.message}</span>
            </>
          )}
        </p>
      )}
    </fieldset>
  );
}
