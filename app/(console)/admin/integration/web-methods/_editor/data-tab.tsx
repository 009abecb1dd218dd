"use client";
import { Plus } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FieldGroup } from "@/components/ui/field";
import { useHasPane } from "../../webhooks/_editor/use-editor-tab";
import { ContentTypesField } from "./content-types-field";
import { pathFieldOf, useEditor, useEditorForm } from "./editor-context";
import { MappingRow } from "./mapping-row";
import { MatchSection } from "./match-section";
import { PathField } from "./path-field";
import { SamplePanel } from "./sample-panel";

const mostRows = 200;

/** What a call brings, which ticket it is about, and where its values go. */
export function DataTab() {
  const { readOnly, rows, setActive } = useEditor();
  const { setFocus } = useEditorForm();
  const hasPane = useHasPane();
  const addButton = useRef<HTMLButtonElement>(null);
  const { fields, append, remove } = rows;
  const add = () => append({ path: "", target: "" }, { focusName: `mappings.${fields.length}.path` });
  const removeAt = (index: number) => {
    remove(index);
    setActive(undefined);
    // The pressed button is gone: keep the keyboard near.
    requestAnimationFrame(() => {
      if (fields.length > 1) setFocus(`mappings.${Math.min(index, fields.length - 2)}.path`);
      else addButton.current?.focus();
    });
  };
  const addRow = (
    <Button ref={addButton} onClick={add} disabled={readOnly || fields.length >= mostRows}>
      <Plus aria-hidden />
      Add
    </Button>
  );
  return (
    <div className="flex max-w-[720px] flex-col gap-8">
      <ContentTypesField />
      {!hasPane && <SamplePanel />}
      <fieldset
        className="flex min-w-0 flex-col gap-8"
        // A click on the sample fills the path that was looked at last; any other control ends that.
        onFocus={({ target }) => setActive(target instanceof HTMLInputElement ? pathFieldOf(target.name) : undefined)}
      >
        <legend className="sr-only">Where values go</legend>
        <section aria-labelledby="mappings-title" className="flex min-w-0 flex-col gap-4">
          <div>
            <h2 id="mappings-title" className="font-semibold text-lg">
              Field mappings
            </h2>
            <p className="max-w-[560px] text-muted">
              A value that is missing leaves its target alone. One that does not fit is left out, and the call’s log
              says so.
            </p>
          </div>
          {fields.length === 0 ? (
            <EmptyState className="border-y py-10" title="Nothing is taken from the call yet" action={addRow}>
              Paste a sample call and click a value, or add a path such as incident.number.
            </EmptyState>
          ) : (
            <>
              <ul aria-label="Field mappings" className="flex flex-col">
                {fields.map((field, index) => (
                  <li key={field.id} className="border-t py-3 last:border-b">
                    <MappingRow index={index} onRemove={() => removeAt(index)} />
                  </li>
                ))}
              </ul>
              <div>{addRow}</div>
            </>
          )}
        </section>
        <MatchSection />
        <FieldGroup
          title="Repeated calls"
          help="A call with a key that was used before does nothing and is answered as the first one was. The headers Idempotency-Key and webhook-id always count."
        >
          <PathField
            name="idempotencyPath"
            label="Idempotency key"
            optional
            help="Where the call carries its key, if not in a header."
          />
        </FieldGroup>
      </fieldset>
    </div>
  );
}
