"use client";
import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { useRef, useState, useTransition } from "react";
import { cn } from "@/components/ui/cn";

export type PersonChoice = { id: number; name: string; hint?: string };

type PersonPickerProps = {
  value: PersonChoice | null;
  onValueChange: (person: PersonChoice | null) => void;
  /** Finds people while typing; "" gives the first few. */
  find: (q: string) => Promise<PersonChoice[]>;
  /** What nobody is called: "Nobody". */
  emptyLabel: string;
  id?: string;
  disabled?: boolean;
  className?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
};

const nobody = 0;

/** Chooses one person out of any number: a drop-down with a search box. */
export function PersonPicker({
  value,
  onValueChange,
  find,
  emptyLabel,
  className,
  disabled,
  ...trigger
}: PersonPickerProps) {
  const [found, setFound] = useState<PersonChoice[]>();
  const [query, setQuery] = useState("");
  const [pending, startTransition] = useTransition();
  const turn = useRef(0);
  const empty: PersonChoice = { id: nobody, name: emptyLabel };

  const look = (q: string) => {
    const mine = ++turn.current;
    startTransition(async () => {
      const people = await find(q);
      startTransition(() => {
        if (mine === turn.current) setFound(people);
      });
    });
  };
  const items = query.trim() === "" ? [empty, ...(found ?? (value ? [value] : []))] : (found ?? []);
  const what = trigger["aria-label"] ?? "People";
  return (
    <Combobox.Root
      items={items}
      value={value ?? empty}
      disabled={disabled}
      filter={null}
      itemToStringLabel={(person: PersonChoice) => person.name}
      isItemEqualToValue={(item: PersonChoice, chosen: PersonChoice) => item.id === chosen.id}
      onOpenChange={(open) => {
        if (open) look("");
        setQuery("");
      }}
      onInputValueChange={(text, { reason }) => {
        if (reason === "item-press") return;
        setQuery(text);
        look(text);
      }}
      onValueChange={(person) => onValueChange(person === null || person.id === nobody ? null : person)}
    >
      <Combobox.Trigger
        {...trigger}
        className={cn("control flex h-8 w-full items-center justify-between gap-2 pr-2 pl-2.5 text-left", className)}
      >
        <span className={cn("truncate", !value && "text-muted")}>{value?.name ?? emptyLabel}</span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner className="z-60" align="start" sideOffset={4}>
          <Combobox.Popup
            aria-label={what}
            aria-busy={pending || undefined}
            className="popup flex max-h-(--available-height) w-[max(var(--anchor-width),16rem)] max-w-[90vw] flex-col"
          >
            <Combobox.Input
              aria-label={`Search ${what.toLowerCase()}`}
              placeholder="Name or e-mail"
              className="h-9 shrink-0 border-b bg-transparent px-3 text-sm outline-none"
            />
            <Combobox.Status className="px-3 text-muted text-xs empty:hidden">
              {pending && !found ? <span className="block py-2">Searching…</span> : null}
            </Combobox.Status>
            <Combobox.Empty className="px-3 text-muted text-sm empty:hidden">
              {pending ? null : <span className="block py-2">Nobody found. Try another name.</span>}
            </Combobox.Empty>
            <Combobox.List className="max-h-72 overflow-y-auto p-1 empty:p-0">
              {(person: PersonChoice) => (
                <Combobox.Item
                  key={person.id}
                  value={person}
                  className="grid cursor-default select-none grid-cols-[1fr_1rem] items-center gap-3 rounded-sm px-2 py-1.5 text-sm outline-none data-highlighted:bg-hover"
                >
                  <span className="min-w-0">
                    <span className={cn("block truncate", person.id === nobody && "text-muted")}>{person.name}</span>
                    {person.hint && <span className="block truncate text-muted text-xs">{person.hint}</span>}
                  </span>
                  <Combobox.ItemIndicator>
                    <Check aria-hidden className="size-4" />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
