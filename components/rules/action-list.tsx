"use client";
import { ChevronDown, Plus } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { type FieldValues, useFieldArray, useFormContext } from "react-hook-form";
import { SortableList } from "@/components/form/sortable-list";
import { Button } from "@/components/ui/button";
import { FieldNote } from "@/components/ui/field";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { type Action, type ActionType, actionTypes } from "@/lib/rules/actions/action";
import { type ActionContext, ActionProvider } from "./action-context";
import { ActionRow } from "./action-row";

const mostActions = 50;

type ActionListFieldProps = {
  /** A list of actions in the form. */
  name: string;
  /** Names the list: "When the partner answers 2xx". */
  label: string;
  help?: ReactNode;
  /** Shown instead of no actions. */
  empty: string;
  /** What the Add menu offers: replyActionTypes or ruleActionTypes. */
  allowed: readonly ActionType[];
  context: ActionContext;
  readOnly?: boolean;
};

/** Actions in the order they are done, in the form around it. */
export function ActionListField(props: ActionListFieldProps) {
  const { name, label, help, empty, allowed, context, readOnly = false } = props;
  const id = useId();
  const { control, getValues, getFieldState, formState } = useFormContext<FieldValues>();
  const { fields, append, insert, remove, move } = useFieldArray({ control, name });
  const [said, setSaid] = useState("");
  const labelAt = (index: number) => {
    const type: ActionType | undefined = getValues(`${name}.${index}.type`);
    return `action ${index + 1}${type ? ` (${actionTypes[type].label})` : ""}`;
  };
  const add = (type: ActionType) => {
    append(structuredClone(actionTypes[type].blank), { shouldFocus: false });
    setSaid(`${actionTypes[type].label} added as action ${fields.length + 1}.`);
  };
  const duplicate = (index: number) => {
    insert(index + 1, structuredClone(getValues(`${name}.${index}`) as Action), { shouldFocus: false });
    setSaid(`Action ${index + 1} duplicated.`);
  };
  const removeAt = (index: number) => {
    setSaid(`${labelAt(index)} removed.`);
    remove(index);
    // The pressed button is gone: keep the keyboard near.
    requestAnimationFrame(() => document.getElementById(`${id}-add`)?.focus());
  };
  const { error } = getFieldState(name, formState);
  const message = error?.root?.message ?? error?.message;
  return (
    <section className="min-w-0" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`} className="font-semibold text-lg">
        {label}
      </h3>
      {help && <p className="mt-0.5 max-w-[560px] text-muted">{help}</p>}
      <ActionProvider value={{ ...context, readOnly }}>
        <div className="mt-3 mb-3">
          {fields.length === 0 ? (
            <p className="border-y py-4 text-muted">{empty}</p>
          ) : (
            <SortableList
              label={label}
              ids={fields.map((field) => field.id)}
              nameOf={labelAt}
              onMove={move}
              disabled={readOnly}
            >
              {(index) => (
                <ActionRow
                  name={`${name}.${index}`}
                  index={index}
                  count={fields.length}
                  onMove={(to) => move(index, to)}
                  onDuplicate={fields.length < mostActions ? () => duplicate(index) : undefined}
                  onRemove={() => removeAt(index)}
                />
              )}
            </SortableList>
          )}
        </div>
      </ActionProvider>
      {!readOnly && (
        <Menu modal={false}>
          <MenuTrigger
            id={`${id}-add`}
            disabled={fields.length >= mostActions}
            // Where the focus goes when the list itself is refused.
            data-invalid={message ? true : undefined}
            render={<Button aria-describedby={message ? `${id}-title ${id}-note` : `${id}-title`} />}
          >
            <Plus aria-hidden />
            Add action
            <ChevronDown aria-hidden className="-mr-1" />
          </MenuTrigger>
          <MenuContent align="start">
            {allowed.map((type) => (
              <MenuItem key={type} onClick={() => add(type)}>
                {actionTypes[type].label}
              </MenuItem>
            ))}
          </MenuContent>
        </Menu>
      )}
      <FieldNote id={`${id}-note`} error={message} />
      <p role="status" className="sr-only">
        {said}
      </p>
    </section>
  );
}
