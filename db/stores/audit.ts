import { count, desc } from "drizzle-orm";
import type { AuditStore } from "@/lib/access/store";
import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import type { Database, Queries } from "../database";
import { contains } from "../search";

/** Writes the audit row inside the caller's transaction: no change without its entry. */
export async function recordAudit(
  { tables }: Pick<Database, "tables">,
  tx: Queries,
  actor: Actor,
  action: string,
  subject: string,
  subjectName: string,
) {
  await tx.insert(tables.audit).values({
    id: newId("aud"),
    at: new Date(),
    actorId: actor.id,
    actorName: actor.name,
    action,
    subject,
    subjectName,
  });
}

export function auditStore({ tables: { audit }, read }: Database): AuditStore {
  return {
    async list({ page, pageSize, q }) {
      const where = q ? contains(q, audit.action, audit.subjectName, audit.actorName) : undefined;
      const [total] = await read.select({ value: count() }).from(audit).where(where);
      const items = await read
        .select()
        .from(audit)
        .where(where)
        .orderBy(desc(audit.id))
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return { items, total: Number(total?.value ?? 0) };
    },
  };
}
