"use client";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { type Control, useController, useFieldArray, useWatch } from "react-hook-form";
import type { z } from "zod";
import { CheckboxField } from "@/components/form/checkbox-field";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { type CustomFormInput, type customFormInput, fieldKinds } from "@/lib/desk/custom-forms";

type FormControl = Control<z.input<typeof customFormInput>, unknown, CustomFormInput>;

const kinds = Object.entries(fieldKinds).map(([value, label]) => ({ value, label }));

/** The fields of a form, in the order they are shown and sent. */
export function FieldRows({ control }: { control: FormControl }) {
  const rows = useFieldArray({ control, name: "fields", keyName: "key" });
  return (
    <section aria-label="Fields" className="flex max-w-[760px] flex-col gap-3">
      <h2 className="font-semibold text-lg">Fields</h2>
      <ol className="flex flex-col gap-3">
        {rows.fields.map((row, index) => (
          <li key={row.key} className="rounded-lg border p-4">
            <fieldset>
              <legend className="sr-only">Field {index + 1}</legend>
              <div className="flex items-start gap-3 max-sm:flex-col">
                <TextField
                  control={control}
                  name={`fields.${index}.name`}
                  label="Field name"
                  className="flex-1 max-sm:w-full"
                />
                <SelectField
                  control={control}
                  name={`fields.${index}.kind`}
                  label="Kind"
                  options={kinds}
                  className="w-44"
                />
                <div className="flex gap-1 sm:mt-6">
                  <Button
                    size="icon"
                    variant="ghost"
                    aria-label={`Move field ${index + 1} up`}
                    disabled={index === 0}
                    onClick={() => rows.move(index, index - 1)}
                  >
                    <ArrowUp aria-hidden />
                  </Button>
                  <Button
                    size="icon"
                    variant="ghost"
                    aria-label={`Move field ${index + 1} down`}
                    disabled={index === rows.fields.length - 1}
                    onClick={() => rows.move(index, index + 1)}
                  >
                    <ArrowDown aria-hidden />
                  </Button>
                  <Button
                    size="icon"
                    variant="ghost"
                    aria-label={`Remove field ${index + 1}`}
                    disabled={rows.fields.length === 1}
                    onClick={() => rows.remove(index)}
                  >
                    <X aria-hidden />
                  </Button>
                </div>
              </div>
              <div className="mt-3 flex flex-col gap-3">
                <Options control={control} index={index} />
                <CheckboxField
                  control={control}
                  name={`fields.${index}.isReadOnly`}
                  label="Read only"
                  help="People can’t change it; webhooks and the API can."
                />
              </div>
            </fieldset>
          </li>
        ))}
      </ol>
      <div>
        <Button onClick={() => rows.append({ id: 0, name: "", kind: "text", options: [], isReadOnly: false })}>
          <Plus aria-hidden />
          Add field
        </Button>
      </div>
    </section>
  );
}

function Options({ control, index }: { control: FormControl; index: number }) {
  const kind = useWatch({ control, name: `fields.${index}.kind` });
  const { field, fieldState } = useController({ control, name: `fields.${index}.options` });
  if (kind !== "select") return null;
  return (
    <Field label="Options" help="One a line." error={fieldState.error?.message}>
      {(wiring) => (
        <Textarea
          {...wiring}
          ref={field.ref}
          rows={4}
          defaultValue={field.value?.join("\n")}
          onBlur={field.onBlur}
          onChange={(event) =>
            field.onChange(
              event.target.value
                .split("\n")
                .map((line) => line.trim())
                .filter(Boolean),
            )
          }
        />
      )}
    </Field>
  );
}
