import { and, asc, count, eq, like, ne, or, type SQL } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import {
  type ListItem,
  type ListItemInput,
  listKinds,
  type Status,
  type StatusInput,
  type TicketType,
  type TicketTypeInput,
} from "@/lib/desk/desk-lists";
import type { DeskListStore } from "@/lib/desk/store";
import type { Database, Queries } from "../database";
import { isUniqueViolation } from "../errors";
import { listHas } from "../id-lists";
import { held } from "../locks";
import { recordAudit } from "./audit";
import { ticketFieldOf } from "./references";
import { refuseWhileUsed } from "./used-by";

export function deskListStore(db: Database): DeskListStore {
  const { ticketTypes, statuses, listItems } = db.tables;
  return {
    async load() {
      const [types, states, items] = await Promise.all([
        db.read
          .select({ id: ticketTypes.id, name: ticketTypes.name, prefix: ticketTypes.prefix })
          .from(ticketTypes)
          .orderBy(asc(ticketTypes.id)),
        db.read.select().from(statuses).orderBy(asc(statuses.position), asc(statuses.id)),
        db.read
          .select()
          .from(listItems)
          .orderBy(asc(listItems.kind), asc(listItems.position), asc(listItems.name), asc(listItems.id)),
      ]);
      return { types, statuses: states, items };
    },
    saveType: (actor, input, id) => named(db, input.name, (tx) => saveType(db, tx, actor, input, id)),
    saveStatus: (actor, input, id) => named(db, input.name, (tx) => saveStatus(db, tx, actor, input, id)),
    saveItem: (actor, input, id) => named(db, input.name, (tx) => saveItem(db, tx, actor, input, id)),
    removeItem: (actor, id) => db.write((tx) => removeItem(db, tx, actor, id)),
  };
}

const taken = (name: string) =>
  new AppError("conflict", `“${name}” exists already. Choose another name.`, { name: ["This name is taken"] });

async function named<T>(db: Database, name: string, work: (tx: Queries) => Promise<T>): Promise<T> {
  try {
    return await db.write(work);
  } catch (error) {
    if (isUniqueViolation(error)) throw taken(name);
    throw error;
  }
}

function one<Row>(rows: Row[], what: string, id: number | undefined): Row {
  const [row] = rows;
  if (!row) throw new AppError("not_found", `There is no ${what} with id ${id}`);
  return row;
}

async function saveType(
  db: Database,
  tx: Queries,
  actor: Actor,
  input: TicketTypeInput,
  id?: number,
): Promise<TicketType> {
  const { ticketTypes } = db.tables;
  const others = and(eq(ticketTypes.prefix, input.prefix), id === undefined ? undefined : ne(ticketTypes.id, id));
  const [other] = await tx.select({ name: ticketTypes.name }).from(ticketTypes).where(others);
  if (other)
    throw new AppError("conflict", `“${other.name}” uses the prefix ${input.prefix} already.`, {
      prefix: [`${other.name} uses this prefix`],
    });
  const [before] =
    id === undefined ? [] : await held(db, tx.select().from(ticketTypes).where(eq(ticketTypes.id, id)), "update");
  // Another type may have numbered tickets under this prefix before: go on after them.
  const free = before?.prefix === input.prefix ? before.nextNumber : await firstFreeNumber(db, tx, input.prefix);
  const columns = { name: input.name, prefix: input.prefix, nextNumber: Math.max(free, input.nextNumber ?? 1) };
  const rows =
    id === undefined
      ? await tx.insert(ticketTypes).values(columns).returning()
      : await tx.update(ticketTypes).set(columns).where(eq(ticketTypes.id, id)).returning();
  const type = one(rows, "ticket type", id);
  await recordAudit(
    db,
    tx,
    actor,
    `ticketType.${id === undefined ? "create" : "update"}`,
    `type:${type.id}`,
    type.name,
  );
  return { id: type.id, name: type.name, prefix: type.prefix };
}

async function firstFreeNumber({ tables: { tickets } }: Database, tx: Queries, prefix: string): Promise<number> {
  const rows = await tx
    .select({ displayId: tickets.displayId })
    .from(tickets)
    .where(like(tickets.displayId, `${prefix}%`));
  let last = 0;
  for (const { displayId } of rows) {
    const number = displayId.slice(prefix.length);
    if (/^\d+$/.test(number)) last = Math.max(last, Number(number));
  }
  return last + 1;
}

async function saveStatus(db: Database, tx: Queries, actor: Actor, input: StatusInput, id?: number): Promise<Status> {
  const { statuses } = db.tables;
  const rows =
    id === undefined
      ? await tx.insert(statuses).values(input).returning()
      : await tx.update(statuses).set(input).where(eq(statuses.id, id)).returning();
  const status = one(rows, "status", id);
  const verb = id === undefined ? "create" : "update";
  await recordAudit(db, tx, actor, `status.${verb}`, `status:${status.id}`, status.name);
  return status;
}

async function saveItem(db: Database, tx: Queries, actor: Actor, input: ListItemInput, id?: number): Promise<ListItem> {
  const { listItems } = db.tables;
  if (id !== undefined) {
    const before = one(await tx.select().from(listItems).where(eq(listItems.id, id)), "list item", id);
    if (before.kind !== input.kind)
      throw new AppError("invalid", `“${before.name}” belongs to ${listKinds[before.kind]} and can't move.`, {
        kind: ["An item stays in its list"],
      });
  }
  const rows =
    id === undefined
      ? await tx.insert(listItems).values(input).returning()
      : await tx.update(listItems).set(input).where(eq(listItems.id, id)).returning();
  const item = one(rows, "list item", id);
  const verb = id === undefined ? "create" : "update";
  await recordAudit(db, tx, actor, `listItem.${verb}`, `item:${item.id}`, item.name);
  return item;
}

async function removeItem(db: Database, tx: Queries, actor: Actor, id: number): Promise<void> {
  const { listItems, tickets, people } = db.tables;
  // Gone first, counted after: whoever is about to point at it has finished or finds nothing.
  const item = one(await tx.delete(listItems).where(eq(listItems.id, id)).returning(), "list item", id);
  const field = ticketFieldOf(item.kind);
  const onPerson: Partial<Record<ListItem["kind"], SQL | undefined>> = {
    organization: eq(people.organizationId, id),
    language: eq(people.languageId, id),
    team: listHas(people.teamIds, id),
    usergroup: listHas(people.usergroupIds, id),
  };
  const onTickets = field ? await countOf(tx, tickets, eq(tickets[field], id)) : 0;
  const onPeople = onPerson[item.kind] ? await countOf(tx, people, or(onPerson[item.kind])) : 0;
  if (onTickets + onPeople > 0) {
    const parts = [
      onTickets > 0 ? `${onTickets} ticket${onTickets === 1 ? "" : "s"}` : "",
      onPeople > 0 ? `${onPeople} ${onPeople === 1 ? "person" : "people"}` : "",
    ];
    const users = parts.filter(Boolean).join(" and ");
    throw new AppError("conflict", `“${item.name}” is used by ${users}. Choose something else there first.`);
  }
  await refuseWhileUsed(db, tx, [`“${item.name}”`], (use) => use.kind === "item" && use.id === id);
  await recordAudit(db, tx, actor, "listItem.remove", `item:${id}`, item.name);
}

async function countOf(
  tx: Queries,
  table: Database["tables"]["tickets"] | Database["tables"]["people"],
  where: SQL | undefined,
): Promise<number> {
  const [total] = await tx.select({ value: count() }).from(table).where(where);
  return Number(total?.value ?? 0);
}
