import Link from "next/link";
import { Section } from "@/components/shell/page-header";
import type { TimelineLinks } from "@/components/tickets/chain";
import { summaryId, Timeline } from "@/components/tickets/timeline";
import { may, type Permission, type Principal } from "@/lib/access/permissions";
import { ProposalDecision } from "./proposal";
import { historyStep, type TicketHistory } from "./read-ticket";
import { UndoButton } from "./undo-button";

const pages: [keyof TimelineLinks, Permission, string][] = [
  ["delivery", "deliveries.read", "/admin/integration/deliveries"],
  ["webhook", "webhooks.read", "/admin/integration/webhooks"],
  ["rule", "rules.read", "/admin/automation/triggers"],
  ["webMethod", "webMethods.read", "/admin/integration/web-methods"],
  ["function", "functions.read", "/admin/integration/functions"],
];

/** What happened, with what can still be taken back or has to be decided. */
export function HistorySection({ history, principal }: { history: TicketHistory; principal: Principal }) {
  const { items, total, answers, proposals, undoable } = history;
  const mayWrite = may(principal, "tickets.write");
  const links: TimelineLinks = Object.fromEntries(
    pages
      .filter(([, permission]) => may(principal, permission))
      .map(([kind, , path]) => [kind, (id: string) => `${path}/${encodeURIComponent(id)}`]),
  );
  const waiting = new Map(proposals.map(({ entry, values }) => [entry.id, values]));
  return (
    <Section title="History">
      <Timeline
        entries={items}
        links={links}
        answers={answers}
        actions={({ id }) => {
          const proposed = waiting.get(id);
          if (proposed)
            return (
              <div className="mt-2 max-w-xl rounded-lg border p-3">
                <ProposalDecision entryId={id} values={proposed} />
              </div>
            );
          const values = mayWrite ? undoable.get(id) : undefined;
          return values && <UndoButton entryId={id} describedBy={summaryId({ id })} values={values} />;
        }}
      />
      {total > items.length && (
        <p className="mt-4 flex items-center gap-3 text-muted">
          <Link
            href={`?history=${items.length + historyStep}`}
            replace
            scroll={false}
            className="rounded-sm font-medium text-accent-text hover:underline"
          >
            Show older
          </Link>
          <span className="tabular-nums">
            {items.length} of {total}
          </span>
        </p>
      )}
    </Section>
  );
}
