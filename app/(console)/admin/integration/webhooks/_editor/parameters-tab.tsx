"use client";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useFieldArray } from "react-hook-form";
import { SortableList } from "@/components/form/sortable-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { webhookParameter } from "@/lib/delivery/webhook";
import { useEditor, useEditorForm } from "./editor-context";
import { ParameterRow, parameterName } from "./parameter-row";

const newParameter = { ...webhookParameter.parse({ name: "-" }), name: "" };

/** Spec §4.3: what the technician is asked when the webhook fires. */
export function ParametersTab() {
  const { readOnly } = useEditor();
  const { control, setFocus, getValues } = useEditorForm();
  const { fields, append, remove, move } = useFieldArray({ control, name: "parameters" });
  const addButton = useRef<HTMLButtonElement>(null);
  const [said, setSaid] = useState("");

  const add = () => append({ ...newParameter }, { focusName: `parameters.${fields.length}.name` });
  const moveTo = (from: number, to: number) => {
    if (to < 0 || to >= fields.length) return;
    move(from, to);
    setSaid(`Moved to position ${to + 1} of ${fields.length}`);
  };
  const removeAt = (index: number) => {
    remove(index);
    setSaid("Parameter removed");
    // The pressed button is gone: keep the keyboard near.
    requestAnimationFrame(() => {
      if (fields.length > 1) setFocus(`parameters.${Math.min(index, fields.length - 2)}.name`);
      else addButton.current?.focus();
    });
  };

  const addParameter = (
    <Button ref={addButton} onClick={add} disabled={readOnly || fields.length >= 50}>
      <Plus aria-hidden />
      Add
    </Button>
  );
  return (
    <div className="flex max-w-[720px] flex-col gap-4">
      <p className="max-w-[560px] text-muted">
        Asked of the technician when the webhook fires, or given by a rule. Templates name them as{" "}
        <code className="font-mono text-text text-xs">{"{{parameters.name}}"}</code>.
      </p>
      {fields.length === 0 ? (
        <EmptyState className="border-y py-10" title="Nothing is asked when this webhook fires" action={addParameter}>
          Add a parameter for what the ticket does not hold, such as a customer reference.
        </EmptyState>
      ) : (
        <>
          <SortableList
            label="Parameters"
            ids={fields.map(({ id }) => id)}
            nameOf={(index) => parameterName(getValues(`parameters.${index}.name`), index)}
            onMove={move}
            disabled={readOnly}
          >
            {(index) => (
              <ParameterRow
                index={index}
                count={fields.length}
                onMove={(to) => moveTo(index, to)}
                onRemove={() => removeAt(index)}
              />
            )}
          </SortableList>
          <div>{addParameter}</div>
        </>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}
