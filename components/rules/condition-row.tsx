"use client";
import { Copy, Trash2 } from "lucide-react";
import { useCallback, useId, useLayoutEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { FieldNote } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import type { ConditionTest } from "@/lib/rules/condition";
import { withField, withOperator } from "@/lib/rules/draft";
import { operatorsFor } from "@/lib/rules/fields";
import { type OperatorName, operatorWords } from "@/lib/rules/operators";
import { useBuilder } from "./condition-context";
import { ChoicePicker } from "./condition-picker";
import { ConditionValue } from "./condition-value";

type ConditionRowProps = {
  test: ConditionTest;
  /** "2", or "3.1" inside the group at 3. */
  number: string;
  path: string;
  onChange: (test: ConditionTest) => void;
  onDuplicate: () => void;
  onRemove: () => void;
};

/** Field · Operator · Value. */
export function ConditionRow({ test, number, path, onChange, onDuplicate, onRemove }: ConditionRowProps) {
  const id = useId();
  const { fields, choices, withEvent, errorAt, isFull } = useBuilder();
  const field = fields.find(({ ref }) => ref === test.field);
  const errors = {
    field: errorAt(`${path}.field`),
    operator: errorAt(`${path}.operator`),
    value: errorAt(`${path}.value`),
  };
  const error = errors.field ?? errors.operator ?? errors.value ?? errorAt(path);
  const wiring = (part: keyof typeof errors) => ({
    "aria-label": `${{ field: "Field", operator: "Operator", value: "Value" }[part]} of condition ${number}`,
    ...(errors[part] && { "aria-invalid": true, "aria-describedby": `${id}-note` }),
  });
  const chooseField = useLatest((ref: string | number) => {
    const next = fields.find((candidate) => candidate.ref === ref);
    if (next) onChange(withField(test, next, withEvent));
  });
  const offered = field ? operatorsFor(field, withEvent) : [];
  const operators = offered.includes(test.operator) ? offered : [test.operator, ...offered];

  return (
    <li data-condition className="min-w-0">
      <div className="flex items-start gap-1">
        <div className="grid min-w-0 flex-1 items-start @lg:grid-cols-[minmax(0,5fr)_minmax(0,5fr)_minmax(0,6fr)] grid-cols-1 gap-2">
          <ChoicePicker
            {...wiring("field")}
            what="fields"
            placeholder="Choose a field"
            choices={choices}
            value={test.field}
            onValueChange={chooseField}
          />
          <NativeSelect
            {...wiring("operator")}
            className="w-full"
            disabled={!field}
            value={test.operator}
            onChange={(event) => onChange(withOperator(test, event.target.value as OperatorName, field))}
          >
            {operators.map((name) => (
              <option key={name} value={name}>
                {operatorWords(name, field?.kind ?? "text").label}
              </option>
            ))}
          </NativeSelect>
          <ConditionValue
            {...wiring("value")}
            test={test}
            field={field}
            onChange={(value) => onChange({ ...test, value })}
          />
        </div>
        <Button
          variant="ghost"
          size="icon"
          disabled={isFull}
          aria-label={`Duplicate condition ${number}`}
          title="Duplicate"
          onClick={onDuplicate}
        >
          <Copy aria-hidden />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          data-remove
          aria-label={`Remove condition ${number}`}
          title="Remove"
          onClick={onRemove}
        >
          <Trash2 aria-hidden />
        </Button>
      </div>
      <FieldNote id={`${id}-note`} error={error} />
    </li>
  );
}

/** A function that stays the same while what it does follows the last render. */
function useLatest<Args extends unknown[]>(run: (...args: Args) => void): (...args: Args) => void {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
