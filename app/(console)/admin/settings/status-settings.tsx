"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useController, useForm } from "react-hook-form";
import type { z } from "zod";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type Status, type StatusInput, statusInput, vivantioStatusTypes } from "@/lib/desk/desk-lists";
import { saveStatus } from "./actions";
import { EditDialog } from "./edit-dialog";
import { Rows } from "./rows";

const same = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
const deskproNames = same(statusInput.shape.deskproName.options);
const duploNames = same(statusInput.shape.duploName.options);
const vivantioTypes = Object.entries(vivantioStatusTypes).map(([name, value]) => ({
  value: String(value),
  label: `${name} (${value})`,
}));

export function StatusSettings({ statuses }: { statuses: Status[] }) {
  const [edited, setEdited] = useState<Partial<Status>>();
  return (
    <>
      <Rows
        label="Statuses"
        rows={statuses.map((status) => ({
          id: status.id,
          name: status.name,
          detail: `${status.deskproName} · ${status.duploName} · ${vivantioTypes.find(({ value }) => value === String(status.vivantioType))?.label}`,
          onEdit: () => setEdited(status),
        }))}
      />
      <Button className="mt-3" onClick={() => setEdited({ position: statuses.length + 1 })}>
        Add status
      </Button>
      {edited && <StatusDialog status={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}

function StatusDialog({ status, onClose }: { status: Partial<Status>; onClose: () => void }) {
  const form = useForm<z.input<typeof statusInput>, unknown, StatusInput>({
    resolver: zodResolver(statusInput),
    defaultValues: {
      name: status.name ?? "",
      deskproName: status.deskproName ?? "awaiting_agent",
      duploName: status.duploName ?? "Open",
      vivantioType: status.vivantioType ?? 1,
      position: status.position ?? 0,
    },
  });
  const vivantio = useController({ control: form.control, name: "vivantioType" });
  return (
    <EditDialog
      title={status.id ? `Status “${status.name}”` : "New status"}
      open
      onClose={onClose}
      form={form}
      save={(values) => saveStatus({ ...values, id: status.id })}
    >
      <TextField control={form.control} name="name" label="Name" />
      <SelectField control={form.control} name="deskproName" label="Deskpro name" options={deskproNames} />
      <SelectField control={form.control} name="duploName" label="DuploCloud name" options={duploNames} />
      <Field label="Vivantio status type" error={vivantio.fieldState.error?.message}>
        {(wiring) => (
          <Select
            {...wiring}
            ref={vivantio.field.ref}
            options={vivantioTypes}
            value={String(vivantio.field.value)}
            onValueChange={(value) => vivantio.field.onChange(Number(value))}
          />
        )}
      </Field>
      <TextField
        control={form.control}
        name="position"
        label="Position"
        type="number"
        help="Where it stands in drop-downs."
      />
    </EditDialog>
  );
}
