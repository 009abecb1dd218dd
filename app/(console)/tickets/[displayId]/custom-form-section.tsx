"use client";
import { useEffect, useRef, useState } from "react";
import { type FieldValues, useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { CustomFormFields, formPath } from "@/components/tickets/custom-form-fields";
import { type EditedForm, type EditedRow, onlyChanged, toEdited, toSubmitted } from "@/components/tickets/form-values";
import { useUnsaved } from "@/components/tickets/unsaved";
import { Button } from "@/components/ui/button";
import type { CustomForm, FormRow } from "@/lib/desk/custom-forms";
import { saveCustomForm } from "../actions";
import type { Conflict } from "../schema";
import { ConflictNotice } from "./conflict-notice";
import { useTicket } from "./ticket-context";

type CustomFormSectionProps = { form: CustomForm; rows: FormRow[] };
type Stored = { definition: CustomForm; rows: FormRow[] };

const valuesOf = ({ definition, rows }: Stored) => ({
  forms: { [definition.name]: toEdited(definition, rows) },
});

/** One custom form of the ticket with its own Save. New values from elsewhere come in as long as nothing is typed. */
export function CustomFormSection({ form: definition, rows }: CustomFormSectionProps) {
  const ticket = useTicket();
  const [conflict, setConflict] = useState<Conflict>();
  /** The rows the person's edit started from. */
  const seen = useRef(rows);
  const form = useForm<FieldValues>({ defaultValues: valuesOf({ definition, rows }) });
  const { isDirty, isSubmitting } = form.formState;
  const { reset } = form;

  // As text, since every refresh of the page brings new objects and a reset takes the focus away.
  const stored = JSON.stringify({ definition, rows });
  useEffect(() => {
    if (isDirty) return;
    const fresh: Stored = JSON.parse(stored);
    seen.current = fresh.rows;
    reset(valuesOf(fresh));
  }, [stored, isDirty, reset]);

  const write = (isOverwrite: boolean) =>
    form.handleSubmit(async () => {
      const path = formPath(definition);
      const edited: EditedForm = form.getValues(path);
      const kept = toSubmitted(definition, edited);
      const before = toEdited(definition, seen.current);
      const value =
        definition.isMultiLine || Array.isArray(edited)
          ? kept
          : toSubmitted(definition, onlyChanged(edited, before as EditedRow));
      // What the server names by line must be the line shown.
      if (Array.isArray(kept) && Array.isArray(edited) && kept.length < edited.length) form.setValue(path, kept);
      const result = await saveCustomForm({
        ticketId: ticket.id,
        formId: definition.id,
        value,
        seen: isOverwrite ? undefined : seen.current,
      });
      if (!result.ok) return applyFailure(form, result.error);
      setConflict(result.value.conflict);
      if (result.value.conflict) return;
      toast.success(`${definition.name} saved.`);
      reset(form.getValues());
    });
  const save = write(false);
  const discard = () => {
    setConflict(undefined);
    reset(valuesOf({ definition, rows }));
  };
  useUnsaved(definition.name, isDirty, () => !isSubmitting && void save());

  return (
    <section aria-label={definition.name} className="mb-8 min-w-0">
      <h2 className="mb-3 font-semibold text-lg">{definition.name}</h2>
      <Form form={form} onSubmit={save} label={definition.name} className="gap-3">
        <fieldset disabled={!ticket.mayWrite} className="min-w-0">
          <CustomFormFields form={definition} />
        </fieldset>
        {conflict && <ConflictNotice conflict={conflict} onOverwrite={() => void write(true)()} onDiscard={discard} />}
        {isDirty && !conflict && (
          <div className="flex items-center gap-2">
            <Button type="submit" variant="primary" pending={isSubmitting} title="Ctrl+S or ⌘S">
              Save {definition.name}
            </Button>
            <Button disabled={isSubmitting} onClick={discard}>
              Discard
            </Button>
          </div>
        )}
      </Form>
    </section>
  );
}
