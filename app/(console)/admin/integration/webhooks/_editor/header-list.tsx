"use client";
import { Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useFieldArray } from "react-hook-form";
import { TemplateInput } from "@/components/editor/template-input";
import { TemplateProblems } from "@/components/editor/template-problems";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { useEditor, useEditorForm } from "./editor-context";

const mostHeaders = 50;

/** Further headers of the request, their values templates. */
export function HeaderList() {
  const { source, warnings, readOnly } = useEditor();
  const { control, setFocus } = useEditorForm();
  const { fields, append, remove } = useFieldArray({ control, name: "headers" });
  const addButton = useRef<HTMLButtonElement>(null);
  const removeAt = (index: number) => {
    remove(index);
    requestAnimationFrame(() => {
      if (fields.length > 1) setFocus(`headers.${Math.min(index, fields.length - 2)}.name`);
      else addButton.current?.focus();
    });
  };
  return (
    <fieldset className="min-w-0">
      <legend className="font-semibold text-lg">Headers</legend>
      <p className="mt-0.5 mb-4 text-muted">A header whose value comes out empty is not sent.</p>
      {fields.length > 0 && (
        <ul aria-label="Headers" className="mb-3 flex flex-col">
          {fields.map(({ id }, index) => {
            const warning = warnings.find(
              ({ field, line }) => field === `headers.${index}.value` && line === undefined,
            );
            return (
              <li key={id} className="flex items-start gap-3 border-t py-3 last:border-b">
                <div className="grid min-w-0 flex-1 gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
                  <TextField
                    control={control}
                    name={`headers.${index}.name`}
                    label={<RowLabel text="Name" index={index} />}
                    mono
                    spellCheck={false}
                    autoComplete="off"
                    placeholder="X-Request-Source"
                    disabled={readOnly}
                  />
                  <div className="min-w-0">
                    <TemplateInput
                      control={control}
                      name={`headers.${index}.value`}
                      label={<RowLabel text="Value" index={index} />}
                      source={source}
                      disabled={readOnly}
                    />
                    <TemplateProblems problems={warning ? [{ severity: "warning", message: warning.message }] : []} />
                  </div>
                </div>
                {!readOnly && (
                  <Button
                    variant="ghost"
                    size="icon-sm"
                    className="mt-6.5"
                    aria-label={`Remove header ${index + 1}`}
                    title="Remove"
                    onClick={() => removeAt(index)}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {!readOnly && (
        <Button
          ref={addButton}
          disabled={fields.length >= mostHeaders}
          onClick={() => append({ name: "", value: "" }, { focusName: `headers.${fields.length}.name` })}
        >
          <Plus aria-hidden />
          Add header
        </Button>
      )}
    </fieldset>
  );
}

/** "Name" to the eye, "Name of header 2" to the ear: every row has one. */
const RowLabel = ({ text, index }: { text: string; index: number }) => (
  <>
    {text}
    <span className="sr-only"> of header {index + 1}</span>
  </>
);
