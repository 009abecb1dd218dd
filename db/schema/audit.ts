import type { Columns } from "../sqlite/columns";

export const defineAudit = (c: Columns) => ({
  audit: c.table("audit", {
    id: c.id(),
    at: c.timestamp().notNull(),
    actorId: c.text().notNull(),
    actorName: c.text().notNull(),
    action: c.text().notNull(),
    subject: c.text().notNull(),
    subjectName: c.text().notNull(),
  }),
});
