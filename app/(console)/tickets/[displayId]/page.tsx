import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { HeldNotice } from "@/app/(console)/admin/integration/deliveries/held-notice";
import { heldOnTicket } from "@/app/(console)/admin/integration/deliveries/load-held";
import { Live } from "@/components/shell/live";
import { Section } from "@/components/shell/page-header";
import { Trail } from "@/components/shell/trail";
import { statusMeaning } from "@/components/tickets/status-meaning";
import { UnsavedProvider } from "@/components/tickets/unsaved";
import { CopyButton } from "@/components/ui/copy-button";
import { Status } from "@/components/ui/status";
import { may } from "@/lib/access/permissions";
import { ActionsMenu } from "./actions-menu";
import { Conversation } from "./conversation";
import { CustomFormSection } from "./custom-form-section";
import { EditableText } from "./editable-text";
import { HistorySection } from "./history-section";
import { Properties } from "./properties";
import { PropertiesPanel } from "./properties-panel";
import { ProposalNotice } from "./proposal";
import { choicesOf, firingsOf, readTicket } from "./read-ticket";
import { ReplyBox } from "./reply-box";
import { TicketProvider } from "./ticket-context";
import { WaitingDeliveries } from "./waiting-deliveries";

export async function generateMetadata({ params }: PageProps<"/tickets/[displayId]">): Promise<Metadata> {
  const { displayId } = await params;
  return { title: decodeURIComponent(displayId).toUpperCase() };
}

export default async function TicketPage({ params, searchParams }: PageProps<"/tickets/[displayId]">) {
  const { principal } = await requirePage("tickets.read");
  const { displayId } = await params;
  const { history: wanted } = await searchParams;
  const { stores, clock } = runtime();
  const found = await readTicket(stores, decodeURIComponent(displayId), Number(wanted));
  if (!found) notFound();
  const { graph, lists, messages, history } = found;
  const { ticket, status, type, forms } = graph;
  const mayFire = may(principal, "webhooks.fire");
  const mayRetry = may(principal, "deliveries.write");
  const { fireable, waiting } = mayFire
    ? await firingsOf(stores, principal, graph, clock.now())
    : { fireable: [], waiting: [] };
  const held = mayFire || mayRetry ? await heldOnTicket(stores, ticket.id) : [];
  const mayWrite = may(principal, "tickets.write");

  return (
    <TicketProvider ticket={{ id: ticket.id, displayId: ticket.displayId, mayWrite }}>
      <UnsavedProvider>
        <Live topic="ticket" id={String(ticket.id)} />
        <Trail crumbs={[{ label: ticket.displayId }]} />
        <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0 max-w-full flex-1 basis-80">
            <p className="flex items-center gap-1 text-muted">
              <span className="font-mono text-xs">{ticket.displayId}</span>
              <CopyButton text={ticket.displayId} label="Copy display id" />
              <Status meaning={statusMeaning(status)} className="ml-2 text-text">
                {status.name}
              </Status>
            </p>
            <EditableText field="title" label="title" value={ticket.title}>
              <h1 className="break-words font-semibold text-xl tracking-tight [overflow-wrap:anywhere]">
                {ticket.title}
              </h1>
            </EditableText>
          </div>
          {mayFire && (
            <div className="flex flex-wrap items-center gap-2">
              <ActionsMenu fireable={fireable} mayRetry={mayRetry} />
            </div>
          )}
        </header>
        {history.proposals.map(({ entry, values }) => (
          <ProposalNotice key={entry.id} entryId={entry.id} summary={entry.summary} values={values} />
        ))}
        {held.map(({ webhookId, ...rest }) => (
          <HeldNotice
            key={webhookId}
            scope={{ webhookId, ticketId: ticket.id }}
            {...rest}
            isNamed
            mayRelease={mayRetry}
          />
        ))}
        <WaitingDeliveries waiting={waiting} mayRetry={mayRetry} />
        <div className="grid grid-cols-1 gap-x-10 pane:grid-cols-[minmax(0,1fr)_20rem] pane:grid-rows-[auto_1fr]">
          <div className="min-w-0">
            <Section title="Description">
              <EditableText field="description" label="description" value={ticket.description} multiline>
                <Prose text={ticket.description} empty="No description." />
              </EditableText>
            </Section>
          </div>
          <PropertiesPanel>
            <Properties ticket={ticket} typeName={type.name} {...choicesOf(graph, lists)} />
          </PropertiesPanel>
          <div className="min-w-0 pane:col-start-1">
            {forms.map((form) => (
              <CustomFormSection key={form.id} form={form} rows={ticket.forms[form.id] ?? []} />
            ))}
            <Section title="Conversation">
              <Conversation messages={messages} />
              {mayWrite && <ReplyBox />}
            </Section>
            <Section title="Solution">
              <EditableText field="solution" label="solution" value={ticket.solution} multiline>
                <Prose text={ticket.solution} empty="None yet." />
              </EditableText>
            </Section>
            <HistorySection history={history} principal={principal} />
          </div>
        </div>
      </UnsavedProvider>
    </TicketProvider>
  );
}

const Prose = ({ text, empty }: { text: string; empty: string }) =>
  text ? (
    <p className="max-w-[72ch] whitespace-pre-wrap break-words text-base [overflow-wrap:anywhere]">{text}</p>
  ) : (
    <p className="py-0.5 text-muted">{empty}</p>
  );
