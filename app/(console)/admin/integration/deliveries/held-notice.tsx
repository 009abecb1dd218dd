"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { HeldScope } from "@/lib/delivery/bulk";
import { ReleaseDialog } from "./release-dialog";
import { describeHeld } from "./release-words";

type HeldNoticeProps = {
  scope: HeldScope;
  count: number;
  webhookName: string;
  isEnabled: boolean;
  /** Where the page does not say it itself. */
  isNamed?: boolean;
  mayRelease: boolean;
};

/** Says that deliveries are held and why, and lets those who may decide what becomes of them. */
export function HeldNotice({ scope, count, webhookName, isEnabled, isNamed, mayRelease }: HeldNoticeProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {count > 0 && (
        <Notice
          tone="warning"
          className="mb-4"
          action={
            mayRelease && (
              <Button size="sm" onClick={() => setOpen(true)}>
                Release…
              </Button>
            )
          }
        >
          {describeHeld(count, isEnabled, isNamed ? webhookName : undefined)}
        </Notice>
      )}
      {isOpen && <ReleaseDialog scope={scope} webhookName={webhookName} onClose={() => setOpen(false)} />}
    </>
  );
}
