"use client";
import { Pencil } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { useUnsaved } from "@/components/tickets/unsaved";
import { Button } from "@/components/ui/button";
import { FieldNote } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { ConflictNotice } from "./conflict-notice";
import { useTicket } from "./ticket-context";
import { useFieldEdit } from "./use-field-edit";

type EditableTextProps = {
  field: "title" | "description" | "solution";
  label: string;
  value: string;
  multiline?: boolean;
  /** The text as it is read. */
  children: ReactNode;
};

/** Text with a pencil: reading is the rule, editing the exception. */
export function EditableText({ field, label, value, multiline, children }: EditableTextProps) {
  const { mayWrite } = useTicket();
  const [typed, setTyped] = useState<string>();
  const seen = useRef(value);
  const pencil = useRef<HTMLButtonElement>(null);
  const edit = useFieldEdit(field, value);
  const isDirty = typed !== undefined && typed !== value;

  const begin = () => {
    seen.current = value;
    setTyped(value);
  };
  const end = () => {
    setTyped(undefined);
    edit.discard();
    requestAnimationFrame(() => pencil.current?.focus());
  };
  const save = async () => {
    if (typed === undefined) return;
    if (typed === seen.current || (await edit.save(typed, seen.current))) end();
  };
  useUnsaved(label, isDirty, save);

  if (typed === undefined)
    return (
      <div className="group flex min-w-0 items-start gap-1">
        <div className="min-w-0">{children}</div>
        {mayWrite && (
          <Button
            ref={pencil}
            variant="ghost"
            size="icon-sm"
            aria-label={`Edit ${label}`}
            className="opacity-60 focus-visible:opacity-100 group-hover:opacity-100"
            onClick={begin}
          >
            <Pencil aria-hidden />
          </Button>
        )}
      </div>
    );
  const control = {
    "aria-label": label,
    "aria-invalid": edit.error ? (true as const) : undefined,
    autoFocus: true,
    value: typed,
    onChange: (event: { target: { value: string } }) => setTyped(event.target.value),
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === "Escape") end();
      if (event.key === "Enter" && (!multiline || event.ctrlKey || event.metaKey)) save();
    },
  };
  return (
    <div className="w-full min-w-0">
      {!multiline && <div className="sr-only">{children}</div>}
      {multiline ? <Textarea rows={6} {...control} /> : <Input maxLength={500} {...control} />}
      <FieldNote id={`${field}-note`} error={edit.error} />
      {edit.conflict ? (
        <ConflictNotice
          conflict={edit.conflict}
          onDiscard={end}
          onOverwrite={async () => {
            if (await edit.overwrite()) end();
          }}
        />
      ) : (
        <div className="mt-2 flex gap-2">
          <Button variant="primary" pending={edit.pending} onClick={save}>
            Save
          </Button>
          <Button onClick={end}>Cancel</Button>
        </div>
      )}
    </div>
  );
}
