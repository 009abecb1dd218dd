"use client";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { Conflict } from "../schema";

type ConflictNoticeProps = {
  conflict: Conflict;
  /** Writes the person's own value over the other one. */
  onOverwrite: () => void;
  onDiscard: () => void;
};

/** Someone was faster: who, what, and the two ways on. What the person typed stays where it is. */
export function ConflictNotice({ conflict, onOverwrite, onDiscard }: ConflictNoticeProps) {
  return (
    <Notice tone="warning" title={`${conflict.by} changed this ticket while you were editing`} className="mt-2">
      <ul className="flex flex-col gap-0.5">
        {conflict.changes.map(({ label, from, to }) => (
          <li key={label} className="break-words [overflow-wrap:anywhere]">
            {label}: {clipped(from)} → {clipped(to)}
          </li>
        ))}
      </ul>
      <p className="text-muted text-xs">
        Changed <Time value={conflict.at} />. What you entered is not saved.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" onClick={onOverwrite}>
          Save mine
        </Button>
        <Button size="sm" variant="ghost" onClick={onDiscard}>
          Keep theirs
        </Button>
      </div>
    </Notice>
  );
}

const clipped = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
