import { and, asc, count, desc, eq, isNotNull, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { Cipher } from "@/lib/core/secrets";
import type { Connection } from "@/lib/delivery/connection";
import type { ConnectionStore } from "@/lib/delivery/store";
import { leadsElsewhere } from "@/lib/wire/auth/input";
import type { Database, Queries } from "../database";
import { isUniqueViolation } from "../errors";
import { contains } from "../search";
import { recordAudit } from "./audit";
import { type ConnectionRow, sealedCredentials, shownAuthOf } from "./credentials";

const gone = () => new AppError("not_found", "This connection no longer exists.");

export function connectionStore(db: Database, cipher: Cipher): ConnectionStore {
  const { connections, webhooks } = db.tables;
  const credentials = sealedCredentials(cipher);

  async function usersOf(queries: Queries, ids: readonly string[]) {
    if (ids.length === 0) return [];
    return queries
      .select({ id: webhooks.id, name: webhooks.name, connectionId: webhooks.connectionId })
      .from(webhooks)
      .where(sql`${webhooks.connectionId} IN ${ids}`)
      .orderBy(asc(webhooks.name));
  }

  async function shown(queries: Queries, rows: ConnectionRow[]): Promise<Connection[]> {
    const users = await usersOf(
      queries,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => ({
      id: row.id,
      name: row.name ?? "",
      description: row.description ?? "",
      auth: shownAuthOf(row),
      hosts: row.hosts ?? [],
      usedBy: users.filter(({ connectionId }) => connectionId === row.id).map(({ id, name }) => ({ id, name })),
      createdAt: row.createdAt ?? row.updatedAt,
      updatedAt: row.updatedAt,
    }));
  }

  async function read(queries: Queries, id: string): Promise<Connection> {
    const rows = await queries
      .select()
      .from(connections)
      .where(and(eq(connections.id, id), isNotNull(connections.name)));
    const [connection] = await shown(queries, rows);
    if (!connection) throw gone();
    return connection;
  }

  const named = <T>(work: (tx: Queries) => Promise<T>) =>
    db.write(work).catch((error: unknown) => {
      if (!isUniqueViolation(error)) throw error;
      throw new AppError("conflict", "Another connection has this name.", {
        name: ["Another connection has this name"],
      });
    });

  return {
    async open(id) {
      const [row] = await db.read.select().from(connections).where(eq(connections.id, id));
      return row && { auth: credentials.open(row), hosts: row.hosts ?? [] };
    },

    async list({ page, pageSize, q, sort }) {
      const where = and(
        isNotNull(connections.name),
        q ? contains(q, connections.name, connections.description, connections.type) : undefined,
      );
      const direction = sort?.direction === "desc" ? desc : asc;
      const by = sort?.key === "updatedAt" ? connections.updatedAt : sql`lower(${connections.name})`;
      const [total] = await db.read.select({ value: count() }).from(connections).where(where);
      const rows = await db.read
        .select()
        .from(connections)
        .where(where)
        .orderBy(direction(by), direction(connections.id))
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return { items: await shown(db.read, rows), total: Number(total?.value ?? 0) };
    },

    get: (id) => read(db.read, id).catch((error) => (error instanceof AppError ? undefined : Promise.reject(error))),

    create: (actor, { auth, ...input }) =>
      named(async (tx) => {
        if (auth.type === "shared") throw new AppError("invalid", "A connection can't point at another connection.");
        const id = newId("con");
        const now = new Date();
        const sealed = credentials.seal(undefined, auth, id, now);
        await tx.insert(connections).values({ ...input, ...sealed, id, createdAt: now, updatedAt: now });
        await recordAudit(db, tx, actor, "connection.create", id, input.name);
        return read(tx, id);
      }),

    update: (actor, id, { auth, ...input }) =>
      named(async (tx) => {
        if (auth.type === "shared") throw new AppError("invalid", "A connection can't point at another connection.");
        // Writing first locks the row: of two editors one waits.
        const [before] = await tx
          .update(connections)
          .set({ updatedAt: new Date() })
          .where(and(eq(connections.id, id), isNotNull(connections.name)))
          .returning();
        if (!before) throw gone();
        const isWider = goesFurther(before.hosts ?? [], input.hosts);
        credentials.refuseElsewhere(
          before,
          auth,
          (shownAuth) => isWider || leadsElsewhere({ url: "", auth: shownAuth }, { url: "", auth }),
        );
        const sealed = credentials.seal(before, auth, id, new Date());
        await tx
          .update(connections)
          .set({ ...input, ...sealed })
          .where(eq(connections.id, id));
        await recordAudit(db, tx, actor, "connection.update", id, input.name);
        return read(tx, id);
      }),

    async remove(actor, id) {
      await db.write(async (tx) => {
        const [removed] = await tx
          .delete(connections)
          .where(and(eq(connections.id, id), isNotNull(connections.name)))
          .returning({ name: connections.name });
        if (!removed) throw gone();
        const users = await usersOf(tx, [id]);
        if (users.length > 0)
          throw new AppError(
            "conflict",
            `“${removed.name}” is used by ${users.map(({ name }) => `“${name}”`).join(", ")}. Choose other credentials there first.`,
          );
        await recordAudit(db, tx, actor, "connection.remove", id, removed.name ?? "");
      });
    },
  };
}

/** Whether hosts were added to those credentials may go to; none means any. */
const goesFurther = (before: readonly string[], after: readonly string[]) =>
  before.length > 0 && (after.length === 0 || after.some((host) => !before.includes(host)));
