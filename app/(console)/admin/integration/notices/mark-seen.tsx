"use client";
import { useTransition } from "react";
import { answered } from "@/components/shell/answered";
import { Button } from "@/components/ui/button";
import { markNoticesSeen } from "./actions";

export function MarkSeen({ upTo }: { upTo: string }) {
  const [pending, startTransition] = useTransition();
  return (
    <Button
      pending={pending}
      onClick={() => startTransition(async () => void (await answered(markNoticesSeen({ upTo }))))}
    >
      Mark all as seen
    </Button>
  );
}
