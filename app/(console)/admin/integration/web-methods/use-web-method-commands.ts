"use client";
import { useTransition } from "react";
import { toast } from "sonner";
import { setWebMethodEnabled } from "./actions";

type Subject = { id: string; name: string };
const failed = (message: string) => void toast.error(message);
const noAnswer = () => failed("The server did not answer. Check your connection and try again.");

/** What menus and switches do with a web method, here and in the editor. */
export function useWebMethodCommands() {
  const [pending, startTransition] = useTransition();
  const setEnabled = ({ id, name }: Subject, isEnabled: boolean) =>
    startTransition(async () => {
      const result = await setWebMethodEnabled({ id, isEnabled }).catch(noAnswer);
      if (!result) return;
      if (!result.ok) return failed(result.error.message);
      toast.success(`“${name}” ${isEnabled ? "enabled" : "disabled"}.`, {
        action: {
          label: "Undo",
          onClick: () =>
            startTransition(async () => {
              const undone = await setWebMethodEnabled({ id, isEnabled: !isEnabled }).catch(noAnswer);
              if (undone && !undone.ok) failed(undone.error.message);
            }),
        },
      });
    });
  const copyUrl = async (url: string) => {
    try {
      await navigator.clipboard.writeText(url);
      toast.success("URL copied.");
    } catch {
      failed(`Copying failed. The URL is ${url}`);
    }
  };
  return { pending, setEnabled, copyUrl };
}
