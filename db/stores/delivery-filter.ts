import { and, eq, or, type SQL, sql } from "drizzle-orm";
import type { DeliveryFilter } from "@/lib/delivery/bulk";
import type { Database } from "../database";
import { contains } from "../search";

/** The condition that the filters of the deliveries log stand for. */
export function deliveriesMatching(
  { tables: { deliveries } }: Pick<Database, "tables">,
  { status, webhookId, ticketId, q }: DeliveryFilter,
): SQL | undefined {
  // The request is stored as JSON, where quotes and line breaks of a body are escaped.
  const inRequest = (text: string) =>
    contains(JSON.stringify(text).slice(1, -1), sql`cast(${deliveries.request} as text)`);
  const text = q?.replaceAll("\0", "");
  return and(
    status && eq(deliveries.status, status),
    webhookId !== undefined ? eq(deliveries.webhookId, webhookId) : undefined,
    ticketId !== undefined ? eq(deliveries.ticketId, ticketId) : undefined,
    text
      ? or(contains(text, deliveries.webhookName, deliveries.ticketDisplayId, deliveries.id), inRequest(text))
      : undefined,
  );
}
