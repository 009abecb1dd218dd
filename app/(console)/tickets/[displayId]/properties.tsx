"use client";
import type { PersonChoice } from "@/components/tickets/person-picker";
import { type Meaning, Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { ListKind } from "@/lib/desk/desk-lists";
import type { Ticket } from "@/lib/desk/ticket";
import { ChoiceProperty, PersonProperty, PropertyRow, TextProperty } from "./property";

type Choice = { id: number; name: string };
export type PropertiesProps = {
  ticket: Ticket;
  typeName: string;
  statuses: (Choice & { meaning: Meaning })[];
  lists: Partial<Record<ListKind, Choice[]>>;
  owner: PersonChoice | null;
  requester: PersonChoice | null;
};

const urgencies = Array.from({ length: 10 }, (_, index) => ({ id: index + 1, name: String(index + 1) }));

/** The right column: everything about a ticket that is chosen, not written. */
export function Properties({ ticket, typeName, statuses, lists, owner, requester }: PropertiesProps) {
  const list = (label: string, kind: ListKind, field: ListField) => {
    const options = lists[kind] ?? [];
    // A list nobody maintains would be a drop-down without choices.
    if (options.length === 0) return null;
    return <ChoiceProperty label={label} field={field} value={ticket[field]} options={options} noneLabel="None" />;
  };
  return (
    <>
      <Group title="Properties">
        <ChoiceProperty
          label="Status"
          field="statusId"
          value={ticket.statusId}
          options={statuses}
          mark={(id) => (
            <Status meaning={statuses.find((status) => status.id === id)?.meaning ?? "faint"} className="gap-0">
              {null}
            </Status>
          )}
        />
        {list("Priority", "priority", "priorityId")}
        <ChoiceProperty label="Urgency" field="urgency" value={ticket.urgency} options={urgencies} />
        <PersonProperty label="Owner" field="ownerId" value={owner} noneLabel="Nobody" />
        {list("Team", "team", "teamId")}
        <PropertyRow label="Type">{typeName}</PropertyRow>
        {list("Category", "category", "categoryId")}
        {list("Impact", "impact", "impactId")}
        {list("Department", "department", "departmentId")}
        {list("Product", "product", "productId")}
        {list("Workflow", "workflow", "workflowId")}
        <TextProperty
          label="Labels"
          field="labels"
          value={ticket.labels}
          toText={(labels) => labels.join(", ")}
          fromText={(text) => [...new Set(text.split(",").flatMap((part) => part.trim() || []))]}
          placeholder="None, separate by commas"
        />
      </Group>
      <Group title="Requester">
        <PersonProperty label="Requester" field="requesterId" value={requester} noneLabel="Nobody" />
        {list("Organization", "organization", "organizationId")}
        {list("Language", "language", "languageId")}
        {list("Location", "location", "locationId")}
      </Group>
      <Group title="Third party">
        <TextProperty
          label="Third party id"
          field="thirdPartyId"
          value={ticket.thirdPartyId}
          toText={same}
          fromText={same}
          placeholder="None"
        />
        <TextProperty
          label="Reference"
          field="thirdPartyRef"
          value={ticket.thirdPartyRef}
          toText={same}
          fromText={same}
          placeholder="None"
        />
        {ticket.thirdPartyLoggedAt && <Moment label="Logged" at={ticket.thirdPartyLoggedAt} />}
      </Group>
      <Group title="Dates">
        <Moment label="Created" at={ticket.createdAt} />
        <Moment label="Updated" at={ticket.updatedAt} />
        <Moment label="Status changed" at={ticket.statusChangedAt} />
        {ticket.firstAgentReplyAt && <Moment label="First reply" at={ticket.firstAgentReplyAt} />}
        {ticket.lastAgentReplyAt && <Moment label="Last reply" at={ticket.lastAgentReplyAt} />}
        {ticket.lastUserReplyAt && <Moment label="Requester replied" at={ticket.lastUserReplyAt} />}
        {ticket.resolvedAt && <Moment label="Resolved" at={ticket.resolvedAt} />}
        {ticket.closedAt && <Moment label="Closed" at={ticket.closedAt} />}
      </Group>
    </>
  );
}

type ListField =
  | "priorityId"
  | "teamId"
  | "categoryId"
  | "impactId"
  | "departmentId"
  | "productId"
  | "workflowId"
  | "organizationId"
  | "languageId"
  | "locationId";

const same = (text: string) => text;

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="border-b py-3 first:pt-0 last:border-b-0">
      <h2 className="mb-1 font-medium text-muted text-xs">{title}</h2>
      {children}
    </section>
  );
}

const Moment = ({ label, at }: { label: string; at: Date }) => (
  <PropertyRow label={label}>
    <Time value={at} />
  </PropertyRow>
);
