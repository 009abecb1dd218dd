"use client";
import { Plus, Trash2 } from "lucide-react";
import { useId, useRef } from "react";
import { useFieldArray, useFormState } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { FieldNote } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { mostParameters, parameterTypes } from "@/lib/functions/function";
import { useEditor, useEditorForm } from "./editor-context";

/** Name and type of what callers give, at most ten rows. Enter in a name adds the next one. */
export function ParametersTable() {
  const { readOnly } = useEditor();
  const { control, register } = useEditorForm();
  const id = useId();
  const table = useRef<HTMLFieldSetElement>(null);
  const { fields, append, remove } = useFieldArray({ control, name: "parameters" });
  const { errors } = useFormState({ control, name: "parameters" });
  const isFull = fields.length >= mostParameters;

  const add = () => {
    if (!isFull) append({ name: "", type: "string" }, { focusName: `parameters.${fields.length}.name` });
  };
  const removeAt = (index: number) => {
    remove(index);
    // The pressed button is gone: keep the keyboard in the table.
    requestAnimationFrame(() => {
      const buttons = table.current?.querySelectorAll<HTMLButtonElement>("[data-row-button]");
      buttons?.[Math.min(index, buttons.length - 1)]?.focus();
    });
  };
  const shared = errors.parameters?.message ?? errors.parameters?.root?.message;

  return (
    <fieldset ref={table} className="min-w-0" aria-describedby={`${id}-note`}>
      <legend className="mb-1.5 font-medium">Parameters</legend>
      {fields.length > 0 && (
        <table className="mb-2 w-full table-fixed border-separate border-spacing-y-1">
          <caption className="sr-only">Parameters</caption>
          <colgroup>
            <col />
            <col className="w-24" />
            {!readOnly && <col className="w-9" />}
          </colgroup>
          <thead className="text-left text-muted text-xs">
            <tr>
              <th scope="col" className="font-normal">
                Name
              </th>
              <th scope="col" className="pl-2 font-normal">
                Type
              </th>
              {!readOnly && (
                <th scope="col">
                  <span className="sr-only">Remove</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {fields.map((row, index) => {
              const error = errors.parameters?.[index]?.name?.message;
              return (
                <tr key={row.id} className="align-top">
                  <td>
                    <Input
                      {...register(`parameters.${index}.name`)}
                      mono
                      spellCheck={false}
                      autoComplete="off"
                      aria-label={`Name of parameter ${index + 1}`}
                      aria-invalid={error ? true : undefined}
                      aria-describedby={error ? `${id}-${index}` : undefined}
                      onKeyDown={(event) => {
                        if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
                        event.preventDefault();
                        add();
                      }}
                    />
                    <FieldNote id={`${id}-${index}`} error={error} />
                  </td>
                  <td className="pl-2">
                    <NativeSelect
                      {...register(`parameters.${index}.type`)}
                      className="w-full"
                      aria-label={`Type of parameter ${index + 1}`}
                    >
                      {parameterTypes.map((type) => (
                        <option key={type}>{type}</option>
                      ))}
                    </NativeSelect>
                  </td>
                  {!readOnly && (
                    <td className="pl-1">
                      <Button
                        variant="ghost"
                        size="icon"
                        data-row-button
                        aria-label={`Remove parameter ${index + 1}`}
                        title="Remove"
                        onClick={() => removeAt(index)}
                      >
                        <Trash2 aria-hidden />
                      </Button>
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {!readOnly && (
        <Button size="sm" data-row-button disabled={isFull} onClick={add}>
          <Plus aria-hidden />
          Add parameter
        </Button>
      )}
      <FieldNote
        id={`${id}-note`}
        error={shared}
        help={
          fields.length === 0
            ? "What callers give; each one is a variable of the script."
            : `${fields.length} of ${mostParameters}`
        }
      />
    </fieldset>
  );
}
