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
  SquareFunction,
  Undo2,
  Workflow,
  X,
} from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Time } from "@/components/ui/time";
import type { HistoryEntry, HistoryKind, HistoryOrigin } from "@/lib/desk/history";
import { actorStep, chainOf, type TimelineLinks, withoutChain } from "./chain";
import { ChainSteps } from "./chain-steps";
import { ChangeList } from "./change-list";
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
  "function.ran": { icon: SquareFunction, ink: "text-success" },
  "function.failed": { icon: SquareFunction, ink: "text-danger" },
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
  links: TimelineLinks;
  /** What was decided about which entry (lib/desk/history-state). */
  answers?: ReadonlyMap<number, HistoryEntry>;
  /** What a person may do about an entry. */
  actions?: (entry: HistoryEntry) => ReactNode;
};

/** What happened to a ticket; the entries of one delivery stand together, in the order they happened. */
export function Timeline({ entries, links, answers, actions }: TimelineProps) {
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
                  links={links}
                  href={deliveryId && index === own.length - 1 ? links.delivery?.(deliveryId) : undefined}
                  answer={answers?.get(entry.id)}
                  actions={actions?.(entry)}
                />
              ))}
            </ol>
          </li>
        );
      })}
    </ol>
  );
}

/** What an entry's buttons are described by. */
export const summaryId = ({ id }: Pick<HistoryEntry, "id">) => `history-${id}`;

type EntryProps = {
  entry: HistoryEntry;
  links: TimelineLinks;
  href: string | undefined;
  answer: HistoryEntry | undefined;
  actions: ReactNode;
};

function Entry({ entry, links, href, answer, actions }: EntryProps) {
  const { kind, origin, changes, summary } = entry;
  const { icon: Icon, ink } = kind === "ticket.updated" ? { icon: byOrigin[origin], ink: "text-muted" } : byKind[kind];
  // One change is already told by the sentence, unless the sentence is about more than it.
  const tellsChange = kind === "ticket.updated" && changes.length === 1;
  const isExpandable = changes.length > 0 && !tellsChange && kind !== "writeback.proposed";
  const isCut = kind === "chain.stopped" || kind === "webhook.skipped";
  const run = runHref(entry, links);
  const steps = chainOf(entry);
  const isDrawn = isCut && steps.length > 0;
  return (
    <li className="relative flex gap-3">
      <span className="z-1 mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full bg-background">
        <Icon aria-hidden className={cn("size-4", ink)} />
      </span>
      <div className="min-w-0 flex-1">
        <p id={summaryId(entry)} className="whitespace-pre-wrap break-words [overflow-wrap:anywhere]">
          {isDrawn ? withoutChain(summary) : summary}
        </p>
        {isDrawn && <ChainSteps steps={steps} links={links} isCut />}
        <p className={cn("flex flex-wrap gap-x-1.5 text-muted text-xs", isDrawn && "mt-1")}>
          <ActorName entry={entry} links={links} />
          <span aria-hidden>·</span>
          <Time value={entry.at} />
          {href && (
            <>
              <span aria-hidden>·</span>
              <Link href={href} prefetch={false} className={linkStyle}>
                Open delivery
              </Link>
            </>
          )}
          {run && (
            <>
              <span aria-hidden>·</span>
              <Link href={run} prefetch={false} className={linkStyle}>
                Open run
              </Link>
            </>
          )}
        </p>
        {answer && (
          <p className="mt-0.5 flex flex-wrap gap-x-1.5 text-muted text-xs">
            <span>
              {answered[answer.kind] ?? "Decided"} by {answer.actorName}
            </span>
            <span aria-hidden>·</span>
            <Time value={answer.at} />
          </p>
        )}
        {isExpandable && (
          <Details label={`${changes.length} ${changes.length === 1 ? "field" : "fields"} changed`}>
            <ChangeList changes={changes} className="mt-1.5" />
          </Details>
        )}
        {!isCut && steps.length > 1 && (
          <Details label="What led here">
            <ChainSteps steps={steps} links={links} isCut={false} />
          </Details>
        )}
        {actions}
      </div>
    </li>
  );
}

/** The run of a callback function, among those of the function. */
function runHref({ cause }: HistoryEntry, links: TimelineLinks): string | undefined {
  const { functionId, runId } = cause ?? {};
  if (functionId === undefined || runId === undefined || !links.function) return undefined;
  return `${links.function(functionId)}?tab=runs&q=${encodeURIComponent(runId)}`;
}

const linkStyle = "rounded-sm text-accent-text hover:underline";

const answered: Partial<Record<HistoryKind, string>> = {
  "change.undone": "Undone",
  "writeback.applied": "Reply applied",
  "writeback.dismissed": "Edit kept",
};

const actorWords = { rule: "Rule", webMethod: "Web method", function: "Callback function", webhook: "Webhook" };

function ActorName({ entry, links }: { entry: HistoryEntry; links: TimelineLinks }) {
  const step = actorStep(entry);
  if (!step) return <span>{entry.actorName}</span>;
  const href = links[step.kind]?.(step.id);
  return (
    <span>
      {actorWords[step.kind]}{" "}
      {href ? (
        <Link href={href} prefetch={false} className={linkStyle}>
          {step.name}
        </Link>
      ) : (
        step.name
      )}
    </span>
  );
}

const Details = ({ label, children }: { label: string; children: ReactNode }) => (
  <details className="group mt-1">
    <summary className="inline-flex items-center gap-1 rounded-sm text-muted text-xs hover:text-text">
      <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
      {label}
    </summary>
    {children}
  </details>
);
