import { createHash } from "node:crypto";
import { and, asc, count, desc, eq, sql } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { WebMethodStore } from "@/lib/inbound/store";
import type { WebMethod, WebMethodInput } from "@/lib/inbound/web-method";
import type { Database, Queries } from "../database";
import { isUniqueViolation } from "../errors";
import type { Tables } from "../schema";
import { contains } from "../search";
import { recordAudit } from "./audit";
import { problemsOfUses } from "./check-uses";
import { ticketFinder } from "./find-tickets";
import { checkReferences } from "./references";
import { usesOfWebMethod } from "./uses";
import { callLog, gone } from "./web-method-calls";

type Row = Tables["webMethods"]["$inferSelect"];

const toWebMethod = ({ config, nameKey: _, keyHash: __, ...row }: Row): WebMethod => ({ ...config, ...row });

const columnsOf = ({ name, ticketTypeId, isEnabled, ...config }: WebMethodInput) => ({
  name,
  nameKey: name.toLowerCase(),
  ticketTypeId,
  isEnabled,
  config,
});

const keyColumns = (accessKey: string) => ({
  keyHash: createHash("sha256").update(accessKey).digest("hex"),
  keyEnd: accessKey.slice(-4),
  keyCreatedAt: new Date(),
});

export function webMethodStore(db: Database): WebMethodStore {
  const { webMethods } = db.tables;

  const patch = (actor: Actor, id: string, action: string, values: Partial<Row>) =>
    db.write(async (tx) => {
      const [row] = await tx
        .update(webMethods)
        .set({ ...values, updatedAt: new Date() })
        .where(eq(webMethods.id, id))
        .returning();
      if (!row) throw gone();
      await recordAudit(db, tx, actor, action, id, row.name);
      return toWebMethod(row);
    });

  return {
    list: webMethodList(db),

    async get(id) {
      const [row] = await db.read.select().from(webMethods).where(eq(webMethods.id, id));
      return row && toWebMethod(row);
    },

    async find(name) {
      if (name.includes("\0")) return undefined;
      const [row] = await db.read.select().from(webMethods).where(eq(webMethods.nameKey, name.toLowerCase()));
      return row && { webMethod: toWebMethod(row), keyHash: row.keyHash };
    },

    create: (actor, input, accessKey) =>
      named(db, input.name, async (tx) => {
        await check(db, tx, input);
        const now = new Date();
        const [row] = await tx
          .insert(webMethods)
          .values({
            ...columnsOf(input),
            ...keyColumns(accessKey),
            ...{ id: newId("wme"), version: 1, createdAt: now, updatedAt: now },
          })
          .returning();
        if (!row) throw new Error("Inserting a web method returned no row");
        await recordAudit(db, tx, actor, "webMethod.create", row.id, row.name);
        return toWebMethod(row);
      }),

    update: (actor, id, input, expectedVersion) =>
      named(db, input.name, async (tx) => {
        const current = expectedVersion === undefined ? undefined : eq(webMethods.version, expectedVersion);
        const [row] = await tx
          .update(webMethods)
          .set({ ...columnsOf(input), version: sql`${webMethods.version} + 1`, updatedAt: new Date() })
          .where(and(eq(webMethods.id, id), current))
          .returning();
        if (!row) {
          const [there] = await tx.select({ id: webMethods.id }).from(webMethods).where(eq(webMethods.id, id));
          if (!there) throw gone();
          throw new AppError("conflict", "Someone else saved this web method meanwhile. Reload to see their version.");
        }
        await check(db, tx, input);
        await recordAudit(db, tx, actor, "webMethod.update", id, row.name);
        return toWebMethod(row);
      }),

    setEnabled: (actor, id, isEnabled) =>
      patch(actor, id, isEnabled ? "webMethod.enable" : "webMethod.disable", { isEnabled }),

    rotateKey: (actor, id, accessKey) => patch(actor, id, "webMethod.rotateKey", keyColumns(accessKey)),

    async remove(actor, id) {
      await db.write(async (tx) => {
        const [removed] = await tx.delete(webMethods).where(eq(webMethods.id, id)).returning({ name: webMethods.name });
        if (!removed) throw gone();
        await recordAudit(db, tx, actor, "webMethod.remove", id, removed.name);
      });
    },

    findTickets: ticketFinder(db),
    ...callLog(db),
  };
}

async function named(db: Database, name: string, work: (tx: Queries) => Promise<WebMethod>): Promise<WebMethod> {
  try {
    return await db.write(work);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = `Another web method is called “${name}”, upper and lower case aside`;
    throw new AppError("conflict", `${message}. Choose another name.`, { name: [message] });
  }
}

/** AppError("invalid") naming, by path, what the form points at and isn't there. */
async function check(db: Database, tx: Queries, input: WebMethodInput): Promise<void> {
  await checkReferences(db, tx, [{ field: "ticketTypeId", kind: "ticketType", ids: [input.ticketTypeId] }]);
  const problems = await problemsOfUses(db, tx, usesOfWebMethod(input));
  if (Object.keys(problems).length > 0)
    throw new AppError(
      "invalid",
      "The web method names something that doesn't exist. Choose again where marked.",
      problems,
    );
}

function webMethodList({ read, tables: { webMethods } }: Database): WebMethodStore["list"] {
  const sorts = {
    name: webMethods.nameKey,
    updatedAt: webMethods.updatedAt,
    lastCallAt: webMethods.lastCallAt,
  };
  return async ({ page, pageSize, q, sort, ticketTypeId, isEnabled }) => {
    const where = and(
      q ? contains(q, webMethods.name, sql`${webMethods.config} ->> 'description'`) : undefined,
      ticketTypeId === undefined ? undefined : eq(webMethods.ticketTypeId, ticketTypeId),
      isEnabled === undefined ? undefined : eq(webMethods.isEnabled, isEnabled),
    );
    const { key, direction } = sort ?? ({ key: "name", direction: "asc" } as const);
    const order = direction === "desc" ? desc : asc;
    const [total] = await read.select({ value: count() }).from(webMethods).where(where);
    const rows = await read
      .select()
      .from(webMethods)
      .where(where)
      // Those never called come last either way.
      .orderBy(
        ...(key === "lastCallAt" ? [sql`${webMethods.lastCallAt} is null`] : []),
        order(sorts[key]),
        order(webMethods.id),
      )
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    return { items: rows.map(toWebMethod), total: Number(total?.value ?? 0) };
  };
}
