import { eq, inArray, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { NewDelivery } from "@/lib/delivery/delivery";
import type { Change } from "@/lib/desk/change";
import type { FormValues } from "@/lib/desk/custom-forms";
import type { NewEvent } from "@/lib/desk/events";
import type { NewHistoryEntry } from "@/lib/desk/history";
import type { NewMessage } from "@/lib/desk/message";
import type { Database, Queries } from "../database";
import { kept } from "../kept";
import { held } from "../locks";
import { insertRows, updateVersion } from "../planned";
import { insertDeliveries } from "./insert-deliveries";
import { checkReferences, ticketReferences } from "./references";

type Target = Pick<Database, "tables" | "dialect">;

const changedMeanwhile = () =>
  new AppError("conflict", "This ticket changed while you were editing. Reload it and apply your change again.");

/**
 * Applies a change inside the caller's transaction and returns the ticket's version. AppError("conflict", "not_found"
 * or "invalid") is thrown before anything is written, so the caller may go on with the same transaction.
 */
export async function writeChange(db: Target, tx: Queries, change: Change<NewDelivery>): Promise<{ version: number }> {
  const version = bumps(change) ? await writeTicket(db, tx, change) : await currentVersion(db, tx, change);
  const { ticketId, at } = change;
  if (change.forms) await writeForms(db, tx, ticketId, change.forms);
  await writeMessages(db, tx, ticketId, at, change.messages);
  await writeHistory(db, tx, ticketId, at, change.history);
  await insertDeliveries(db, tx, change);
  await writeEvents(db, tx, ticketId, at, change.events);
  return { version };
}

export async function writeMessages(
  db: Target,
  tx: Queries,
  ticketId: number,
  at: Date,
  added: readonly NewMessage[] = [],
) {
  const rows = added.map((message) => ({ ...message, ticketId, createdAt: at }));
  await insertRows(db, tx, db.tables.messages, rows);
}

/** What rules will be asked about; without any, no statement is made: firing and settling wait for this. */
export async function writeEvents(
  db: Target,
  tx: Queries,
  ticketId: number,
  at: Date,
  happened: readonly NewEvent[] = [],
) {
  const rows = happened.map((event) => ({ ...event, ticketId, at }));
  await insertRows(db, tx, db.tables.events, rows);
}

/** Replaces the rows of each form named; the forms must have been checked. */
export async function writeForms(db: Target, tx: Queries, ticketId: number, forms: FormValues) {
  const values = Object.entries(forms).map(([formId, rows]) => ({ ticketId, formId: Number(formId), rows }));
  const replacing = "on conflict (ticket_id, form_id) do update set rows = excluded.rows";
  await insertRows(db, tx, db.tables.ticketForms, values, replacing);
}

export async function writeHistory(
  db: Target,
  tx: Queries,
  ticketId: number,
  at: Date,
  entries: readonly NewHistoryEntry[],
) {
  const rows = entries.map((entry) => ({ ...entry, ticketId, at }));
  await insertRows(db, tx, db.tables.history, rows);
}

/** The first thing wrong with rows meant for a ticket of `typeId` (any type when unknown), as a sentence. */
export async function problemWithForms(
  db: Target,
  tx: Queries,
  forms: FormValues,
  typeId?: number,
): Promise<string | undefined> {
  const ids = Object.keys(forms).map(Number);
  if (ids.length === 0) return undefined;
  const { customForms } = db.tables;
  const { id, name, isMultiLine, ticketTypeIds } = customForms;
  const formsWith = kept(tx, `${ids.length} forms`, () => {
    const places = ids.map((_, index) => sql.placeholder(`id${index}`));
    return held(
      db,
      tx.select({ id, name, isMultiLine, ticketTypeIds }).from(customForms).where(inArray(id, places)),
    ).prepare();
  });
  const known = await formsWith.execute(Object.fromEntries(ids.map((id, index) => [`id${index}`, id])));
  for (const [formId, rows] of Object.entries(forms)) {
    const form = known.find((candidate) => candidate.id === Number(formId));
    if (!form) return `There is no custom form with id ${formId}`;
    if (!form.isMultiLine && rows.length > 1) return `“${form.name}” has a single line`;
    if (typeId !== undefined && !form.ticketTypeIds.includes(typeId))
      return `“${form.name}” does not belong to this ticket type`;
  }
  return undefined;
}

const hasEntries = (value: object | undefined) => value !== undefined && Object.keys(value).length > 0;
const bumps = (change: Change<NewDelivery>) =>
  hasEntries(change.fields) || hasEntries(change.forms) || hasEntries(change.messages);

async function writeTicket(db: Target, tx: Queries, change: Change<NewDelivery>): Promise<number> {
  const { tickets } = db.tables;
  if (change.expectedVersion === undefined)
    throw new Error("A change to fields, forms or messages needs the version it was decided on");
  await checkReferences(db, tx, ticketReferences(change.fields ?? {}));
  // Whoever decided this saw the form as it was then: like a version conflict, deciding again puts it right.
  if (change.forms && (await problemWithForms(db, tx, change.forms))) throw changedMeanwhile();
  const { ticketId: id, expectedVersion: expected } = change;
  const changes = { ...change.fields, updatedAt: change.at };
  const version = await updateVersion(db, tx, tickets, { id, expected }, changes);
  if (version !== undefined) return version;
  await currentVersion(db, tx, { ticketId: change.ticketId });
  throw changedMeanwhile();
}

async function currentVersion(
  db: Target,
  tx: Queries,
  {
    ticketId,
    expectedVersion,
    deliveries = [],
  }: Pick<Change<NewDelivery>, "ticketId" | "expectedVersion" | "deliveries">,
): Promise<number> {
  const { tickets } = db.tables;
  // As the lock of its lanes.
  const strength = deliveries.length > 0 ? "no key update" : "share";
  const versionOf = kept(tx, `version, ${strength}`, () =>
    held(
      db,
      tx
        .select({ version: tickets.version })
        .from(tickets)
        .where(eq(tickets.id, sql.placeholder("id"))),
      strength,
    ).prepare(),
  );
  const [row] = await versionOf.execute({ id: ticketId });
  if (!row) throw new AppError("not_found", `There is no ticket with id ${ticketId}`);
  if (expectedVersion !== undefined && row.version !== expectedVersion) throw changedMeanwhile();
  return row.version;
}
