"use client";
import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type SelectOption<Value extends string = string> = {
  value: Value;
  label: string;
  /** A second, muted line. */
  hint?: ReactNode;
  disabled?: boolean;
};

type SelectProps<Value extends string> = {
  options: readonly SelectOption<Value>[];
  value: Value | null;
  onValueChange: (value: Value) => void;
  placeholder?: string;
  name?: string;
  id?: string;
  disabled?: boolean;
  readOnly?: boolean;
  className?: string;
  onBlur?: () => void;
  ref?: React.Ref<HTMLButtonElement>;
  "aria-label"?: string;
  "aria-labelledby"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
};

/** A drop-down with keyboard search; role `combobox`, named by its label or `aria-label`. */
export function Select<Value extends string>({
  options,
  value,
  onValueChange,
  placeholder = "Choose…",
  name,
  disabled,
  readOnly,
  className,
  ref,
  ...trigger
}: SelectProps<Value>) {
  return (
    <Base.Root
      items={options}
      value={value}
      name={name}
      disabled={disabled}
      readOnly={readOnly}
      modal={false}
      onValueChange={(next) => next !== null && onValueChange(next)}
    >
      <Base.Trigger
        ref={ref}
        {...trigger}
        className={cn("control flex h-8 w-full items-center justify-between gap-2 pr-2 pl-2.5 text-left", className)}
      >
        <Base.Value className="truncate data-placeholder:text-faint" placeholder={placeholder} />
        <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-60" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className="popup max-h-(--available-height) min-w-(--anchor-width) max-w-[min(28rem,90vw)] overflow-y-auto p-1">
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled}
                  className="grid cursor-default select-none grid-cols-[1fr_1rem] items-center gap-3 rounded-sm px-2 py-1.5 text-sm outline-none data-disabled:text-faint data-highlighted:bg-hover"
                >
                  <span className="min-w-0">
                    <Base.ItemText className="block truncate">{option.label}</Base.ItemText>
                    {option.hint && <span className="block text-muted text-xs">{option.hint}</span>}
                  </span>
                  <Base.ItemIndicator>
                    <Check aria-hidden className="size-4" />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
