"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import { answered } from "@/components/shell/answered";
import { useEnabling } from "@/components/shell/use-enabling";
import { duplicateWebhook, setWebhookEnabled } from "./actions";

/** What menus do with a webhook, here and in the editor. */
export function useWebhookCommands() {
  const router = useRouter();
  const [, startTransition] = useTransition();
  const { setEnabled } = useEnabling(setWebhookEnabled);

  const duplicate = ({ id }: { id: string }) =>
    startTransition(async () => {
      const copy = await answered(duplicateWebhook({ id }));
      if (!copy) return;
      toast.success(`“${copy.value.name}” created, disabled for now.`);
      router.push(`/admin/integration/webhooks/${copy.value.id}`);
    });

  return { setEnabled, duplicate };
}
