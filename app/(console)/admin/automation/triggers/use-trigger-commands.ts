"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import type { Result } from "@/lib/core/result";
import { duplicateTrigger, moveTrigger, setTriggerEnabled } from "./actions";

type Subject = { id: string; name: string };

/** What came of a server action; says so when nothing did. */
async function answered<T>(asked: Promise<Result<T>>): Promise<{ value: T } | undefined> {
  const result = await asked.catch(() => undefined);
  if (result?.ok) return { value: result.value };
  toast.error(result ? result.error.message : "The server did not answer. Check your connection and try again.");
  return undefined;
}

/** What menus and switches do with a rule, in the list and in the editor. */
export function useTriggerCommands() {
  const router = useRouter();
  const [, startTransition] = useTransition();

  const enable = async ({ id }: Subject, isEnabled: boolean) => answered(setTriggerEnabled({ id, isEnabled }));
  const changeEnabled = async (rule: Subject, isEnabled: boolean) => {
    if (!(await enable(rule, isEnabled))) return;
    toast.success(`“${rule.name}” ${isEnabled ? "enabled" : "disabled"}.`, {
      action: { label: "Undo", onClick: () => startTransition(async () => void (await enable(rule, !isEnabled))) },
    });
  };
  const setEnabled = (rule: Subject, isEnabled: boolean) => startTransition(() => changeEnabled(rule, isEnabled));

  const duplicate = ({ id }: Subject) =>
    startTransition(async () => {
      const copy = await answered(duplicateTrigger({ id }));
      if (!copy) return;
      toast.success(`“${copy.value.name}” created, disabled for now.`);
      router.push(`/admin/automation/triggers/${copy.value.id}`);
    });

  /** `onFailed` puts back what was shown ahead of the answer. */
  const move = ({ id }: Subject, place: number, onFailed: () => void) =>
    startTransition(async () => {
      if (!(await answered(moveTrigger({ id, place })))) onFailed();
    });

  return { changeEnabled, setEnabled, duplicate, move };
}
