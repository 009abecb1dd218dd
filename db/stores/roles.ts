import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { allPermissions, type Permission, type Principal } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/role";
import type { RoleStore } from "@/lib/access/store";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { Database, Queries } from "../database";
import { isForeignKeyViolation, isUniqueViolation } from "../errors";
import { held } from "../locks";
import { recordAudit } from "./audit";

/** The administrator role takes its permissions from the code, so that a new permission reaches it. */
export const toRole = (row: Role): Role =>
  row.builtIn === "administrator" ? { ...row, permissions: allPermissions } : row;

export const asPrincipal = (actor: Actor, row: Role): Principal => {
  const role = toRole(row);
  return { ...actor, roleId: role.id, roleName: role.name, permissions: role.permissions };
};

export function roleStore(db: Database): RoleStore {
  const { roles, accounts, apiKeys, people, webhooks } = db.tables;

  /** What still points at a role, as a reader would name it. */
  async function usesOf(tx: Queries, roleId: string): Promise<string[]> {
    const accountUses = await tx
      .select({ name: people.name })
      .from(accounts)
      .innerJoin(people, eq(people.id, accounts.personId))
      .where(eq(accounts.roleId, roleId));
    const keyUses = await tx
      .select({ name: apiKeys.name })
      .from(apiKeys)
      .where(and(eq(apiKeys.roleId, roleId), isNull(apiKeys.revokedAt)));
    const candidates = await tx.select({ name: webhooks.name, roleIds: webhooks.roleIds }).from(webhooks);
    return [
      ...accountUses.map(({ name }) => `the account of ${name}`),
      ...keyUses.map(({ name }) => `the API key ${name}`),
      ...candidates.filter(({ roleIds }) => roleIds.includes(roleId)).map(({ name }) => `the webhook ${name}`),
    ];
  }

  return {
    async list() {
      const rows = await db.read.select().from(roles).orderBy(sql`lower(${roles.name})`, roles.id);
      return rows.map(toRole);
    },

    async get(id) {
      const [row] = await db.read.select().from(roles).where(eq(roles.id, id));
      return row && toRole(row);
    },

    async save(actor, { name, description, permissions }, id) {
      const values = { name, description, permissions: [...new Set<Permission>(permissions)] };
      try {
        return await db.write(async (tx) => {
          const [saved] = id
            ? await tx.update(roles).set(values).where(eq(roles.id, id)).returning()
            : await tx
                .insert(roles)
                .values({ ...values, id: newId("rol"), builtIn: null, createdAt: new Date() })
                .returning();
          if (!saved) throw new AppError("not_found", "This role no longer exists.");
          await recordAudit(db, tx, actor, id ? "role.update" : "role.create", saved.id, saved.name);
          return toRole(saved);
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new AppError("conflict", `Another role is called “${name}”.`, { name: ["Another role has this name"] });
      }
    },

    async remove(actor, id) {
      try {
        await db.write(async (tx) => {
          const [role] = await held(db, tx.select().from(roles).where(eq(roles.id, id)), "update");
          if (!role) throw new AppError("not_found", "This role no longer exists.");
          if (role.builtIn) throw new AppError("conflict", `The role “${role.name}” is built in and can't be removed.`);
          const uses = await usesOf(tx, id);
          if (uses.length > 0)
            throw new AppError(
              "conflict",
              `“${role.name}” is used by ${new Intl.ListFormat("en").format(uses)}. Give them another role first.`,
            );
          await tx.delete(apiKeys).where(and(eq(apiKeys.roleId, id), isNotNull(apiKeys.revokedAt)));
          await tx.delete(roles).where(eq(roles.id, id));
          await recordAudit(db, tx, actor, "role.remove", id, role.name);
        });
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        throw new AppError("conflict", "Somebody just gave this role to an account or an API key.");
      }
    },
  };
}
