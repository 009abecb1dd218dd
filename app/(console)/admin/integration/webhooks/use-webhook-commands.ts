"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import { duplicateWebhook, setWebhookEnabled } from "./actions";

type Subject = { id: string; name: string; isEnabled: boolean };
const failed = (message: string) => void toast.error(message);
const noAnswer = () => failed("The server did not answer. Check your connection and try again.");

/** What menus do with a webhook, here and in the editor. */
export function useWebhookCommands() {
  const router = useRouter();
  const [, startTransition] = useTransition();

  const setEnabled = ({ id, name }: Subject, isEnabled: boolean) =>
    startTransition(async () => {
      const result = await setWebhookEnabled({ id, isEnabled }).catch(noAnswer);
      if (!result) return;
      if (!result.ok) return failed(result.error.message);
      toast.success(`“${name}” ${isEnabled ? "enabled" : "disabled"}.`, {
        action: {
          label: "Undo",
          onClick: () =>
            startTransition(async () => {
              const undone = await setWebhookEnabled({ id, isEnabled: !isEnabled }).catch(noAnswer);
              if (undone && !undone.ok) failed(undone.error.message);
            }),
        },
      });
    });

  const duplicate = ({ id }: Subject) =>
    startTransition(async () => {
      const result = await duplicateWebhook({ id }).catch(noAnswer);
      if (!result) return;
      if (!result.ok) return failed(result.error.message);
      toast.success(`“${result.value.name}” created, disabled for now.`);
      router.push(`/admin/integration/webhooks/${result.value.id}`);
    });

  return { setEnabled, duplicate };
}
