"use client";
import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export const buttonStyle = cva(
  "relative inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md font-medium text-sm transition-colors [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-text text-background hover:bg-text/85 active:bg-text/75",
        secondary: "border border-strong bg-background text-text hover:bg-hover active:bg-hover",
        ghost: "text-muted hover:bg-hover hover:text-text data-popup-open:bg-hover data-popup-open:text-text",
        danger: "bg-danger-solid text-on-solid hover:bg-danger-solid/90 active:bg-danger-solid/80",
      },
      size: {
        sm: "h-7 gap-1.5 px-2",
        md: "h-8 gap-1.5 px-3",
        lg: "h-9 gap-2 px-4",
        icon: "size-8",
        "icon-sm": "size-7",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonStyle = VariantProps<typeof buttonStyle>;

const unavailable = "disabled:cursor-not-allowed disabled:opacity-50";

/** `pending` shows a spinner over the words, keeps width and focus, and ignores further presses. */
export function Button({
  variant,
  size,
  pending = false,
  className,
  children,
  onClick,
  type = "button",
  ...props
}: ComponentProps<"button"> & ButtonStyle & { pending?: boolean }) {
  return (
    <button
      type={type}
      className={cn(buttonStyle({ variant, size }), unavailable, className)}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      {...props}
    >
      {pending ? (
        <>
          <span className="flex items-center gap-[inherit] opacity-0">{children}</span>
          <LoaderCircle aria-hidden className="absolute animate-spin" />
        </>
      ) : (
        children
      )}
    </button>
  );
}

/** A link that looks like a button; for what opens a page rather than does something. */
export function ButtonLink({ variant, size, className, ...props }: ComponentProps<typeof Link> & ButtonStyle) {
  return <Link className={cn(buttonStyle({ variant, size }), className)} {...props} />;
}
