"use client";
import { Plus } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { useFieldArray } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { decodeReply } from "@/lib/wire/codec";
import type { ResponseContentType } from "@/lib/wire/codec/content-types";
import { useEditor, useEditorForm } from "./editor-context";
import { ResponseFieldRow } from "./response-field-row";
import { SampleReply } from "./sample-reply";

/** How a path is written for each type of reply. */
const pathHelp: Record<ResponseContentType, string> = {
  "application/json": "Keys joined by dots, items of a list by number: result.items[0].number. $ is the whole reply.",
  "application/xml":
    "Element names from the root on, attributes with @: response.items.item[0].@id. $ is the whole reply.",
  "application/x-www-form-urlencoded": "The name of a value: number. Names such as a[b] are written a.b.",
  "text/html": "A CSS selector: #number, or a.more@href for an attribute. $ is the whole text.",
};

/** Spec §4.5: values of the reply into custom form fields, worked out on a sample. */
export function ResponseTab() {
  const { forms, settled, readOnly, ticketType, sample } = useEditor();
  const { control, setValue, getValues, setFocus } = useEditorForm();
  const { fields, append, remove } = useFieldArray({ control, name: "responseFields" });
  const addButton = useRef<HTMLButtonElement>(null);
  const [active, setActive] = useState<number>();
  const decoded = useMemo(
    () => (sample.trim() === "" ? undefined : decodeReply(settled.responseContentType, sample)),
    [sample, settled.responseContentType],
  );

  const add = (path: string) => {
    const [onlyForm, ...others] = forms;
    append(
      { path, formId: onlyForm && others.length === 0 ? onlyForm.id : 0, fieldId: 0 },
      { shouldFocus: path === "", focusName: `responseFields.${fields.length}.path` },
    );
  };
  const removeAt = (index: number) => {
    remove(index);
    setActive(undefined);
    requestAnimationFrame(() => {
      if (fields.length > 1) setFocus(`responseFields.${Math.min(index, fields.length - 2)}.path`);
      else addButton.current?.focus();
    });
  };
  const pick = (path: string) => {
    const empty = getValues("responseFields").findIndex((row) => row.path.trim() === "");
    const target = active ?? (empty >= 0 ? empty : undefined);
    if (target === undefined || target >= fields.length) return add(path);
    setValue(`responseFields.${target}.path`, path, { shouldDirty: true, shouldValidate: true });
    // The next click is for the next value.
    setActive(undefined);
  };

  const addRow = (
    <Button ref={addButton} onClick={() => add("")} disabled={readOnly || forms.length === 0 || fields.length >= 100}>
      <Plus aria-hidden />
      Add
    </Button>
  );
  return (
    <div className="flex max-w-[720px] flex-col gap-8">
      <div className="flex flex-col gap-4">
        <p className="max-w-[560px] text-muted">
          After a 2xx reply these values are put into custom form fields of the ticket. A value that is missing or does
          not fit leaves its field as it is, and the delivery says so.
          <span className="mt-1 block text-xs">Path: {pathHelp[settled.responseContentType]}</span>
        </p>
        {fields.length === 0 ? (
          <EmptyState className="border-y py-10" title="Nothing is kept from the reply" action={addRow}>
            {forms.length === 0
              ? `${ticketType.name} tickets have no custom forms. Create one under Administration › Custom forms first.`
              : "Paste a sample reply below and click a value, or add a path such as result.number."}
          </EmptyState>
        ) : (
          <>
            <ul aria-label="Response fields" className="flex flex-col">
              {fields.map((field, index) => (
                <li key={field.id} className="border-t py-3 last:border-b">
                  <ResponseFieldRow
                    index={index}
                    decoded={decoded}
                    isActive={active === index}
                    onActivate={(onPath) => setActive(onPath ? index : undefined)}
                    onRemove={() => removeAt(index)}
                  />
                </li>
              ))}
            </ul>
            <div>{addRow}</div>
          </>
        )}
      </div>
      <SampleReply
        decoded={decoded}
        onPick={readOnly ? undefined : pick}
        target={active === undefined ? "a new row" : `row ${active + 1}`}
      />
    </div>
  );
}
