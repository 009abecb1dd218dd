import { eq, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { NewDelivery } from "@/lib/delivery/delivery";
import type { ChangeStore, NewTicket } from "@/lib/desk/change";
import type { Ticket } from "@/lib/desk/ticket";
import type { Database, Queries } from "../database";
import { checkReferences, ticketReferences } from "./references";
import { problemWithForms, writeChange, writeEvents, writeForms, writeHistory, writeMessages } from "./write-change";

export function changeStore(db: Database): ChangeStore<NewDelivery> {
  return {
    create: (ticket) => db.write((tx) => createTicket(db, tx, ticket)),
    commit: (change) => db.write((tx) => writeChange(db, tx, change)),
  };
}

/** A new ticket with all that comes with it, inside the caller's transaction. */
export async function createTicket(db: Database, tx: Queries, ticket: NewTicket): Promise<Ticket> {
  const { input, forms, dates, history, messages, events, ...rest } = ticket;
  await checkReferences(db, tx, [
    { field: "typeId", kind: "ticketType", ids: [input.typeId] },
    ...ticketReferences(input),
  ]);
  const problem = await problemWithForms(db, tx, forms, input.typeId);
  if (problem) throw new AppError("invalid", `${problem}.`, { forms: [problem] });
  const [row] = await tx
    .insert(db.tables.tickets)
    .values({
      ...input,
      ...dates,
      ...rest,
      displayId: await nextDisplayId(db, tx, input.typeId),
      totalUserWaitingSeconds: 0,
    })
    .returning();
  if (!row) throw new Error("Inserting a ticket returned no row");
  await writeForms(db, tx, row.id, forms);
  await writeMessages(db, tx, row.id, dates.createdAt, messages);
  await writeHistory(db, tx, row.id, dates.createdAt, history);
  await writeEvents(db, tx, row.id, dates.createdAt, events);
  return { ...row, forms };
}

/** Counts in the type's row, which stays locked until the ticket is in: no number twice, none left out. */
async function nextDisplayId({ tables: { ticketTypes } }: Database, tx: Queries, typeId: number): Promise<string> {
  const [type] = await tx
    .update(ticketTypes)
    .set({ nextNumber: sql`${ticketTypes.nextNumber} + 1` })
    .where(eq(ticketTypes.id, typeId))
    .returning({ prefix: ticketTypes.prefix, next: ticketTypes.nextNumber });
  if (!type) throw new Error("The ticket type is gone");
  return `${type.prefix}${type.next - 1}`;
}
