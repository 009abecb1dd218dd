"use client";
import { toast } from "sonner";
import { useEnabling } from "@/components/shell/use-enabling";
import { setWebMethodEnabled } from "./actions";

/** What menus and switches do with a web method, here and in the editor. */
export function useWebMethodCommands() {
  const { pending, setEnabled } = useEnabling(setWebMethodEnabled);
  const copyUrl = async (url: string) => {
    try {
      await navigator.clipboard.writeText(url);
      toast.success("URL copied.");
    } catch {
      toast.error(`Copying failed. The URL is ${url}`);
    }
  };
  return { pending, setEnabled, copyUrl };
}
