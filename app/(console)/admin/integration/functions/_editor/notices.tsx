"use client";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { Draft } from "./draft";

type DraftNoticeProps = { draft: Draft; version: number | undefined; onRestore: () => void; onDiscard: () => void };

/** Unsaved values of an earlier visit, to take back or let go. */
export function DraftNotice({ draft, version, onRestore, onDiscard }: DraftNoticeProps) {
  const isOlder = draft.version !== undefined && version !== undefined && draft.version < version;
  return (
    <Notice title="There are unsaved changes from an earlier visit">
      <p>
        This browser kept them <Time value={new Date(draft.at)} />.
        {isOlder && ` They were made from version ${draft.version}; the function is at version ${version} by now.`}
      </p>
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button size="sm" onClick={onRestore}>
          Restore draft
        </Button>
        <Button size="sm" onClick={onDiscard}>
          Discard draft
        </Button>
      </div>
    </Notice>
  );
}

type RefusedNoticeProps = { tests: readonly string[]; pending: boolean; onAnyway: () => void; onClose: () => void };

/** Saving would put a script live that fails its test cases. */
export function RefusedNotice({ tests, pending, onAnyway, onClose }: RefusedNoticeProps) {
  return (
    <Notice tone="warning" title="Not saved: callers would get this script at once, and it fails its test cases">
      <ul className="list-disc pl-5">
        {tests.map((test) => (
          <li key={test} className="[overflow-wrap:anywhere]">
            {test}
          </li>
        ))}
      </ul>
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button size="sm" pending={pending} onClick={onAnyway}>
          Save anyway
        </Button>
        <Button size="sm" onClick={onClose}>
          Go on editing
        </Button>
      </div>
    </Notice>
  );
}
