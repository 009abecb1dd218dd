"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import { answered } from "@/components/shell/answered";
import { useEnabling } from "@/components/shell/use-enabling";
import { duplicateTrigger, moveTrigger, setTriggerEnabled } from "./actions";

type Subject = { id: string; name: string };

/** What menus and switches do with a rule, in the list and in the editor. */
export function useTriggerCommands() {
  const router = useRouter();
  const [, startTransition] = useTransition();
  const { changeEnabled, setEnabled } = useEnabling(setTriggerEnabled);

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
