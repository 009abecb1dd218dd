"use client";
import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { memo, useMemo } from "react";
import { cn } from "@/components/ui/cn";

export type PickerChoice = {
  value: string | number;
  label: string;
  group?: string;
  /** Once chosen, where its group no longer stands above it. */
  full?: string;
};

type Shared = {
  choices: readonly PickerChoice[];
  placeholder?: string;
  /** What is looked for, in the plural: "fields". */
  what: string;
  disabled?: boolean;
  className?: string;
  ref?: React.Ref<HTMLButtonElement>;
  "aria-label": string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
};

type ChoicePickerProps = Shared & { value: string | number | null; onValueChange: (value: string | number) => void };

type ChoicesPickerProps = Shared & {
  value: readonly (string | number)[];
  onValueChange: (value: (string | number)[]) => void;
};

/** A value that is no choice (any more) is shown as it is, so that nobody loses it unseen. */
const known = (choices: readonly PickerChoice[], value: string | number): PickerChoice =>
  choices.find((choice) => String(choice.value) === String(value)) ?? { value, label: `${value} (gone)` };

/** One of many, in groups, with a search box. Costly to render: a stable `onValueChange` spares a hundred rows. */
export const ChoicePicker = memo(function ChoicePicker({
  value,
  onValueChange,
  choices,
  placeholder = "Choose…",
  ...rest
}: ChoicePickerProps) {
  const chosen = value === null || value === "" ? null : known(choices, value);
  return (
    <Combobox.Root
      items={useGroups(choices)}
      value={chosen}
      disabled={rest.disabled}
      isItemEqualToValue={isSame}
      filter={isFound}
      autoHighlight
      onValueChange={(choice: PickerChoice | null) => choice && onValueChange(choice.value)}
    >
      <PickerTrigger {...rest} shown={chosen?.full ?? chosen?.label} placeholder={placeholder} />
      <PickerPopup {...rest} />
    </Combobox.Root>
  );
});

/** Some of many: the list stays open while choosing. */
export function ChoicesPicker({ value, onValueChange, choices, placeholder = "Choose…", ...rest }: ChoicesPickerProps) {
  const chosen = value.map((entry) => known(choices, entry));
  const shown = chosen.map(({ label }) => label).join(", ");
  return (
    <Combobox.Root
      multiple
      items={useGroups(choices)}
      value={chosen}
      disabled={rest.disabled}
      isItemEqualToValue={isSame}
      filter={isFound}
      autoHighlight
      onValueChange={(next: PickerChoice[]) => onValueChange(next.map((choice) => choice.value))}
    >
      <PickerTrigger {...rest} shown={shown || undefined} placeholder={placeholder} />
      <PickerPopup {...rest} />
    </Combobox.Root>
  );
}

type Group = { value: string; items: PickerChoice[] };

const isSame = (a: PickerChoice, b: PickerChoice) => String(a.value) === String(b.value);

/** Every word in the label or its group, in any order: "integration number". */
function isFound({ label, group = "" }: PickerChoice, query: string): boolean {
  const text = `${group} ${label}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function useGroups(choices: readonly PickerChoice[]): Group[] {
  return useMemo(() => {
    const groups = new Map<string, PickerChoice[]>();
    for (const choice of choices) groups.set(choice.group ?? "", [...(groups.get(choice.group ?? "") ?? []), choice]);
    return [...groups].map(([value, items]) => ({ value, items }));
  }, [choices]);
}

type TriggerProps = Omit<Shared, "choices" | "what"> & { shown: string | undefined; what?: string };

function PickerTrigger({ shown, placeholder, className, what: _, disabled: __, ...trigger }: TriggerProps) {
  return (
    <Combobox.Trigger
      {...trigger}
      className={cn("control flex h-8 w-full items-center justify-between gap-2 pr-2 pl-2.5 text-left", className)}
    >
      <span className={cn("truncate", shown === undefined && "text-faint")}>{shown ?? placeholder}</span>
      <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
    </Combobox.Trigger>
  );
}

function PickerPopup({ what, "aria-label": label }: { what: string; "aria-label": string }) {
  return (
    <Combobox.Portal>
      <Combobox.Positioner className="z-60" align="start" sideOffset={4}>
        <Combobox.Popup
          aria-label={label}
          className="popup flex max-h-(--available-height) w-[max(var(--anchor-width),16rem)] max-w-[90vw] flex-col"
        >
          <Combobox.Input
            aria-label={`Search ${what}`}
            placeholder={`Search ${what}`}
            className="h-9 shrink-0 border-b bg-transparent px-3 text-sm outline-none"
          />
          <Combobox.Empty className="px-3 text-muted text-sm empty:hidden">
            <span className="block py-2">Nothing found. Try another word.</span>
          </Combobox.Empty>
          <Combobox.List className="max-h-72 overflow-y-auto p-1 empty:p-0">
            {(group: Group) => (
              <Combobox.Group key={group.value} items={group.items}>
                {group.value !== "" && (
                  <Combobox.GroupLabel className="px-2 pt-2 pb-1 font-medium text-faint text-xs">
                    {group.value}
                  </Combobox.GroupLabel>
                )}
                <Combobox.Collection>
                  {(choice: PickerChoice) => (
                    <Combobox.Item
                      key={choice.value}
                      value={choice}
                      className="grid cursor-default select-none grid-cols-[1fr_1rem] items-center gap-3 rounded-sm px-2 py-1.5 text-sm outline-none data-highlighted:bg-hover"
                    >
                      <span className="min-w-0 truncate">{choice.label}</span>
                      <Combobox.ItemIndicator>
                        <Check aria-hidden className="size-4" />
                      </Combobox.ItemIndicator>
                    </Combobox.Item>
                  )}
                </Combobox.Collection>
              </Combobox.Group>
            )}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}
