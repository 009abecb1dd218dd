"use client";
import type { ComponentType } from "react";
import { type FieldValues, useController, useFormContext } from "react-hook-form";
import { TemplateInput } from "@/components/editor/template-input";
import { SelectField } from "@/components/form/select-field";
import { PersonPicker } from "@/components/tickets/person-picker";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { itemsOf, type ListKind } from "@/lib/desk/desk-lists";
import type { ActionType } from "@/lib/rules/actions/action";
import { useActions } from "./action-context";
import { FunctionControls } from "./action-function";
import { SetFieldControls } from "./action-set-field";
import { WebhookControls } from "./action-webhook";

type ControlsProps = { name: string };
type Entry = { id: number; name: string };

const none = "none";

type ListControlProps = {
  name: string;
  label: string;
  entries: readonly Entry[];
  /** What choosing nothing is called; without it something has to be chosen. */
  noneLabel?: string;
};

/** One entry of a list, by id; one that was deleted since stays visible as such. */
function ListControl({ name, label, entries, noneLabel }: ListControlProps) {
  const { readOnly } = useActions();
  const { control } = useFormContext<FieldValues>();
  const { field, fieldState } = useController({ control, name });
  const id: number | null = field.value;
  const isGone = id !== null && id > 0 && !entries.some((entry) => entry.id === id);
  const options = [
    ...(noneLabel === undefined ? [] : [{ value: none, label: noneLabel }]),
    ...entries.map((entry) => ({ value: String(entry.id), label: entry.name })),
    ...(isGone ? [{ value: String(id), label: `Number ${id} (gone)` }] : []),
  ];
  const gone = isGone ? "This entry is gone: choose another" : undefined;
  return (
    <Field label={label} error={fieldState.error?.message ?? gone} className="max-w-[360px]">
      {(wiring) => (
        <Select
          {...wiring}
          ref={field.ref}
          value={id === null ? none : id > 0 ? String(id) : null}
          options={options}
          onValueChange={(next) => field.onChange(next === none ? null : Number(next))}
          onBlur={field.onBlur}
          disabled={readOnly}
        />
      )}
    </Field>
  );
}

function StatusControls({ name }: ControlsProps) {
  return <ListControl name={`${name}.statusId`} label="Status" entries={useActions().lists.statuses} />;
}

const listControls = (kind: ListKind, label: string, noneLabel: string) =>
  function ItemControls({ name }: ControlsProps) {
    const { lists } = useActions();
    return <ListControl name={`${name}.itemId`} label={label} entries={itemsOf(lists, kind)} noneLabel={noneLabel} />;
  };

const mostFound = 50;

function PersonControls({ name }: ControlsProps) {
  const { agents, readOnly } = useActions();
  const { control } = useFormContext<FieldValues>();
  const { field, fieldState } = useController({ control, name: `${name}.personId` });
  const id: number | null = field.value;
  const chosen = agents.find((agent) => agent.id === id);
  const value = chosen ?? (id === null ? null : { id, name: `Person ${id} (gone)` });
  const gone = id !== null && !chosen ? "This person is gone or no longer an agent: choose another" : undefined;
  return (
    <Field label="Person" error={fieldState.error?.message ?? gone} className="max-w-[360px]">
      {(wiring) => (
        <PersonPicker
          {...wiring}
          aria-label="Person"
          value={value}
          emptyLabel="Nobody"
          disabled={readOnly}
          find={async (q) =>
            agents.filter((agent) => agent.name.toLowerCase().includes(q.trim().toLowerCase())).slice(0, mostFound)
          }
          onValueChange={(person) => field.onChange(person?.id ?? null)}
        />
      )}
    </Field>
  );
}

const visibilities = [
  { value: "private", label: "Private", hint: "Only technicians see it" },
  { value: "public", label: "Public", hint: "The requester sees it too" },
];

function NoteControls({ name }: ControlsProps) {
  const { templateSource, readOnly } = useActions();
  return (
    <>
      <TemplateInput
        name={`${name}.body`}
        label="Note"
        multiline
        rows={3}
        source={templateSource}
        disabled={readOnly}
      />
      <SelectField
        name={`${name}.visibility`}
        label="Visibility"
        className="max-w-[360px]"
        options={visibilities}
        disabled={readOnly}
      />
    </>
  );
}

const NoControls = () => null;

/** What each type of action asks; `name` is the action's place in the form. */
export const actionControls: Record<ActionType, ComponentType<ControlsProps>> = {
  set_field: SetFieldControls,
  set_status: StatusControls,
  set_priority: listControls("priority", "Priority", "No priority"),
  set_category: listControls("category", "Category", "No category"),
  assign_group: listControls("team", "Group", "No group"),
  assign_person: PersonControls,
  set_workflow: listControls("workflow", "Workflow", "No workflow"),
  add_note: NoteControls,
  close: NoControls,
  reopen: NoControls,
  execute_webhook: WebhookControls,
  run_function: FunctionControls,
};
