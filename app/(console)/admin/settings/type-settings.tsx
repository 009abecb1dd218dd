"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { type TicketType, ticketTypeInput } from "@/lib/desk/desk-lists";
import { saveTicketType } from "./actions";
import { EditDialog } from "./edit-dialog";
import { Rows } from "./rows";

export function TypeSettings({ types }: { types: TicketType[] }) {
  const [edited, setEdited] = useState<Partial<TicketType>>();
  return (
    <>
      <Rows
        label="Ticket types"
        rows={types.map((type) => ({
          id: type.id,
          name: type.name,
          detail: type.prefix,
          onEdit: () => setEdited(type),
        }))}
      />
      <Button className="mt-3" onClick={() => setEdited({})}>
        Add ticket type
      </Button>
      {edited && <TypeDialog type={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}

function TypeDialog({ type, onClose }: { type: Partial<TicketType>; onClose: () => void }) {
  const form = useForm({
    resolver: zodResolver(ticketTypeInput),
    defaultValues: { name: type.name ?? "", prefix: type.prefix ?? "", nextNumber: undefined as number | undefined },
  });
  return (
    <EditDialog
      title={type.id ? `Ticket type “${type.name}”` : "New ticket type"}
      open
      onClose={onClose}
      form={form}
      save={(values) => saveTicketType({ ...values, id: type.id })}
    >
      <TextField control={form.control} name="name" label="Name" />
      <TextField control={form.control} name="prefix" label="Prefix" help="What display ids begin with, such as IN." />
      <TextField
        control={form.control}
        name="nextNumber"
        label="Next number"
        type="number"
        optional
        help="To go on where another desk stopped. It can only be raised."
      />
    </EditDialog>
  );
}
