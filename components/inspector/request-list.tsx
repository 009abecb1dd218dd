"use client";
import { Pin } from "lucide-react";
import Link from "next/link";
import { type KeyboardEvent, useState } from "react";
import { formatBytes } from "@/components/exchange/format";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { MethodBadge } from "@/components/ui/method-badge";
import { Time } from "@/components/ui/time";
import type { CapturedSummary } from "@/lib/inspector/bin";
import { useArrivals } from "./use-arrivals";

type RequestListProps = {
  /** Newest first. */
  requests: CapturedSummary[];
  selectedId: string | undefined;
  /** The newest one is shown because none was chosen; where only the list fits, nothing is. */
  isFollowing: boolean;
  hrefs: Record<string, string>;
  /** Ids of those to compare. */
  picked: readonly string[];
  onPick: (id: string) => void;
  /** What the list is narrowed to; a change of it is no news. */
  scope: string;
};

/** Captured requests as links; new ones come in at the top with a dot, and are announced. Arrow keys move along. */
export function RequestList(props: RequestListProps) {
  const { requests, selectedId, isFollowing, hrefs, scope, picked, onPick } = props;
  const { since, news } = useArrivals(requests, scope);
  const [opened, setOpened] = useState<readonly string[]>([]);
  const open = (id: string) => setOpened((ids) => [...ids, id]);
  return (
    <>
      <p role="status" className="sr-only">
        {news}
      </p>
      <ol onKeyDown={moveFocus}>
        {requests.map((request) => {
          const isSelected = request.id === selectedId;
          const isNew = request.id > since && !isSelected && !opened.includes(request.id);
          return (
            <li
              key={request.id}
              className={cn(
                "flex items-start border-b",
                isSelected ? (isFollowing ? "lg:bg-hover" : "bg-hover") : "hover:bg-surface",
              )}
            >
              <Checkbox
                className="mt-2.5 mr-1.5 ml-3"
                checked={picked.includes(request.id)}
                onCheckedChange={() => onPick(request.id)}
                aria-label={`Compare ${request.method} ${request.target}`}
              />
              <Link
                href={hrefs[request.id] ?? ""}
                scroll={false}
                aria-current={isSelected ? "true" : undefined}
                onClick={() => open(request.id)}
                className="flex min-w-0 flex-1 flex-col gap-0.5 py-2 pr-3 pl-1.5 focus-visible:-outline-offset-2"
              >
                <span className="flex min-w-0 items-center gap-2">
                  <MethodBadge method={request.method} />
                  <span className="min-w-0 flex-1 truncate font-mono text-xs" title={request.target}>
                    {request.target}
                  </span>
                  {request.isPinned && (
                    <>
                      <Pin aria-hidden className="size-3 shrink-0 text-muted" />
                      <span className="sr-only">pinned</span>
                    </>
                  )}
                  {isNew && (
                    <>
                      <span aria-hidden className="size-2 shrink-0 rounded-full bg-accent" />
                      <span className="sr-only">new</span>
                    </>
                  )}
                </span>
                <span className="flex justify-between gap-2 text-muted text-xs tabular-nums">
                  <Time value={request.receivedAt} />
                  <span>{formatBytes(request.bodyBytes)}</span>
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLOListElement>) {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLAnchorElement)) return;
  const links = [...event.currentTarget.querySelectorAll("a")];
  const at = links.indexOf(event.target);
  event.preventDefault();
  links[at + step]?.focus();
}
