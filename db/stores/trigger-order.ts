import { and, asc, eq, gt, inArray, max, sql } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import type { Tables } from "../schema";
import { recordAudit } from "./audit";

type Row = Tables["triggers"]["$inferSelect"];

export const ruleGone = () => new AppError("not_found", "This rule no longer exists.");

/** Positions are counted per ticket type, so whoever changes them holds the type. AppError("invalid") for a type that isn't. */
async function lockTypes(db: Database, tx: Queries, ids: readonly number[]) {
  const { ticketTypes } = db.tables;
  const { id, name } = ticketTypes;
  const types = await held(
    db,
    tx
      .select({ id, name })
      .from(ticketTypes)
      .where(inArray(id, [...ids]))
      .orderBy(asc(id)),
    "update",
  );
  for (const wanted of ids)
    if (!types.some((type) => type.id === wanted))
      throw new AppError("invalid", `There is no ticket type with id ${wanted}.`, {
        ticketTypeId: ["Choose the ticket type"],
      });
  return types;
}

/** The rules of these types, held in the order of ids: so do workers that count runs, and neither waits for the other's. */
async function lockAll(db: Database, tx: Queries, typeIds: readonly number[]): Promise<Row[]> {
  const { triggers } = db.tables;
  await lockTypes(db, tx, typeIds);
  return await held(
    db,
    tx
      .select()
      .from(triggers)
      .where(inArray(triggers.ticketTypeId, [...typeIds]))
      .orderBy(asc(triggers.id)),
    "update",
  );
}

/** The rule, held with all rules of its type, and of the type it is about to move to. */
export async function lockRules(db: Database, tx: Queries, id: string, nextTypeId?: number): Promise<Row> {
  const { triggers } = db.tables;
  const [seen] = await tx.select({ typeId: triggers.ticketTypeId }).from(triggers).where(eq(triggers.id, id));
  if (!seen) throw ruleGone();
  const typeIds = [...new Set([seen.typeId, nextTypeId ?? seen.typeId])];
  const rule = (await lockAll(db, tx, typeIds)).find((row) => row.id === id);
  if (!rule) throw new AppError("conflict", "Someone else moved or deleted this rule meanwhile. Reload to see.");
  return rule;
}

/** The position of the last rule of a type, 0 without any; the type is held. */
export async function lastPosition(db: Database, tx: Queries, typeId: number): Promise<number> {
  const { triggers } = db.tables;
  await lockTypes(db, tx, [typeId]);
  const [last] = await tx
    .select({ position: max(triggers.position) })
    .from(triggers)
    .where(eq(triggers.ticketTypeId, typeId));
  return Number(last?.position ?? 0);
}

/** Moves the rules behind one that left its type up. */
export async function closeGap({ tables: { triggers } }: Database, tx: Queries, left: Row): Promise<void> {
  await tx
    .update(triggers)
    .set({ position: sql`${triggers.position} - 1` })
    .where(and(eq(triggers.ticketTypeId, left.ticketTypeId), gt(triggers.position, left.position)));
}

export async function writeOrder(
  db: Database,
  tx: Queries,
  actor: Actor,
  typeId: number,
  ids: readonly string[],
): Promise<void> {
  const { triggers } = db.tables;
  const [type] = await lockTypes(db, tx, [typeId]);
  const rules = await lockAll(db, tx, [typeId]);
  const wanted = new Set(ids);
  if (wanted.size !== ids.length || ids.length !== rules.length || rules.some(({ id }) => !wanted.has(id)))
    throw new AppError("conflict", "Rules were added or removed meanwhile. Reload and sort them again.");
  for (const [index, id] of ids.entries())
    await tx
      .update(triggers)
      .set({ position: index + 1 })
      .where(and(eq(triggers.id, id), eq(triggers.ticketTypeId, typeId)));
  await recordAudit(db, tx, actor, "trigger.reorder", `type:${typeId}`, type?.name ?? "");
}
