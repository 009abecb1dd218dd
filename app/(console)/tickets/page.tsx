import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { statusMeaning } from "@/components/tickets/status-meaning";
import { ButtonLink } from "@/components/ui/button";
import { may } from "@/lib/access/permissions";
import { everything } from "@/lib/core/page";
import { itemsOf } from "@/lib/desk/desk-lists";
import { parseTicketList, ticketQuery } from "./query";
import { TicketsTable } from "./tickets-table";

export const metadata: Metadata = { title: "Tickets" };

export default async function TicketsPage({ searchParams }: PageProps<"/tickets">) {
  const { principal } = await requirePage("tickets.read");
  const params = parseTicketList(await searchParams);
  const { stores } = runtime();
  const [{ items, total }, lists, agents] = await Promise.all([
    stores.tickets.list(ticketQuery(params, principal)),
    stores.deskLists.load(),
    stores.people.list({ ...everything, isAgent: true }),
  ]);
  const meanings = new Map(lists.statuses.map((entry) => [entry.id, statusMeaning(entry)]));
  const mayWrite = may(principal, "tickets.write");
  return (
    <>
      <PageHeader
        title="Tickets"
        purpose="What people asked the desk for, newest change first."
        action={
          mayWrite && (
            <ButtonLink href="/tickets/new" variant="primary">
              New ticket
            </ButtonLink>
          )
        }
      />
      <TicketsTable
        rows={items.map((ticket) => ({ ...ticket, meaning: meanings.get(ticket.statusId) ?? "faint" }))}
        total={total}
        params={params}
        mayWrite={mayWrite}
        mayFire={may(principal, "webhooks.fire")}
        mayRetry={may(principal, "deliveries.write")}
        choices={{
          type: lists.types.map(option),
          status: lists.statuses.map(option),
          priority: itemsOf(lists, "priority").map(option),
          owner: [{ value: "me", label: "Me" }, { value: "nobody", label: "Nobody" }, ...agents.items.map(option)],
        }}
      />
    </>
  );
}

const option = ({ id, name }: { id: number; name: string }) => ({ value: String(id), label: name });
