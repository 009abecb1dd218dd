"use client";
import { type FieldValues, useFormContext, useWatch } from "react-hook-form";
import { RowButtons } from "@/components/form/row-buttons";
import { FieldNote } from "@/components/ui/field";
import { type ActionType, actionTypes } from "@/lib/rules/actions/action";
import { useActions } from "./action-context";
import { actionControls } from "./action-controls";

type ActionRowProps = {
  /** Of the action in the form: "responseActions.success.0". */
  name: string;
  index: number;
  count: number;
  onMove: (to: number) => void;
  onDuplicate?: () => void;
  onRemove: () => void;
};

/** One action with its own controls. */
export function ActionRow({ name, index, count, onMove, onDuplicate, onRemove }: ActionRowProps) {
  const { readOnly } = useActions();
  const { control, getFieldState, formState } = useFormContext<FieldValues>();
  const type: ActionType | undefined = useWatch({ control, name: `${name}.type` });
  if (!type || !Object.hasOwn(actionTypes, type)) return null;
  const { label } = actionTypes[type];
  const Controls = actionControls[type];
  const { error } = getFieldState(name, formState);
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">
        Action {index + 1}: {label}
      </legend>
      <div className="flex min-h-7 items-start justify-between gap-3">
        <p aria-hidden className="pt-1 font-medium">
          <span className="mr-2 text-faint tabular-nums">{index + 1}</span>
          {label}
        </p>
        {!readOnly && (
          <RowButtons
            item={`action ${index + 1}`}
            index={index}
            count={count}
            onMove={onMove}
            onDuplicate={onDuplicate}
            onRemove={onRemove}
          />
        )}
      </div>
      <div className="mt-2 flex max-w-[560px] flex-col gap-3 empty:hidden">
        <Controls name={name} />
      </div>
      <FieldNote id={`${name}-note`} error={error?.message} />
    </fieldset>
  );
}
