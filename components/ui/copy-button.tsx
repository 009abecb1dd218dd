"use client";
import { Check, Copy, type LucideIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonStyle } from "./button";

type CopyButtonProps = {
  text: string;
  label?: string;
  showLabel?: boolean;
  className?: string;
  /** Where two stand side by side, what tells them apart. */
  icon?: LucideIcon;
} & ButtonStyle;

/** Copies and says so ("Copied"), to eyes and to screen readers. */
export function CopyButton(props: CopyButtonProps) {
  const { text, label = "Copy", showLabel, variant = "ghost", size, className, icon: Icon = Copy } = props;
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2000);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => setState((await copyText(text)) ? "copied" : "failed");
  const announced = { idle: "", copied: "Copied", failed: "Copying failed: select the text and copy it" }[state];
  return (
    <>
      <Button
        variant={variant}
        size={size ?? (showLabel ? "sm" : "icon-sm")}
        className={className}
        aria-label={label}
        title={label}
        onClick={copy}
      >
        {state === "copied" ? <Check aria-hidden className="text-success" /> : <Icon aria-hidden />}
        {showLabel && (state === "idle" ? label : state === "copied" ? "Copied" : "Not copied")}
      </Button>
      <span role="status" className="sr-only">
        {announced}
      </span>
    </>
  );
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The clipboard API is missing on plain http; the old way still works there.
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}
