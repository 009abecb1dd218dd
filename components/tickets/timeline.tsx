import {
  Ban,
  Check,
  ChevronRight,
  CircleCheck,
  CircleHelp,
  CirclePlus,
  CircleSlash,
  CircleX,
  Cog,
  KeyRound,
  type LucideIcon,
  MessageSquare,
  OctagonX,
  Pencil,
  Reply,
  Send,
  Undo2,
  Workflow,
  X,
} from "lucide-react";
import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { Time } from "@/components/ui/time";
import type { Json } from "@/lib/core/json";
import type { FieldChange, HistoryEntry, HistoryKind, HistoryOrigin } from "@/lib/desk/history";
import { groupHistory } from "./timeline-groups";

const byKind: Record<Exclude<HistoryKind, "ticket.updated">, { icon: LucideIcon; ink: string }> = {
  "ticket.created": { icon: CirclePlus, ink: "text-muted" },
  "message.added": { icon: MessageSquare, ink: "text-muted" },
  "webhook.fired": { icon: Send, ink: "text-info" },
  "webhook.succeeded": { icon: CircleCheck, ink: "text-success" },
  "webhook.failed": { icon: CircleX, ink: "text-danger" },
  "webhook.cancelled": { icon: Ban, ink: "text-muted" },
  "webhook.skipped": { icon: CircleSlash, ink: "text-muted" },
  "writeback.proposed": { icon: CircleHelp, ink: "text-warning" },
  "writeback.applied": { icon: Check, ink: "text-success" },
  "writeback.dismissed": { icon: X, ink: "text-muted" },
  "change.undone": { icon: Undo2, ink: "text-muted" },
  "chain.stopped": { icon: OctagonX, ink: "text-warning" },
};
const byOrigin: Record<HistoryOrigin, LucideIcon> = {
  person: Pencil,
  rule: Workflow,
  delivery: Reply,
  callback: Reply,
  api: KeyRound,
  system: Cog,
};

type TimelineProps = {
  /** Newest first. */
  entries: readonly HistoryEntry[];
  /** Where a delivery can be looked at, for those who may. */
  deliveryHref?: (deliveryId: string) => string;
};

/** What happened to a ticket; the entries of one delivery stand together, in the order they happened. */
export function Timeline({ entries, deliveryHref }: TimelineProps) {
  return (
    <ol className="flex flex-col gap-4">
      {groupHistory(entries).map(({ key, deliveryId, entries: own }) => {
        const isStory = own.length > 1;
        return (
          <li key={key} className={cn(isStory && "relative")}>
            {isStory && <span aria-hidden className="absolute top-6 bottom-3 left-[9px] w-px bg-border" />}
            <ol className={cn("flex flex-col", isStory && "gap-3")}>
              {own.map((entry, index) => (
                <Entry
                  key={entry.id}
                  entry={entry}
                  href={deliveryId && index === own.length - 1 ? deliveryHref?.(deliveryId) : undefined}
                />
              ))}
            </ol>
          </li>
        );
      })}
    </ol>
  );
}

function Entry({ entry, href }: { entry: HistoryEntry; href?: string }) {
  const { icon: Icon, ink } =
    entry.kind === "ticket.updated" ? { icon: byOrigin[entry.origin], ink: "text-muted" } : byKind[entry.kind];
  // One change is already told by the sentence.
  const isExpandable = entry.changes.length > 1 || (entry.kind === "webhook.succeeded" && entry.changes.length > 0);
  return (
    <li className="relative flex gap-3">
      <span className="z-1 mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full bg-background">
        <Icon aria-hidden className={cn("size-4", ink)} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="whitespace-pre-wrap break-words [overflow-wrap:anywhere]">{entry.summary}</p>
        <p className="flex flex-wrap gap-x-1.5 text-muted text-xs">
          <span>{entry.actorName}</span>
          <span aria-hidden>·</span>
          <Time value={entry.at} />
          {href && (
            <>
              <span aria-hidden>·</span>
              <Link href={href} className="rounded-sm text-accent-text hover:underline">
                Open delivery
              </Link>
            </>
          )}
        </p>
        {isExpandable && <Changes changes={entry.changes} />}
      </div>
    </li>
  );
}

function Changes({ changes }: { changes: readonly FieldChange[] }) {
  return (
    <details className="group mt-1">
      <summary className="inline-flex items-center gap-1 rounded-sm text-muted text-xs hover:text-text">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        {changes.length} {changes.length === 1 ? "field" : "fields"} changed
      </summary>
      <ChangeList changes={changes} className="mt-1.5" />
    </details>
  );
}

/** Label: from → to. */
export function ChangeList({ changes, className }: { changes: readonly FieldChange[]; className?: string }) {
  return (
    <ul className={cn("flex flex-col gap-1 text-xs", className)}>
      {changes.map(({ path, label, from, to }) => (
        <li key={path} className="break-words [overflow-wrap:anywhere]">
          <span className="text-muted">{label}:</span> <From value={from} /> <span aria-hidden>→</span>{" "}
          <ins className="no-underline">{shown(to)}</ins>
        </li>
      ))}
    </ul>
  );
}

const From = ({ value }: { value: Json }) =>
  isEmpty(value) ? <span className="text-muted">empty</span> : <del className="text-muted">{shown(value)}</del>;

const isEmpty = (value: Json) => value === null || value === "" || (Array.isArray(value) && value.length === 0);

function shown(value: Json): string {
  if (isEmpty(value)) return "empty";
  const text = typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
