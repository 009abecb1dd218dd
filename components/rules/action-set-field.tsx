"use client";
import { useMemo, useState } from "react";
import { type FieldValues, useController, useFormContext } from "react-hook-form";
import { TemplateInput } from "@/components/editor/template-input";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { fullLabel } from "@/lib/rules/fields";
import { type ActionField, useActions } from "./action-context";
import { ChoicePicker } from "./condition-picker";

/** Which field, and what to put into it. */
export function SetFieldControls({ name }: { name: string }) {
  const { fields, readOnly } = useActions();
  const { control, setValue } = useFormContext<FieldValues>();
  const { field, fieldState } = useController({ control, name: `${name}.field` });
  const ref: string = field.value ?? "";
  const target = fields.find((candidate) => candidate.ref === ref);
  const isGone = ref !== "" && !target;
  const choices = useMemo(
    () => fields.map((one) => ({ value: one.ref, label: fullLabel(one), group: one.group })),
    [fields],
  );
  const gone = isGone ? "This field is gone, or its form is not on this type of ticket: choose another" : undefined;
  const choose = (next: string) => {
    if (next === ref) return;
    const chosen = fields.find((candidate) => candidate.ref === next);
    field.onChange(next);
    // A value of one list means nothing in another.
    if (target?.choices || (chosen?.choices && ref !== "")) setValue(`${name}.value`, "", { shouldDirty: true });
  };
  return (
    <>
      <Field label="Field" error={fieldState.error?.message ?? gone} className="max-w-[360px]">
        {(wiring) => (
          <ChoicePicker
            {...wiring}
            ref={field.ref}
            aria-label="Field"
            what="fields"
            choices={choices}
            value={ref}
            onValueChange={(next) => choose(String(next))}
            disabled={readOnly}
          />
        )}
      </Field>
      {target && <ValueControl key={target.ref} name={`${name}.value`} field={target} />}
    </>
  );
}

const yesOrNo = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];
const clearing = "clear";
const fromTemplate = "template";

/** A choice out of the field's own, or a template for it; just a template where anything may be written. */
function ValueControl({ name, field: target }: { name: string; field: ActionField }) {
  const { templateSource, readOnly } = useActions();
  const { control } = useFormContext<FieldValues>();
  const { field, fieldState } = useController({ control, name });
  const text: string = field.value ?? "";
  const listed =
    target.kind === "boolean"
      ? yesOrNo
      : target.kind === "choice"
        ? target.choices?.map(({ value, label }) => ({ value: String(value), label }))
        : undefined;
  const isListed = text === "" || listed?.some(({ value }) => value === text) === true;
  const [isTemplate, setTemplate] = useState(!isListed);
  if (!listed || isTemplate)
    return (
      <TemplateInput
        name={name}
        label="Value"
        optional
        multiline={target.isLong}
        source={templateSource}
        help={helpFor(target)}
        disabled={readOnly}
        aside={
          listed &&
          !readOnly && (
            <Button
              variant="ghost"
              size="sm"
              className="-my-1 h-6 px-1.5 text-xs"
              onClick={() => {
                if (!isListed) field.onChange("");
                setTemplate(false);
              }}
            >
              Choose from the list
            </Button>
          )
        }
      />
    );
  const options = [
    ...(target.kind === "boolean" ? [] : [{ value: clearing, label: "Empty the field" }]),
    ...listed,
    { value: fromTemplate, label: "From a template…" },
  ];
  return (
    <Field label="Value" error={fieldState.error?.message} className="max-w-[360px]">
      {(wiring) => (
        <Select
          {...wiring}
          ref={field.ref}
          value={text === "" ? (target.kind === "boolean" ? null : clearing) : text}
          options={options}
          onValueChange={(next) => {
            if (next === fromTemplate) setTemplate(true);
            else field.onChange(next === clearing ? "" : next);
          }}
          onBlur={field.onBlur}
          disabled={readOnly}
        />
      )}
    </Field>
  );
}

/** How the text has to come out for the field to take it. */
function helpFor({ kind, ref, choices }: ActionField): string {
  switch (kind) {
    case "number":
      return "Has to come out as a number.";
    case "date":
      return "Has to come out as a date such as 2025-04-23. Empty clears the field.";
    case "datetime":
      return "Has to come out as a date and time such as 2025-04-23T10:00:00Z. Empty clears the field.";
    case "boolean":
      return "Has to come out as true or false.";
    case "list":
      return "Several values with commas between them. Empty clears the field.";
    case "choice":
      if (ref.startsWith("form.") || !choices) return "Has to come out as one of the options. Empty clears the field.";
      return peopleRefs.has(ref)
        ? "Has to come out as an id or an e-mail address. Empty clears the field."
        : "Has to come out as an id or a name of the list. Empty clears the field.";
    default:
      return "Type {{ for fields. Empty clears the field.";
  }
}

const peopleRefs = new Set(["ticket.ownerid", "ticket.takenbyid", "ticket.callerid"]);
