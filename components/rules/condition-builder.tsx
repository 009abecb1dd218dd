"use client";
import { useId, useMemo } from "react";
import { FieldNote } from "@/components/ui/field";
import { countTests, type ConditionGroup as Group, mostTests } from "@/lib/rules/condition";
import { type ConditionField, fullLabel } from "@/lib/rules/fields";
import { type BuilderContext, BuilderProvider } from "./condition-context";
import { ConditionGroup } from "./condition-group";
import { ConditionText } from "./condition-text";

export type ConditionBuilderProps = {
  value: Group;
  onChange: (value: Group) => void;
  fields: readonly ConditionField[];
  /** Offers the operators that ask what changed. */
  withEvent?: boolean;
  readOnly?: boolean;
  /** Messages by path below the value, as checkConditions(value, fields, "") gives them: `conditions.0.value`. */
  errors?: Readonly<Record<string, readonly string[]>>;
  /** The accessible name of the whole: "Select tickets". */
  label?: string;
  emptyText?: string;
};

/** Which tickets: a tree of rows Field · Operator · Value under Match All, Any or None (spec §4.7). */
export function ConditionBuilder({
  value,
  onChange,
  fields,
  withEvent = false,
  readOnly = false,
  errors,
  label = "Conditions",
  emptyText = "Empty means every ticket of this type.",
}: ConditionBuilderProps) {
  const id = useId();
  const isFull = countTests(value) >= mostTests;
  const choices = useMemo(
    () => fields.map((field) => ({ value: field.ref, label: field.label, group: field.group, full: fullLabel(field) })),
    [fields],
  );
  const context = useMemo(
    (): BuilderContext => ({ fields, choices, withEvent, isFull, errorAt: (path) => errors?.[path]?.[0] }),
    [fields, choices, withEvent, isFull, errors],
  );
  if (readOnly) return <ConditionText group={value} fields={fields} emptyText={emptyText} />;
  return (
    <BuilderProvider value={context}>
      <div className="@container min-w-0">
        <ConditionGroup
          group={value}
          onChange={onChange}
          number=""
          path=""
          depth={1}
          label={label}
          emptyText={emptyText}
        />
        {isFull && (
          <FieldNote
            id={`${id}-limit`}
            help={`${mostTests} conditions are the most there can be. Remove one to add another.`}
          />
        )}
      </div>
    </BuilderProvider>
  );
}
