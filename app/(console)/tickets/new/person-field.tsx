"use client";
import { useState } from "react";
import { type Control, useController } from "react-hook-form";
import { type PersonChoice, PersonPicker } from "@/components/tickets/person-picker";
import { Field } from "@/components/ui/field";
import { findPeople } from "../actions";
import type { NewTicketOutput, NewTicketValues } from "../schema";

type PersonFieldProps = {
  control: Control<NewTicketValues, unknown, NewTicketOutput>;
  name: "requesterId" | "ownerId";
  label: string;
  emptyLabel: string;
  /** Only people who may own tickets. */
  agents?: boolean;
};

export function PersonField({ control, name, label, emptyLabel, agents = false }: PersonFieldProps) {
  const { field, fieldState } = useController({ control, name });
  const [chosen, setChosen] = useState<PersonChoice | null>(null);
  return (
    <Field label={label} optional error={fieldState.error?.message}>
      {(wiring) => (
        <PersonPicker
          {...wiring}
          aria-label={label}
          emptyLabel={emptyLabel}
          value={chosen}
          find={async (q) => {
            const result = await findPeople({ q, agents });
            return result.ok ? result.value : [];
          }}
          onValueChange={(person) => {
            setChosen(person);
            field.onChange(person?.id ?? null);
          }}
        />
      )}
    </Field>
  );
}
