import { and, desc, eq, isNull, lte, or } from "drizzle-orm";
import type { ApiKey } from "@/lib/access/role";
import type { ApiKeyStore } from "@/lib/access/store";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { Database } from "../database";
import { isForeignKeyViolation } from "../errors";
import { recordAudit } from "./audit";
import { asPrincipal } from "./roles";

const noteEveryMs = 60_000;

export function apiKeyStore(db: Database): ApiKeyStore {
  const { apiKeys, roles } = db.tables;

  const shown = {
    id: apiKeys.id,
    name: apiKeys.name,
    roleId: apiKeys.roleId,
    hint: apiKeys.hint,
    createdAt: apiKeys.createdAt,
    createdBy: apiKeys.createdBy,
    lastUsedAt: apiKeys.lastUsedAt,
    revokedAt: apiKeys.revokedAt,
  } satisfies Record<keyof ApiKey, unknown>;

  /** Keys whose use is being noted, so that a burst at the minute's turn writes once. */
  const noting = new Set<string>();

  async function noteUse(id: string, now: Date) {
    if (noting.has(id)) return;
    noting.add(id);
    try {
      const due = or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, new Date(now.getTime() - noteEveryMs)));
      await db.write((tx) =>
        tx
          .update(apiKeys)
          .set({ lastUsedAt: now })
          .where(and(eq(apiKeys.id, id), due)),
      );
    } finally {
      noting.delete(id);
    }
  }

  return {
    list: () => db.read.select(shown).from(apiKeys).orderBy(desc(apiKeys.id)),

    /** The same token again gives the key it already is, so that a key from the environment can be registered at each start. */
    async create(actor, { name, roleId, tokenHash, hint }) {
      try {
        return await db.write(async (tx) => {
          const [created] = await tx
            .insert(apiKeys)
            .values({ id: newId("key"), name, roleId, tokenHash, hint, createdAt: new Date(), createdBy: actor.name })
            .onConflictDoNothing({ target: apiKeys.tokenHash })
            .returning(shown);
          if (created) {
            await recordAudit(db, tx, actor, "apiKey.create", created.id, created.name);
            return created;
          }
          const [known] = await tx.select(shown).from(apiKeys).where(eq(apiKeys.tokenHash, tokenHash));
          if (!known) throw new Error("The key was neither created nor found");
          if (known.revokedAt)
            throw new AppError("conflict", `The API key “${known.name}” with this value was revoked. Use a new value.`);
          return known;
        });
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        throw new AppError("invalid", "This role no longer exists.", { roleId: ["Choose a role"] });
      }
    },

    async find(tokenHash, now) {
      const [row] = await db.read
        .select({ id: apiKeys.id, name: apiKeys.name, lastUsedAt: apiKeys.lastUsedAt, role: roles })
        .from(apiKeys)
        .innerJoin(roles, eq(roles.id, apiKeys.roleId))
        .where(and(eq(apiKeys.tokenHash, tokenHash), isNull(apiKeys.revokedAt)));
      if (!row) return undefined;
      if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= noteEveryMs) await noteUse(row.id, now);
      return asPrincipal({ kind: "apiKey", id: row.id, name: row.name, personId: null }, row.role);
    },

    async revoke(actor, id) {
      await db.write(async (tx) => {
        const [key] = await tx
          .update(apiKeys)
          .set({ revokedAt: new Date() })
          .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
          .returning({ name: apiKeys.name });
        if (key) return recordAudit(db, tx, actor, "apiKey.revoke", id, key.name);
        const [known] = await tx.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.id, id));
        if (!known) throw new AppError("not_found", "This API key no longer exists.");
      });
    },
  };
}
