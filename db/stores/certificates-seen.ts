import { and, desc, eq, gte, isNotNull } from "drizzle-orm";
import { queueParts } from "@/lib/delivery/queue";
import type { NoticeStore } from "@/lib/notices/store";
import type { Database } from "../database";

/** So many of a webhook's latest deliveries are looked at: its index leads to them, however long the log is. */
const latest = 50;

/** Certificates that a webhook's partners showed lately, of each host the one shown last. */
export async function certificatesSeen(
  { read, tables: { deliveries, attempts } }: Database,
  ...[webhookId, since]: Parameters<NoticeStore["certificatesSeen"]>
): ReturnType<NoticeStore["certificatesSeen"]> {
  const recent = read
    .select({ id: deliveries.id, queue: deliveries.queue })
    .from(deliveries)
    .where(eq(deliveries.webhookId, webhookId))
    .orderBy(desc(deliveries.id))
    .limit(latest)
    .as("recent");
  const rows = await read
    .select({ queue: recent.queue, expiresAt: attempts.certificateExpiresAt })
    .from(recent)
    .innerJoin(attempts, eq(attempts.deliveryId, recent.id))
    .where(and(isNotNull(attempts.certificateExpiresAt), gte(attempts.startedAt, since)))
    .orderBy(desc(attempts.startedAt));
  const seen = new Map<string, Date>();
  for (const { queue, expiresAt } of rows) {
    const { host } = queueParts(queue);
    if (expiresAt && host !== "" && !seen.has(host)) seen.set(host, expiresAt);
  }
  return [...seen].map(([host, expiresAt]) => ({ host, expiresAt }));
}
