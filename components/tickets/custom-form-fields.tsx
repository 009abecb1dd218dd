"use client";
import { Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useFieldArray, useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import type { CustomForm } from "@/lib/desk/custom-forms";
import { CustomFieldInput } from "./custom-field-input";
import { editedRow } from "./form-values";

/** The fields of a custom form inside a React form, at `forms.<name>`: names can't hold dots, so the path is unambiguous. */
export const formPath = (form: CustomForm): string => `forms.${form.name}`;

/** A single-line form as fields, a multi-line one as a table of lines. */
export function CustomFormFields({ form }: { form: CustomForm }) {
  if (form.isMultiLine) return <Lines form={form} />;
  return (
    <div className="flex max-w-[560px] flex-col gap-4">
      {form.fields.map((field) => (
        <CustomFieldInput key={field.id} field={field} name={`${formPath(form)}.${field.name}`} label={field.name} />
      ))}
    </div>
  );
}

function Lines({ form }: { form: CustomForm }) {
  const path = formPath(form);
  const { control, getFieldState, formState } = useFormContext();
  const { fields: lines, append, remove } = useFieldArray({ control, name: path });
  const box = useRef<HTMLDivElement>(null);
  const problem = getFieldState(path, formState).error?.message;

  const removeAt = (index: number) => {
    remove(index);
    // The pressed button is gone: keep the keyboard in the table.
    requestAnimationFrame(() => {
      const buttons = box.current?.querySelectorAll<HTMLButtonElement>("[data-line-button]");
      buttons?.[Math.min(index, buttons.length - 1)]?.focus();
    });
  };
  const writable = form.fields.find((field) => !field.isReadOnly);
  return (
    <div ref={box} className="min-w-0">
      {lines.length === 0 ? (
        <p className="mb-2 text-muted">No lines yet.</p>
      ) : (
        <section
          aria-label={`${form.name}, table`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
          tabIndex={0}
          className="relative mb-2 overflow-x-auto"
        >
          <table className="w-full border-separate border-spacing-0 text-left">
            <caption className="sr-only">{form.name}</caption>
            <thead>
              <tr>
                {form.fields.map((field) => (
                  <th key={field.id} scope="col" className="whitespace-nowrap pr-2 pb-1 font-normal text-muted text-xs">
                    {field.name}
                    {field.isReadOnly && <span className="ml-1 text-faint">read only</span>}
                  </th>
                ))}
                <th scope="col" className="w-8 pb-1">
                  <span className="sr-only">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line, index) => (
                <tr key={line.id}>
                  {form.fields.map((field) => (
                    <td key={field.id} className="min-w-36 py-1 pr-2 align-top">
                      <CustomFieldInput
                        field={field}
                        name={`${path}.${index}.${field.name}`}
                        label={`${field.name}, line ${index + 1}`}
                        hideLabel
                      />
                    </td>
                  ))}
                  <td className="py-1 align-top">
                    <Button
                      variant="ghost"
                      size="icon"
                      className="disabled:hidden"
                      data-line-button
                      aria-label={`Remove line ${index + 1}`}
                      onClick={() => removeAt(index)}
                    >
                      <Trash2 aria-hidden />
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {problem && <p className="mb-2 text-danger text-xs">{problem}</p>}
      <Button
        size="sm"
        className="disabled:hidden"
        data-line-button
        onClick={() =>
          append(editedRow(form, undefined), {
            shouldFocus: Boolean(writable),
            focusName: `${path}.${lines.length}.${writable?.name ?? ""}`,
          })
        }
      >
        <Plus aria-hidden />
        Add line
      </Button>
    </div>
  );
}
