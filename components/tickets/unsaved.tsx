"use client";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, use, useEffect, useId, useMemo, useRef, useState } from "react";
import { useLeaveGuard } from "@/components/form/leave-guard";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

type Part = { label: string; save?: () => void };
type Parts = { put(id: string, part: Part): void; drop(id: string): void };

const UnsavedContext = createContext<Parts>({ put: () => undefined, drop: () => undefined });

/** Several small forms on one page: leaving asks once for all of them, Ctrl/⌘ S saves each that can be saved. */
export function UnsavedProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [parts, setParts] = useState<ReadonlyMap<string, Part>>(new Map());
  const [leavingTo, setLeavingTo] = useState<string>();
  useLeaveGuard(parts.size > 0 && leavingTo === undefined, setLeavingTo);

  const context = useMemo<Parts>(
    () => ({
      put: (id, part) => setParts((before) => new Map(before).set(id, part)),
      drop: (id) => setParts((before) => new Map([...before].filter(([other]) => other !== id))),
    }),
    [],
  );
  useEffect(() => {
    const saveAll = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      if (!event.repeat) for (const part of parts.values()) part.save?.();
    };
    window.addEventListener("keydown", saveAll);
    return () => window.removeEventListener("keydown", saveAll);
  }, [parts]);

  return (
    <UnsavedContext value={context}>
      {children}
      <ConfirmDialog
        open={leavingTo !== undefined}
        onOpenChange={(open) => !open && setLeavingTo(undefined)}
        title="Leave without saving?"
        description={`Not saved yet: ${[...parts.values()].map(({ label }) => label).join(", ")}.`}
        confirmLabel="Leave without saving"
        cancelLabel="Stay on this page"
        danger
        onConfirm={() => {
          if (leavingTo) router.push(leavingTo);
          return undefined;
        }}
      />
    </UnsavedContext>
  );
}

/** Counts something among the page's unsaved parts while `isDirty`. */
export function useUnsaved(label: string, isDirty: boolean, save?: () => void) {
  const { put, drop } = use(UnsavedContext);
  const id = useId();
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    if (!isDirty) return;
    put(id, { label, save: () => latest.current?.() });
    return () => drop(id);
  }, [id, label, isDirty, put, drop]);
}
