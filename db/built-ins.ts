import { allPermissions, technicianPermissions } from "@/lib/access/permissions";
import { newId } from "@/lib/core/id";
import { builtInStatuses, builtInTicketTypes } from "@/lib/desk/desk-lists";
import type { Database } from "./database";

/** The records no desk can start without. Done once: what an administrator changes later stays changed. */
export async function ensureBuiltIns(db: Database): Promise<void> {
  const { roles, ticketTypes, statuses } = db.tables;
  const [known] = await db.read.select({ id: roles.id }).from(roles).limit(1);
  if (known) return;
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
