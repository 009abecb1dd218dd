"use client";
import { useWatch } from "react-hook-form";
import { TemplateInput } from "@/components/editor/template-input";
import { CheckboxField } from "@/components/form/checkbox-field";
import { RowButtons } from "@/components/form/row-buttons";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { useEditor, useEditorForm } from "./editor-context";

const dataTypes = [{ value: "alphanumeric", label: "Alpha Numeric" }];
const displayTypes = [
  { value: "freetext", label: "Freetext" },
  { value: "multiline", label: "Freetext (Multiline)" },
];

type ParameterRowProps = {
  index: number;
  count: number;
  onMove: (to: number) => void;
  onRemove: () => void;
};

/** How a parameter is called beside its buttons and when it moves. */
export const parameterName = (name: string | undefined, index: number) => `parameter ${name?.trim() || index + 1}`;

export function ParameterRow({ index, count, onMove, onRemove }: ParameterRowProps) {
  const { ticketSource, readOnly: disabled } = useEditor();
  const { control } = useEditorForm();
  const name = useWatch({ control, name: `parameters.${index}.name` });
  const displayType = useWatch({ control, name: `parameters.${index}.displayType` });
  const item = parameterName(name, index);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">{item}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-3">
        <TextField control={control} name={`parameters.${index}.name`} label="Name" disabled={disabled} />
        {!disabled && (
          <div className="pt-6.5">
            <RowButtons item={item} index={index} count={count} onMove={onMove} onRemove={onRemove} />
          </div>
        )}
      </div>
      <CheckboxField
        control={control}
        name={`parameters.${index}.isReadOnly`}
        label="Read only"
        help="Shown for reference; the technician can’t change it."
        disabled={disabled}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          control={control}
          name={`parameters.${index}.dataType`}
          label="Data type"
          options={dataTypes}
          disabled={disabled}
        />
        <SelectField
          control={control}
          name={`parameters.${index}.displayType`}
          label="Display type"
          options={displayTypes}
          disabled={disabled}
        />
      </div>
      <TemplateInput
        control={control}
        name={`parameters.${index}.defaultText`}
        label="Default text"
        optional
        multiline={displayType === "multiline"}
        source={ticketSource}
        disabled={disabled}
      />
    </fieldset>
  );
}
