"use client";
import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export const Menu = Base.Root;
/** Give it `render={<Button …/>}` to look like a button. */
export const MenuTrigger = Base.Trigger;

const itemStyle =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none data-disabled:text-faint data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted";

type MenuContentProps = {
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom";
  className?: string;
};

export function MenuContent({ children, align = "end", side = "bottom", className }: MenuContentProps) {
  return (
    <Base.Portal>
      <Base.Positioner className="z-60 outline-none" sideOffset={4} align={align} side={side}>
        <Base.Popup className={cn("popup max-h-(--available-height) min-w-44 overflow-y-auto p-1", className)}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

export function MenuItem({ danger, className, ...props }: ComponentProps<typeof Base.Item> & { danger?: boolean }) {
  return <Base.Item className={cn(itemStyle, danger && "text-danger [&_svg]:text-danger", className)} {...props} />;
}

/** An entry that opens a page. */
export function MenuLink({
  href,
  className,
  children,
  ...props
}: ComponentProps<typeof Base.LinkItem> & { href: string }) {
  return (
    <Base.LinkItem className={cn(itemStyle, className)} closeOnClick render={<Link href={href} />} {...props}>
      {children}
    </Base.LinkItem>
  );
}

type MenuRadioProps<Value extends string> = {
  label?: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
};

/** One choice out of several, ticked. */
export function MenuRadio<Value extends string>({ label, value, onValueChange, options }: MenuRadioProps<Value>) {
  return (
    <Base.RadioGroup value={value} onValueChange={onValueChange}>
      {label && <Base.GroupLabel className="px-2 pt-1 pb-1 text-faint text-xs">{label}</Base.GroupLabel>}
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} closeOnClick className={itemStyle}>
          {option.icon}
          <span className="flex-1">{option.label}</span>
          <span className="ml-4 size-4">
            <Base.RadioItemIndicator>
              <Check aria-hidden />
            </Base.RadioItemIndicator>
          </span>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export const MenuSeparator = () => <Base.Separator className="-mx-1 my-1 h-px bg-border" />;
