"use client";
import { useTransition } from "react";
import { toast } from "sonner";
import type { Result } from "@/lib/core/result";
import { answered } from "./answered";

type Subject = { id: string; name: string };
type Enable = (input: { id: string; isEnabled: boolean }) => Promise<Result<unknown>>;

/** Switching something on or off by a server action: a toast tells, and offers to undo it. */
export function useEnabling(enable: Enable) {
  const [pending, startTransition] = useTransition();
  const changeEnabled = async ({ id, name }: Subject, isEnabled: boolean) => {
    if (!(await answered(enable({ id, isEnabled })))) return;
    const undo = () => startTransition(async () => void (await answered(enable({ id, isEnabled: !isEnabled }))));
    toast.success(`“${name}” ${isEnabled ? "enabled" : "disabled"}.`, { action: { label: "Undo", onClick: undo } });
  };
  const setEnabled = (subject: Subject, isEnabled: boolean) => startTransition(() => changeEnabled(subject, isEnabled));
  return { pending, changeEnabled, setEnabled };
}
