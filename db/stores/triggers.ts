import { and, asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import type { TriggerStore } from "@/lib/automation/store";
import type { TriggerInput } from "@/lib/automation/trigger";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import { copyName } from "../copy-name";
import type { Database, Queries } from "../database";
import { kept } from "../kept";
import { contains } from "../search";
import { recordAudit } from "./audit";
import { problemsOfUses } from "./check-uses";
import { closeGap, lastPosition, lockRules, ruleGone, writeOrder } from "./trigger-order";
import { usesOfRule } from "./uses";

export function triggerStore(db: Database): TriggerStore {
  const { triggers, triggerRuns } = db.tables;
  return {
    list: triggerList(db),

    async get(id) {
      const [rule] = await db.read.select().from(triggers).where(eq(triggers.id, id));
      return rule;
    },

    enabledOf: async (ticketTypeId) =>
      await db.read
        .select()
        .from(triggers)
        .where(and(eq(triggers.ticketTypeId, ticketTypeId), eq(triggers.isEnabled, true)))
        .orderBy(asc(triggers.position), asc(triggers.id)),

    create: (actor, input) => db.write((tx) => insert(db, tx, actor, "trigger.create", input)),

    update: (actor, id, input, expectedVersion) =>
      db.write(async (tx) => {
        const before = await lockRules(db, tx, id, input.ticketTypeId);
        if (expectedVersion !== undefined && before.version !== expectedVersion)
          throw new AppError("conflict", "Someone else saved this rule meanwhile. Reload to see their version.");
        await checkRule(db, tx, input);
        const moves = before.ticketTypeId !== input.ticketTypeId;
        const position = moves ? (await lastPosition(db, tx, input.ticketTypeId)) + 1 : before.position;
        if (moves) await closeGap(db, tx, before);
        const [rule] = await tx
          .update(triggers)
          .set({ ...input, position, version: before.version + 1, updatedAt: new Date() })
          .where(eq(triggers.id, id))
          .returning();
        if (!rule) throw ruleGone();
        await recordAudit(db, tx, actor, "trigger.update", id, rule.name);
        return rule;
      }),

    duplicate: (actor, id) =>
      db.write(async (tx) => {
        const { name, ticketTypeId, executeWhen, conditions, actions } = await lockRules(db, tx, id);
        const copy = { name: copyName(name), ticketTypeId, isEnabled: false, executeWhen, conditions, actions };
        return insert(db, tx, actor, "trigger.duplicate", copy);
      }),

    setEnabled: (actor, id, isEnabled) =>
      db.write(async (tx) => {
        const [rule] = await tx
          .update(triggers)
          .set({ isEnabled, updatedAt: new Date() })
          .where(eq(triggers.id, id))
          .returning();
        if (!rule) throw ruleGone();
        await recordAudit(db, tx, actor, isEnabled ? "trigger.enable" : "trigger.disable", id, rule.name);
        return rule;
      }),

    reorder: (actor, ticketTypeId, ids) => db.write((tx) => writeOrder(db, tx, actor, ticketTypeId, ids)),

    async remove(actor, id) {
      await db.write(async (tx) => {
        const before = await lockRules(db, tx, id);
        await tx.delete(triggers).where(eq(triggers.id, id));
        await tx.delete(triggerRuns).where(eq(triggerRuns.triggerId, id));
        await closeGap(db, tx, before);
        await recordAudit(db, tx, actor, "trigger.remove", id, before.name);
      });
    },

    async ranOn(ticketId, triggerIds) {
      if (triggerIds.length === 0) return new Set();
      const { read } = db;
      const ran = kept(read, `${triggerIds.length} rules that ran`, () => {
        const places = triggerIds.map((_, index) => sql.placeholder(`id${index}`));
        return read
          .select({ id: triggerRuns.triggerId })
          .from(triggerRuns)
          .where(and(eq(triggerRuns.ticketId, sql.placeholder("ticketId")), inArray(triggerRuns.triggerId, places)))
          .prepare();
      });
      const ids = Object.fromEntries(triggerIds.map((id, index) => [`id${index}`, id]));
      const rows = await ran.execute({ ticketId, ...ids });
      return new Set(rows.map(({ id }) => id));
    },
  };
}

/** Placed last among the rules of its type. */
async function insert(db: Database, tx: Queries, actor: Actor, action: string, input: TriggerInput) {
  const position = (await lastPosition(db, tx, input.ticketTypeId)) + 1;
  await checkRule(db, tx, input);
  const now = new Date();
  const [rule] = await tx
    .insert(db.tables.triggers)
    .values({ ...input, id: newId("trg"), position, version: 1, createdAt: now, updatedAt: now })
    .returning();
  if (!rule) throw new Error("Inserting a rule returned no row");
  await recordAudit(db, tx, actor, action, rule.id, rule.name);
  return rule;
}

/** AppError("invalid") naming, by path, what the rule's conditions and actions point at and isn't there. */
async function checkRule(db: Database, tx: Queries, input: TriggerInput): Promise<void> {
  const problems = await problemsOfUses(db, tx, usesOfRule(input));
  if (Object.keys(problems).length > 0)
    throw new AppError("invalid", "The rule names something that doesn't exist. Choose again where marked.", problems);
}

function triggerList({ read, tables: { triggers } }: Database): TriggerStore["list"] {
  const sorts = {
    position: [triggers.ticketTypeId, triggers.position],
    name: [sql`lower(${triggers.name})`],
    updatedAt: [triggers.updatedAt],
    lastRunAt: [triggers.lastRunAt],
  };
  return async ({ page, pageSize, q, sort, ticketTypeId, isEnabled }) => {
    const where = and(
      q ? contains(q, triggers.name) : undefined,
      ticketTypeId === undefined ? undefined : eq(triggers.ticketTypeId, ticketTypeId),
      isEnabled === undefined ? undefined : eq(triggers.isEnabled, isEnabled),
    );
    const { key, direction } = sort ?? ({ key: "position", direction: "asc" } as const);
    const order = direction === "desc" ? desc : asc;
    const [total] = await read.select({ value: count() }).from(triggers).where(where);
    const items = await read
      .select()
      .from(triggers)
      .where(where)
      // Rules that never ran come last either way.
      .orderBy(
        ...(key === "lastRunAt" ? [sql`${triggers.lastRunAt} is null`] : []),
        ...sorts[key].map((column) => order(column)),
        order(triggers.id),
      )
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    return { items, total: Number(total?.value ?? 0) };
  };
}
