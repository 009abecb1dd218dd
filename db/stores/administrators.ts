import { and, count, eq, ne, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Database, Queries } from "../database";

/**
 * Lines up everything that adds or removes administrators: the row stays locked until the transaction ends.
 * Returns the id of the built-in administrator role.
 */
export async function lockAdministrators({ tables: { roles } }: Pick<Database, "tables">, tx: Queries) {
  const [role] = await tx
    .update(roles)
    .set({ builtIn: sql`${roles.builtIn}` })
    .where(eq(roles.builtIn, "administrator"))
    .returning({ id: roles.id });
  if (!role) throw new Error("The built-in administrator role is missing");
  return role.id;
}

/** AppError("conflict") unless somebody besides this person can sign in as administrator. Call with the lock held. */
export async function requireOtherAdministrator(
  { tables: { accounts, people } }: Pick<Database, "tables">,
  tx: Queries,
  administratorRoleId: string,
  personId: number,
) {
  const [others] = await tx
    .select({ value: count() })
    .from(accounts)
    .innerJoin(people, eq(people.id, accounts.personId))
    .where(
      and(
        eq(accounts.roleId, administratorRoleId),
        eq(accounts.isEnabled, true),
        eq(people.isDisabled, false),
        ne(accounts.personId, personId),
      ),
    );
  if (Number(others?.value ?? 0) === 0)
    throw new AppError("conflict", "This is the last administrator who can sign in. Make someone else one first.");
}
