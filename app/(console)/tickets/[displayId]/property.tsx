"use client";
import { type ReactNode, useId, useRef, useState } from "react";
import { type PersonChoice, PersonPicker } from "@/components/tickets/person-picker";
import { useUnsaved } from "@/components/tickets/unsaved";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { FieldNote } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { TicketFields } from "@/lib/desk/ticket";
import { findPeople } from "../actions";
import { ConflictNotice } from "./conflict-notice";
import { useTicket } from "./ticket-context";
import { useFieldEdit } from "./use-field-edit";

/** Quiet until pointed at or focused, like text that happens to be editable. */
export const quiet =
  "border-transparent bg-transparent hover:not-disabled:border-strong [&>svg]:opacity-0 hover:[&>svg]:opacity-100 focus-visible:[&>svg]:opacity-100 [@media(hover:none)]:[&>svg]:opacity-100 -ml-[11px] w-[calc(100%+11px)] pl-2.5";

type Edit = Pick<
  ReturnType<typeof useFieldEdit<keyof TicketFields>>,
  "pending" | "error" | "conflict" | "overwrite" | "discard"
>;

/** Label left, value right, what went wrong below. */
export function PropertyRow({
  label,
  htmlFor,
  edit,
  children,
}: {
  label: string;
  htmlFor?: string;
  edit?: Edit;
  children: ReactNode;
}) {
  const Label = htmlFor ? "label" : "span";
  return (
    <div className="min-w-0">
      <div className="grid min-h-8 grid-cols-[7.5rem_minmax(0,1fr)] items-center gap-x-4">
        <Label htmlFor={htmlFor} className="text-muted">
          {label}
        </Label>
        <div className={cn("min-w-0", edit?.pending && "opacity-60")}>{children}</div>
      </div>
      {edit?.error && (
        <div className="mb-2 flex items-start gap-2">
          <FieldNote id={`${htmlFor}-note`} error={edit.error} />
          <Button size="sm" variant="ghost" className="ml-auto" onClick={edit.discard}>
            Discard
          </Button>
        </div>
      )}
      {edit?.conflict && (
        <ConflictNotice conflict={edit.conflict} onOverwrite={edit.overwrite} onDiscard={edit.discard} />
      )}
    </div>
  );
}

type IdKey = {
  [Key in keyof TicketFields]: TicketFields[Key] extends number | null ? Key : never;
}[keyof TicketFields];

type ChoicePropertyProps<Key extends IdKey> = {
  label: string;
  field: Key;
  value: TicketFields[Key];
  options: readonly { id: number; name: string }[];
  /** What having none is called; without it a choice is required. */
  noneLabel?: string;
  /** In front of the value: the dot of a status. */
  mark?: (value: TicketFields[Key]) => ReactNode;
};

/** One entry of a desk list. */
export function ChoiceProperty<Key extends IdKey>(props: ChoicePropertyProps<Key>) {
  const { label, field, value, options, noneLabel, mark } = props;
  const id = useId();
  const { mayWrite } = useTicket();
  const edit = useFieldEdit(field, value);
  const name = options.find((option) => option.id === value)?.name;
  if (!mayWrite)
    return (
      <PropertyRow label={label}>
        <span className="flex items-center gap-2">
          {mark?.(value)}
          {name ?? <span className="text-muted">{noneLabel}</span>}
        </span>
      </PropertyRow>
    );
  return (
    <PropertyRow label={label} htmlFor={id} edit={edit}>
      <span className="flex items-center gap-2">
        {mark?.(edit.value)}
        <Select
          id={id}
          className={cn(quiet, mark && "-ml-2")}
          aria-invalid={edit.error ? true : undefined}
          placeholder={noneLabel}
          value={edit.value === null ? "" : String(edit.value)}
          options={[
            ...(noneLabel ? [{ value: "", label: noneLabel }] : []),
            ...options.map((option) => ({ value: String(option.id), label: option.name })),
          ]}
          onValueChange={(next) => edit.save((next === "" ? null : Number(next)) as TicketFields[Key])}
        />
      </span>
    </PropertyRow>
  );
}

type PersonPropertyProps = {
  label: string;
  field: "ownerId" | "requesterId";
  value: PersonChoice | null;
  noneLabel: string;
};

export function PersonProperty({ label, field, value, noneLabel }: PersonPropertyProps) {
  const id = useId();
  const { mayWrite } = useTicket();
  const edit = useFieldEdit(field, value?.id ?? null);
  const [chosen, setChosen] = useState<PersonChoice | null>(value);
  const shown = edit.value === (value?.id ?? null) ? value : edit.value === null ? null : chosen;
  if (!mayWrite)
    return <PropertyRow label={label}>{value?.name ?? <span className="text-muted">{noneLabel}</span>}</PropertyRow>;
  return (
    <PropertyRow label={label} htmlFor={id} edit={edit}>
      <PersonPicker
        id={id}
        aria-label={label}
        className={quiet}
        value={shown}
        emptyLabel={noneLabel}
        find={async (q) => {
          const result = await findPeople({ q, agents: field === "ownerId" });
          return result.ok ? result.value : [];
        }}
        onValueChange={(person) => {
          setChosen(person);
          edit.save(person?.id ?? null);
        }}
      />
    </PropertyRow>
  );
}

type TextPropertyProps<Key extends keyof TicketFields> = {
  label: string;
  field: Key;
  value: TicketFields[Key];
  toText: (value: TicketFields[Key]) => string;
  fromText: (text: string) => TicketFields[Key];
  placeholder: string;
};

/** A line of text, saved on Enter or when left; Escape takes it back. */
export function TextProperty<Key extends keyof TicketFields>(props: TextPropertyProps<Key>) {
  const { label, field, value, toText, fromText, placeholder } = props;
  const id = useId();
  const { mayWrite } = useTicket();
  const edit = useFieldEdit(field, value);
  const [typed, setTyped] = useState<string>();
  /** What the field said when typing began, whatever arrives meanwhile. */
  const seen = useRef(value);
  const text = typed ?? toText(edit.value);
  useUnsaved(label, typed !== undefined && typed !== toText(value));
  if (!mayWrite)
    return (
      <PropertyRow label={label}>
        <span className="break-words">{toText(value) || <span className="text-muted">None</span>}</span>
      </PropertyRow>
    );
  const save = () => {
    if (typed === undefined) return;
    setTyped(undefined);
    if (typed !== toText(seen.current)) edit.save(fromText(typed), seen.current);
  };
  return (
    <PropertyRow label={label} htmlFor={id} edit={edit}>
      <Input
        id={id}
        className={quiet}
        value={text}
        placeholder={placeholder}
        aria-invalid={edit.error ? true : undefined}
        onChange={(event) => {
          if (typed === undefined) seen.current = value;
          setTyped(event.target.value);
        }}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") save();
          if (event.key === "Escape") setTyped(undefined);
        }}
      />
    </PropertyRow>
  );
}
