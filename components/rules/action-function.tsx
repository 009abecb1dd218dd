"use client";
import { type FieldValues, useController, useFormContext } from "react-hook-form";
import { TemplateInput } from "@/components/editor/template-input";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { FunctionParameter, ParameterType } from "@/lib/functions/function";
import { useActions } from "./action-context";
import { UnknownValues, useGivenTexts } from "./unknown-values";

/** Which callback function to run, with a text for each of its parameters. */
export function FunctionControls({ name }: { name: string }) {
  const { functions = [], readOnly } = useActions();
  const { control, setValue } = useFormContext<FieldValues>();
  const { field, fieldState } = useController({ control, name: `${name}.functionId` });
  const id: string = field.value ?? "";
  const callable = functions.find((candidate) => candidate.id === id);
  const isGone = id !== "" && !callable;
  const options = [
    ...functions.map((candidate) => ({ value: candidate.id, label: candidate.name })),
    ...(isGone ? [{ value: id, label: "A callback function that is gone" }] : []),
  ];
  const gone = isGone ? "This callback function is gone: choose another" : undefined;
  const choose = (next: string) => {
    if (next === id) return;
    field.onChange(next);
    // The texts were for the parameters of the other function.
    const parameters = functions.find((candidate) => candidate.id === next)?.parameters ?? [];
    const blank = Object.fromEntries(parameters.map((parameter) => [parameter.name, ""]));
    setValue(`${name}.arguments`, blank, { shouldDirty: true });
  };
  return (
    <>
      <Field
        label="Callback function"
        error={fieldState.error?.message ?? gone}
        help={
          functions.length === 0
            ? "There is no callback function yet."
            : "It runs right after the rule; the ticket’s history tells when it has."
        }
        className="max-w-[360px]"
      >
        {(wiring) => (
          <Select
            {...wiring}
            ref={field.ref}
            value={id === "" ? null : id}
            options={options}
            onValueChange={choose}
            onBlur={field.onBlur}
            disabled={readOnly}
          />
        )}
      </Field>
      {callable && <ArgumentTexts key={id} name={`${name}.arguments`} parameters={callable.parameters} />}
    </>
  );
}

/** A parameter that came later has no text until it is given one. */
function ArgumentTexts({ name, parameters }: { name: string; parameters: readonly FunctionParameter[] }) {
  const { templateSource, readOnly } = useActions();
  const { given, give, remove, unknown } = useGivenTexts(name, parameters);
  if (parameters.length === 0 && unknown.length === 0)
    return <p className="text-muted text-xs">This function takes no arguments.</p>;
  return (
    <>
      {parameters.map((parameter) =>
        Object.hasOwn(given, parameter.name) ? (
          <TemplateInput
            key={parameter.name}
            name={`${name}.${parameter.name}`}
            label={parameter.name}
            optional
            multiline={parameter.type === "map"}
            source={templateSource}
            help={helps[parameter.type]}
            disabled={readOnly}
          />
        ) : (
          <div key={parameter.name} className="flex items-baseline justify-between gap-3">
            <p>
              <span className="font-medium">{parameter.name}</span>{" "}
              <span className="text-muted text-xs">is null to the script</span>
            </p>
            {!readOnly && (
              <Button
                variant="ghost"
                size="sm"
                className="-my-1 h-6 px-1.5 text-xs"
                aria-label={`Give ${parameter.name} a value`}
                onClick={() => give(parameter.name, "")}
              >
                Give a value
              </Button>
            )}
          </div>
        ),
      )}
      <UnknownValues
        names={unknown}
        onRemove={remove}
        explain={(key) => `The function no longer takes “${key}”: remove its value to save the rule.`}
      />
    </>
  );
}

/** How the text has to come out for the function to take it. */
const helps: Record<ParameterType, string> = {
  string: "Type {{ for fields.",
  map: "Has to come out as a JSON object. Empty is null.",
  int: "Has to come out as a whole number. Empty is null.",
  float: "Has to come out as a number. Empty is null.",
  bool: "Has to come out as true or false. Empty is null.",
  date: "Has to come out as a date such as 2025-04-23. Empty is null.",
};
