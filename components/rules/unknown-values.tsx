"use client";
import { type FieldValues, useController, useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useActions } from "./action-context";

/** The texts an action gives to the parameters of what it calls, and those that nothing asks for any more. */
export function useGivenTexts(name: string, parameters: readonly { name: string }[]) {
  const { control } = useFormContext<FieldValues>();
  const { field } = useController({ control, name });
  const given: Record<string, string> = field.value ?? {};
  return {
    given,
    give: (key: string, text: string) => field.onChange({ ...given, [key]: text }),
    remove: (key: string) =>
      field.onChange(Object.fromEntries(Object.entries(given).filter(([other]) => other !== key))),
    unknown: Object.keys(given).filter((key) => !parameters.some((parameter) => parameter.name === key)),
  };
}

type UnknownValuesProps = {
  names: readonly string[];
  onRemove: (name: string) => void;
  /** Why each has to go. */
  explain: (name: string) => string;
};

/** Values for parameters that are gone, each with the way to be rid of it. */
export function UnknownValues({ names, onRemove, explain }: UnknownValuesProps) {
  const { readOnly } = useActions();
  return names.map((key) => (
    <Notice
      key={key}
      tone="warning"
      action={
        !readOnly && (
          <Button size="sm" aria-label={`Remove the value of ${key}`} onClick={() => onRemove(key)}>
            Remove
          </Button>
        )
      }
    >
      {explain(key)}
    </Notice>
  ));
}
