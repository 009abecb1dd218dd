import { eq } from "drizzle-orm";
import { allPermissions, technicianPermissions } from "@/lib/access/permissions";
import { newId } from "@/lib/core/id";
import { builtInStatuses, builtInTicketTypes } from "@/lib/desk/desk-lists";
import type { Database } from "./database";

/**
 * The records no desk can start without. Done once: what an administrator changes later stays changed. But the built-in
 * Administrator may do everything, what a newer version brings included.
 */
export async function ensureBuiltIns(db: Database): Promise<void> {
  const { roles, ticketTypes, statuses } = db.tables;
  const known = await db.read.select({ builtIn: roles.builtIn, permissions: roles.permissions }).from(roles);
  if (known.length > 0) {
    const isComplete = known.every(
      ({ builtIn, permissions }) =>
        builtIn !== "administrator" || allPermissions.every((permission) => permissions.includes(permission)),
    );
    if (isComplete) return;
    const administrator = eq(roles.builtIn, "administrator");
    await db.write((tx) => tx.update(roles).set({ permissions: allPermissions }).where(administrator));
    return;
  }
  await db.write(async (tx) => {
    const createdAt = new Date();
    // Two processes may start at once: the names are unique, the second one's rows fall away.
    await tx
      .insert(roles)
      .values([
        {
          id: newId("rol"),
          name: "Administrator",
          description: "May do everything",
          permissions: allPermissions,
          builtIn: "administrator",
          createdAt,
        },
        {
          id: newId("rol"),
          name: "Technician",
          description: "Works tickets and fires webhooks",
          permissions: technicianPermissions,
          builtIn: "technician",
          createdAt,
        },
      ])
      .onConflictDoNothing();
    await tx.insert(ticketTypes).values(builtInTicketTypes).onConflictDoNothing();
    await tx.insert(statuses).values(builtInStatuses).onConflictDoNothing();
  });
}
