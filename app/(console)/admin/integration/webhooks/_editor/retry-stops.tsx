"use client";
import { Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useFieldArray, useWatch } from "react-hook-form";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { mostStops, type RetriedError, type RetryStop, retriedErrors } from "@/lib/delivery/retry-policy";
import { useEditor, useEditorForm } from "./editor-context";

const kinds: Record<RetryStop["on"], { label: string; blank: RetryStop }> = {
  status: { label: "Status is", blank: { on: "status", from: 400, to: 499 } },
  header: { label: "Header contains", blank: { on: "header", name: "", contains: "" } },
  body: { label: "Body contains", blank: { on: "body", contains: "" } },
  error: { label: "No reply because", blank: { on: "error", kind: "dns" } },
};
const failures = Object.entries(retriedErrors).map(([value, words]) => ({
  value: value as RetriedError,
  label: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
}));

/** What ends the schedule early, row by row. */
export function RetryStops() {
  const { readOnly } = useEditor();
  const { control } = useEditorForm();
  const { fields, append, remove } = useFieldArray({ control, name: "retry.stopOn" });
  const addButton = useRef<HTMLButtonElement>(null);
  const removeAt = (index: number) => {
    remove(index);
    addButton.current?.focus();
  };
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium text-sm">Do not retry when</legend>
      {fields.length > 0 && (
        <ul aria-label="Do not retry when" className="mt-2 flex flex-col">
          {fields.map(({ id }, index) => (
            <li key={id} className="flex items-start gap-3 border-t py-3 last:border-b">
              <StopRow index={index} />
              {!readOnly && (
                <Button
                  variant="ghost"
                  size="icon-sm"
                  className="mt-6.5"
                  aria-label={`Remove row ${index + 1}`}
                  title="Remove"
                  onClick={() => removeAt(index)}
                >
                  <Trash2 aria-hidden />
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {readOnly && fields.length === 0 && <p className="mt-1 text-muted">Nothing but 410 ends it early.</p>}
      {!readOnly && (
        <Button
          ref={addButton}
          className="mt-2"
          disabled={fields.length >= mostStops}
          onClick={() => append(kinds.status.blank, { shouldFocus: false })}
        >
          <Plus aria-hidden />
          Add row
        </Button>
      )}
    </fieldset>
  );
}

function StopRow({ index }: { index: number }) {
  const { readOnly: disabled } = useEditor();
  const { control, setValue, clearErrors } = useEditorForm();
  const name = `retry.stopOn.${index}` as const;
  const on = useWatch({ control, name: `${name}.on` });
  const choose = (next: RetryStop["on"]) => {
    clearErrors(name);
    setValue(name, kinds[next].blank, { shouldDirty: true });
  };
  const bound = { control, disabled } as const;
  const label = (text: string) => <RowLabel text={text} index={index} />;
  return (
    <div className="grid min-w-0 flex-1 gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <Field label={label("When")}>
        {(wiring) => (
          <NativeSelect
            {...wiring}
            className="w-full"
            value={on}
            disabled={disabled}
            onChange={(event) => choose(event.target.value as RetryStop["on"])}
          >
            {Object.entries(kinds).map(([value, kind]) => (
              <option key={value} value={value}>
                {kind.label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <div key={on} className="grid min-w-0 grid-cols-2 items-start gap-3">
        {on === "status" && (
          <>
            <TextField {...bound} name={`${name}.from`} label={label("From")} type="number" />
            <TextField {...bound} name={`${name}.to`} label={label("To")} type="number" />
          </>
        )}
        {on === "header" && (
          <TextField
            {...bound}
            name={`${name}.name`}
            label={label("Name")}
            className="col-span-2"
            mono
            spellCheck={false}
          />
        )}
        {(on === "header" || on === "body") && (
          <TextField
            {...bound}
            name={`${name}.contains`}
            label={label("Text")}
            optional={on === "header"}
            className="col-span-2"
            spellCheck={false}
          />
        )}
        {on === "error" && (
          <SelectField
            {...bound}
            name={`${name}.kind`}
            label={label("Failure")}
            className="col-span-2"
            options={failures}
          />
        )}
      </div>
    </div>
  );
}

/** "From" to the eye, "From of row 2" to the ear: every row has one. */
const RowLabel = ({ text, index }: { text: string; index: number }) => (
  <>
    {text}
    <span className="sr-only"> of row {index + 1}</span>
  </>
);
