import { asc, eq, inArray, sql } from "drizzle-orm";
import type { CustomForm, FormValues } from "@/lib/desk/custom-forms";
import type { Person } from "@/lib/desk/person";
import type { TicketStore } from "@/lib/desk/store";
import type { Ticket, TicketGraph } from "@/lib/desk/ticket";
import type { Database } from "../database";
import { idLookup } from "../id-lists";
import { formColumns } from "./form-columns";

/**
 * Reads a ticket with all it points at in four prepared statements; firing and response mapping wait for this. Fields
 * and form rows come from one statement, so they belong to the same version.
 */
export function ticketGraphReader(db: Database): TicketStore["graph"] {
  const { read } = db;
  const { tickets, ticketTypes, statuses, people, listItems, customForms } = db.tables;
  const selection = headOf(db);
  const head = (column: typeof tickets.id | typeof tickets.displayId) =>
    read
      .select(selection)
      .from(tickets)
      .innerJoin(ticketTypes, eq(ticketTypes.id, tickets.typeId))
      .innerJoin(statuses, eq(statuses.id, tickets.statusId))
      .where(eq(column, sql.placeholder("key")))
      .prepare();
  const byId = head(tickets.id);
  const byDisplayId = head(tickets.displayId);
  const everyForm = read.select(formColumns(customForms)).from(customForms).orderBy(asc(customForms.id)).prepare();
  const peopleById = idLookup<Person>((ids) => read.select().from(people).where(inArray(people.id, ids)).prepare());
  const itemsById = idLookup((ids) => read.select().from(listItems).where(inArray(listItems.id, ids)).prepare());

  return async (given) => {
    const key = ticketKey(given);
    if (key === undefined) return undefined;
    const statement = typeof key === "number" ? byId : byDisplayId;
    const [[row], formRows] = await Promise.all([statement.execute({ key }), everyForm.execute()]);
    if (!row) return undefined;
    const ticket = ticketOf(row);
    const found = await peopleById(peopleIds(ticket));
    const items = await itemsById([...itemIds(ticket), ...[...found.values()].flatMap(itemIdsOfPerson)]);
    return graphOf(row, ticket, found, items, formRows);
  };
}

/** Columns of a ticket with its type, its status and what hangs on it. */
export function headOf(db: Database) {
  const { tickets, ticketTypes, statuses } = db.tables;
  return {
    ticket: tickets,
    type: { id: ticketTypes.id, name: ticketTypes.name, prefix: ticketTypes.prefix },
    status: statuses,
    ...partsOf(db),
  };
}

/** A row of `headOf`. */
export type HeadRow = Pick<TicketGraph, "type" | "status"> & {
  ticket: Omit<Ticket, "forms">;
  forms: FormValues | null;
  lastActionId: number | null;
};

export const ticketOf = (row: HeadRow): Ticket => ({ ...row.ticket, forms: row.forms ?? {} });

/** The graph of what was read; `forms` are those of every type. */
export const graphOf = (
  { type, status, lastActionId }: HeadRow,
  ticket: Ticket,
  people: TicketGraph["people"],
  items: TicketGraph["items"],
  forms: readonly CustomForm[],
): TicketGraph => ({
  ticket,
  type,
  status,
  items,
  people,
  forms: forms.filter((form) => form.ticketTypeIds.includes(type.id)),
  ...(lastActionId === null ? {} : { lastActionId }),
});

/** An id as such, a display id in capitals; undefined for what can be neither. */
function ticketKey(given: number | string): number | string | undefined {
  const text = String(given).trim();
  if (/^\d+$/.test(text)) return Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
  return /^[a-z]{1,5}\d{1,15}$/i.test(text) ? text.toUpperCase() : undefined;
}

export const peopleIds = (ticket: Ticket) => [
  ticket.ownerId,
  ticket.takenById,
  ticket.requesterId,
  ticket.lastModifiedById,
  ...ticket.participantIds,
];

export const itemIds = (ticket: Ticket) => [
  ticket.priorityId,
  ticket.categoryId,
  ticket.impactId,
  ticket.departmentId,
  ticket.productId,
  ticket.languageId,
  ticket.locationId,
  ticket.workflowId,
  ticket.teamId,
  ticket.organizationId,
];

export const itemIdsOfPerson = (person: Person) => [person.organizationId, ...person.usergroupIds];

/** What hangs on the ticket, fetched with its row. */
function partsOf({ dialect, tables: { tickets, ticketForms, history } }: Database) {
  const pairs =
    dialect === "sqlite"
      ? sql`json_group_object(${ticketForms.formId}, json(${ticketForms.rows}))`
      : sql`json_object_agg(${ticketForms.formId}, ${ticketForms.rows})`;
  return {
    forms:
      sql<FormValues | null>`(select ${pairs} from ${ticketForms} where ${ticketForms.ticketId} = ${tickets.id})`.mapWith(
        (value: string | FormValues): FormValues => (typeof value === "string" ? JSON.parse(value) : value),
      ),
    lastActionId: sql<
      number | null
    >`(select max(${history.id}) from ${history} where ${history.ticketId} = ${tickets.id})`.mapWith(Number),
  };
}
