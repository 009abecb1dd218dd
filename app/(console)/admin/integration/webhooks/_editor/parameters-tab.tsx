"use client";
import { Plus } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useFieldArray } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { webhookParameter } from "@/lib/delivery/webhook";
import { useEditor, useEditorForm } from "./editor-context";
import { ParameterRow } from "./parameter-row";

const newParameter = { ...webhookParameter.parse({ name: "-" }), name: "" };

/** Spec §4.3: what the technician is asked when the webhook fires. */
export function ParametersTab() {
  const { readOnly } = useEditor();
  const { control, setFocus } = useEditorForm();
  const { fields, append, remove, move } = useFieldArray({ control, name: "parameters" });
  const list = useRef<HTMLOListElement>(null);
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
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined || readOnly) return;
    event.preventDefault();
    const focused = event.target instanceof HTMLElement ? event.target.getAttribute("name") : null;
    moveTo(index, index + step);
    requestAnimationFrame(() => {
      const row = list.current?.children[index + step];
      const name = focused?.replace(/^parameters\.\d+/, `parameters.${index + step}`);
      const same = name ? row?.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`) : null;
      (same ?? row?.querySelector<HTMLElement>("input"))?.focus();
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
          <ol ref={list} aria-label="Parameters" className="flex flex-col">
            {fields.map((field, index) => (
              <li key={field.id} className="border-t py-4 last:border-b" onKeyDown={(event) => onKeyDown(event, index)}>
                <ParameterRow
                  index={index}
                  count={fields.length}
                  onMove={(to) => moveTo(index, to)}
                  onRemove={() => removeAt(index)}
                />
              </li>
            ))}
          </ol>
          <div>{addParameter}</div>
        </>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}
