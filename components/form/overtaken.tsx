"use client";
import { useEffect, useRef, useTransition } from "react";
import { useFormContext, useFormState } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { unsavedText } from "./count-changes";

type OvertakenProps = {
  /** "webhook", "rule". */
  thing: string;
  onLoad: () => Promise<void>;
  onKeep: () => Promise<void>;
};

/** Someone else saved meanwhile: nothing was lost, the person decides whose version stays. */
export function Overtaken({ thing, onLoad, onKeep }: OvertakenProps) {
  const { control } = useFormContext();
  const { dirtyFields } = useFormState({ control });
  const [pending, startTransition] = useTransition();
  const notice = useRef<HTMLDivElement>(null);
  // Saving happens at the bottom of the page; this stands at its top.
  useEffect(() => notice.current?.focus(), []);
  return (
    <div ref={notice} tabIndex={-1} className="outline-none">
      <Notice tone="warning" title={`Someone else saved this ${thing} while you were editing`}>
        <p>Your changes are still here and not saved. Load the other version, or keep yours and save over it.</p>
        <div className="mt-2.5 flex flex-wrap gap-2">
          <Button size="sm" pending={pending} onClick={() => startTransition(onLoad)}>
            Load their version and drop my {unsavedText(dirtyFields)}
          </Button>
          <Button size="sm" pending={pending} onClick={() => startTransition(onKeep)}>
            Keep mine
          </Button>
        </div>
      </Notice>
    </div>
  );
}
