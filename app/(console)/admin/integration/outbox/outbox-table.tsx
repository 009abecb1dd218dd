"use client";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { MenuItem, MenuLink } from "@/components/ui/menu";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { mailStatuses } from "@/lib/notices/notice";
import type { MailSummary } from "@/lib/notices/store";
import { describeMail, mailStates, mayCancel, maySendAgain, sendAgainLabel } from "./state";
import { useMailCommands } from "./use-mail-commands";

type OutboxTableProps = {
  rows: MailSummary[];
  total: number;
  params: ListParams;
  hasServer: boolean;
  mayWrite: boolean;
};

const path = "/admin/integration/outbox";
const recipients = ({ to, cc, bcc }: MailSummary) => [...to, ...cc, ...bcc].join(", ");

const columnsFor = (hasServer: boolean): Column<MailSummary>[] => [
  { id: "subject", header: "Subject", cell: ({ subject }) => subject || "(no subject)" },
  {
    id: "status",
    header: "Status",
    cell: ({ status }) => <Status meaning={mailStates[status].meaning}>{mailStates[status].label}</Status>,
  },
  {
    id: "to",
    header: "To",
    className: "max-w-56",
    cell: (mail) => <span title={recipients(mail)}>{recipients(mail)}</span>,
  },
  {
    id: "why",
    header: "Why",
    grow: true,
    cell: (mail) => {
      const why = mail.lastError ?? describeMail(mail, hasServer).text;
      return (
        <span title={why} className="text-muted">
          {why}
        </span>
      );
    },
  },
  { id: "attempts", header: "Attempts", align: "right", cell: ({ attempts }) => attempts },
  {
    id: "next",
    header: "Next attempt",
    cell: ({ status, nextAttemptAt }) => <Time value={hasServer && status === "waiting" ? nextAttemptAt : null} />,
  },
  { id: "created", header: "Written", cell: ({ createdAt }) => <Time value={createdAt} /> },
];

export function OutboxTable({ rows, total, params, hasServer, mayWrite }: OutboxTableProps) {
  const { cancel, sendAgain } = useMailCommands();
  return (
    <DataTable
      caption="Mails"
      columns={columnsFor(hasServer)}
      rows={rows}
      rowId={({ id }) => id}
      rowName={({ subject }) => subject}
      rowHref={({ id }) => `${path}/${id}`}
      rowMenu={(mail) => (
        <RowMenu name={mail.subject}>
          <MenuLink href={`${path}/${mail.id}`}>Open</MenuLink>
          {mayWrite && maySendAgain(mail) && (
            <MenuItem onClick={() => sendAgain(mail)}>{sendAgainLabel(mail)}</MenuItem>
          )}
          {mayWrite && mayCancel(mail) && (
            <MenuItem danger onClick={() => cancel(mail)}>
              Cancel
            </MenuItem>
          )}
        </RowMenu>
      )}
      total={total}
      params={params}
      search="Search mails"
      filters={[
        {
          name: "status",
          label: "Status",
          options: mailStatuses.map((status) => ({ value: status, label: mailStates[status].label })),
        },
      ]}
      empty={
        <EmptyState
          title="Every mail Hookdesk writes is kept here, with what the mail server said."
          action={<ButtonLink href="/admin/settings#notices">Choose who gets notices by mail</ButtonLink>}
        />
      }
    />
  );
}
