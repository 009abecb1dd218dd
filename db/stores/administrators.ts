import { and, eq } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Database, Queries } from "../database";
import { held } from "../locks";

type Target = Pick<Database, "tables" | "dialect">;

/**
 * Lines up everything that adds the first or removes the last administrator: the role stays locked until the
 * transaction ends. Call it before anything else is locked. Returns the id of the built-in administrator role.
 */
export async function lockAdministrators(db: Target, tx: Queries): Promise<string> {
  const { roles } = db.tables;
  const [role] = await held(
    db,
    tx.select({ id: roles.id }).from(roles).where(eq(roles.builtIn, "administrator")),
    "update",
  );
  if (!role) throw new Error("The built-in administrator role is missing");
  return role.id;
}

/** AppError("conflict") when nobody but this person can sign in as administrator. */
export async function requireOtherAdministrator(db: Target, tx: Queries, personId: number): Promise<void> {
  const { accounts, people } = db.tables;
  const roleId = await lockAdministrators(db, tx);
  const able = await tx
    .select({ personId: accounts.personId })
    .from(accounts)
    .innerJoin(people, eq(people.id, accounts.personId))
    .where(and(eq(accounts.roleId, roleId), eq(accounts.isEnabled, true), eq(people.isDisabled, false)));
  if (able.length === 1 && able[0]?.personId === personId)
    throw new AppError("conflict", "This is the last administrator who can sign in. Make someone else one first.");
}
