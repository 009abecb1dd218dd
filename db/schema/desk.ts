import { sql } from "drizzle-orm";
import type { CustomField, FormRow } from "@/lib/desk/custom-forms";
import type { ListKind, Status } from "@/lib/desk/desk-lists";
import type { Cause, FieldChange, HistoryKind, HistoryOrigin } from "@/lib/desk/history";
import type { Columns } from "../sqlite/columns";

/** Ticket types, statuses, lists and custom forms: what tickets are made of. */
export const defineDeskLists = (c: Columns) => ({
  ticketTypes: c.table("ticket_types", {
    id: c.serial(),
    name: c.text().notNull().unique(),
    prefix: c.text().notNull().unique(),
    /** Number of the next ticket of this type. */
    nextNumber: c.integer().notNull().default(1),
  }),
  statuses: c.table("statuses", {
    id: c.serial(),
    name: c.text().notNull().unique(),
    deskproName: c.text().$type<Status["deskproName"]>().notNull(),
    duploName: c.text().$type<Status["duploName"]>().notNull(),
    vivantioType: c.integer().$type<Status["vivantioType"]>().notNull(),
    position: c.integer().notNull(),
  }),
  listItems: c.table(
    "list_items",
    {
      id: c.serial(),
      kind: c.text().$type<ListKind>().notNull(),
      name: c.text().notNull(),
      position: c.integer().notNull(),
    },
    (t) => [c.uniqueIndex("list_items_kind_name").on(t.kind, t.name)],
  ),
  customForms: c.table("custom_forms", {
    id: c.serial(),
    name: c.text().notNull(),
    key: c.text().notNull().unique(),
    ticketTypeIds: c.json<number[]>().notNull(),
    isMultiLine: c.bool().notNull(),
    fields: c.json<CustomField[]>().notNull(),
    /** Id of the next new field, so that the id of a removed one never comes back. */
    nextFieldId: c.integer().notNull().default(1),
  }),
});

const defineTicket = (c: Columns) =>
  c.table(
    "tickets",
    {
      id: c.serial(),
      displayId: c.text().notNull().unique(),
      typeId: c.integer().notNull(),
      title: c.text().notNull(),
      description: c.text().notNull(),
      solution: c.text().notNull(),
      statusId: c.integer().notNull(),
      priorityId: c.integer(),
      categoryId: c.integer(),
      impactId: c.integer(),
      departmentId: c.integer(),
      productId: c.integer(),
      languageId: c.integer(),
      locationId: c.integer(),
      workflowId: c.integer(),
      ownerId: c.integer(),
      takenById: c.integer(),
      teamId: c.integer(),
      requesterId: c.integer(),
      organizationId: c.integer(),
      participantIds: c.json<number[]>().notNull(),
      labels: c.json<string[]>().notNull(),
      ccAddresses: c.json<string[]>().notNull(),
      urgency: c.integer().notNull(),
      isDeferred: c.bool().notNull(),
      thirdPartyId: c.text().notNull(),
      thirdPartyRef: c.text().notNull(),
      totalEffortMinutes: c.integer().notNull(),
      createdAt: c.timestamp().notNull(),
      updatedAt: c.timestamp().notNull(),
      statusChangedAt: c.timestamp().notNull(),
      resolvedAt: c.timestamp(),
      closedAt: c.timestamp(),
      firstAgentAssignedAt: c.timestamp(),
      firstAgentReplyAt: c.timestamp(),
      lastAgentReplyAt: c.timestamp(),
      lastUserReplyAt: c.timestamp(),
      agentWaitingSince: c.timestamp(),
      userWaitingSince: c.timestamp(),
      lockedAt: c.timestamp(),
      feedbackRatedAt: c.timestamp(),
      thirdPartyLoggedAt: c.timestamp(),
      creationSystem: c.text().notNull(),
      accessCode: c.text().notNull(),
      totalUserWaitingSeconds: c.integer().notNull(),
      lastModifiedById: c.integer(),
      version: c.integer().notNull().default(1),
    },
    (t) => [
      c.index("tickets_updated_at").on(t.updatedAt),
      c.index("tickets_status").on(t.statusId, t.updatedAt),
      c.index("tickets_owner").on(t.ownerId, t.updatedAt),
      // Web methods look tickets up by them; most tickets have none.
      c.index("tickets_third_party_id").on(sql`lower(trim(${t.thirdPartyId}))`).where(sql`third_party_id <> ''`),
      c.index("tickets_third_party_ref").on(sql`lower(trim(${t.thirdPartyRef}))`).where(sql`third_party_ref <> ''`),
    ],
  );

/** Tickets and what hangs on them. References between desk records are checked by the stores, which name the field. */
export const defineTickets = (c: Columns) => {
  const tickets = defineTicket(c);
  const ticketId = () =>
    c
      .integer()
      .notNull()
      .references(() => tickets.id, { onDelete: "cascade" });
  return {
    tickets,
    /** The rows of one custom form on one ticket. */
    ticketForms: c.table(
      "ticket_forms",
      { ticketId: ticketId(), formId: c.integer().notNull(), rows: c.json<FormRow[]>().notNull() },
      (t) => [c.primaryKey({ columns: [t.ticketId, t.formId] })],
    ),
    messages: c.table(
      "messages",
      {
        id: c.serial(),
        ticketId: ticketId(),
        createdAt: c.timestamp().notNull(),
        body: c.text().notNull(),
        visibility: c.text().$type<"public" | "private">().notNull(),
        from: c.text().$type<"agent" | "user">().notNull(),
        authorName: c.text().notNull(),
        personId: c.integer(),
      },
      (t) => [c.index("messages_ticket").on(t.ticketId, t.id)],
    ),
    history: c.table(
      "history",
      {
        id: c.serial(),
        ticketId: ticketId(),
        at: c.timestamp().notNull(),
        kind: c.text().$type<HistoryKind>().notNull(),
        origin: c.text().$type<HistoryOrigin>().notNull(),
        actorId: c.text().notNull(),
        actorName: c.text().notNull(),
        summary: c.text().notNull(),
        changes: c.json<FieldChange[]>().notNull(),
        cause: c.json<Cause>(),
      },
      (t) => [c.index("history_ticket").on(t.ticketId, t.id)],
    ),
  };
};
