"use client";
import { Plus, Trash2 } from "lucide-react";
import { useId, useRef } from "react";
import { type FieldValues, useFieldArray, useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { FieldNote } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type KeyValueListProps = {
  /** A list of `{ name, value }` in the form. */
  name: string;
  label: string;
  help?: string;
  nameLabel?: string;
  valueLabel?: string;
  /** The button: "Add header". */
  addLabel: string;
  /** What one row is called: "header". */
  itemLabel: string;
};

/** Rows of name and value. Enter in a row adds the next one. */
export function KeyValueList(props: KeyValueListProps) {
  const { name, label, help, nameLabel = "Name", valueLabel = "Value", addLabel, itemLabel } = props;
  const id = useId();
  const list = useRef<HTMLFieldSetElement>(null);
  const { control, register, getFieldState, formState } = useFormContext<FieldValues>();
  const { fields, append, remove } = useFieldArray({ control, name });
  const messageOf = (path: string) => getFieldState(path, formState).error?.message;

  const add = () => append({ name: "", value: "" }, { focusName: `${name}.${fields.length}.name` });
  const removeAt = (index: number) => {
    remove(index);
    // The pressed button is gone: keep the keyboard in the list.
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll<HTMLButtonElement>("[data-row-button]");
      buttons?.[Math.min(index, buttons.length - 1)]?.focus();
    });
  };

  return (
    <fieldset ref={list} className="min-w-0" aria-describedby={help ? `${id}-note` : undefined}>
      <legend className="mb-1.5 font-medium">{label}</legend>
      {fields.length > 0 && (
        <ul className="mb-2 flex flex-col gap-2">
          {fields.map((row, index) => {
            const path = `${name}.${index}`;
            const error = messageOf(`${path}.name`) ?? messageOf(`${path}.value`);
            const box = (part: "name" | "value", what: string) => (
              <Input
                {...register(`${path}.${part}`)}
                mono
                spellCheck={false}
                autoComplete="off"
                placeholder={what}
                aria-label={`${what} of ${itemLabel} ${index + 1}`}
                aria-invalid={messageOf(`${path}.${part}`) ? true : undefined}
                aria-describedby={error ? `${id}-${index}` : undefined}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
                  event.preventDefault();
                  add();
                }}
              />
            );
            return (
              <li key={row.id}>
                <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] gap-2">
                  {box("name", nameLabel)}
                  {box("value", valueLabel)}
                  <Button
                    variant="ghost"
                    size="icon"
                    data-row-button
                    aria-label={`Remove ${itemLabel} ${index + 1}`}
                    onClick={() => removeAt(index)}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                </div>
                <FieldNote id={`${id}-${index}`} error={error} />
              </li>
            );
          })}
        </ul>
      )}
      <Button size="sm" data-row-button onClick={add}>
        <Plus aria-hidden />
        {addLabel}
      </Button>
      <FieldNote id={`${id}-note`} help={help} error={messageOf(name)} />
    </fieldset>
  );
}
