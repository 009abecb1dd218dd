"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { importSamples } from "./list-actions";

/** Three functions to look at and change, unpublished. */
export function ImportSamples() {
  const router = useRouter();
  const [pending, start] = useTransition();
  const run = () =>
    start(async () => {
      const result = await importSamples({});
      if (!result.ok) return void toast.error(result.error.message);
      const added = result.value;
      toast.success(
        added === 0
          ? "All sample functions are there already."
          : `${added} sample ${added === 1 ? "function" : "functions"} added.`,
      );
      router.refresh();
    });
  return (
    <Button disabled={pending} onClick={run}>
      Import sample functions
    </Button>
  );
}
