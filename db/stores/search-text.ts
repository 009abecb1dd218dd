import { asc, inArray } from "drizzle-orm";
import type { DeliveryFilter } from "@/lib/delivery/bulk";
import type { Attempt, DeliveryStatus, StoredRequest } from "@/lib/delivery/delivery";
import { searchWords } from "@/lib/delivery/search-words";
import type { Database, Queries } from "../database";
import { keySign } from "../search-words";

/** What a delivery says that can be looked for. Credentials are elsewhere, and what attempts hold is masked. */
export type SearchedDelivery = {
  id: string;
  webhookId: string;
  webhookName: string;
  ticketId: number;
  ticketDisplayId: string;
  status: DeliveryStatus;
  request: StoredRequest;
  lastError: string | null;
  attempts: Pick<Attempt, "outcome" | "sentHeaders" | "response" | "error" | "notes">[];
};

/** Of those sent very often the last attempts count: more words than these have do not fit. */
const mostAttempts = 20;

/** Deliveries with their attempts as they are now, in the order asked for; those that are gone are left out. */
export async function searchedDeliveries(
  { tables: { deliveries, attempts } }: Pick<Database, "tables">,
  read: Queries,
  ids: readonly string[],
): Promise<SearchedDelivery[]> {
  if (ids.length === 0) return [];
  const { deliveryId, outcome, sentHeaders, response, error, notes } = attempts;
  // Attempts first: should one be added in between, the row is newer than they are, and the missing one brings it up again.
  const made = await read
    .select({ deliveryId, outcome, sentHeaders, response, error, notes })
    .from(attempts)
    .where(inArray(deliveryId, [...ids]))
    .orderBy(asc(deliveryId), asc(attempts.number), asc(attempts.id));
  const { id, webhookId, webhookName, ticketId, ticketDisplayId, status, request, lastError } = deliveries;
  const rows = await read
    .select({ id, webhookId, webhookName, ticketId, ticketDisplayId, status, request, lastError })
    .from(deliveries)
    .where(inArray(id, [...ids]));
  const byId = new Map(rows.map((row) => [row.id, { ...row, attempts: [] as SearchedDelivery["attempts"] }]));
  for (const { deliveryId: of, ...one } of made) byId.get(of)?.attempts.push(one);
  return ids.flatMap((one) => byId.get(one) ?? []);
}

/** How many of the attempts happened: those cut short may yet be replaced by what became of them. */
export const attemptsSearched = ({ attempts }: SearchedDelivery): number =>
  attempts.filter(({ outcome }) => outcome !== "interrupted").length;

const headersText = (headers: Record<string, string>) => Object.entries(headers).flat().join(" ");

/** Its words; the short facts first, because what comes late may find no room. */
export function wordsOf(delivery: SearchedDelivery): string[] {
  const { id, webhookName, ticketDisplayId, request, lastError, attempts } = delivery;
  const newest = attempts.slice(-mostAttempts).reverse();
  const words = searchWords([
    `${id} ${webhookName} ${ticketDisplayId} ${request.method}`,
    request.url,
    lastError ?? "",
    ...newest.map(({ error, notes }) => [error?.message, ...notes].join(" ")),
    headersText(request.headers),
    ...newest.map(({ response }) => (response ? `${response.status} ${headersText(response.headers)}` : "")),
    ...newest.map(({ sentHeaders }) => headersText(sentHeaders)),
    ...newest.slice(0, 1).map(({ response }) => response?.body ?? ""),
    request.body ?? "",
    ...newest.slice(1).map(({ response }) => response?.body ?? ""),
  ]);
  return [...keysOf(delivery), ...words];
}

/** Kept among the words, for filters beside a text: what no query has, because of its sign. */
const key = (kind: "webhook" | "ticket" | "status" | "code", value: string | number) => `${keySign}${kind}_${value}`;

/**
 * Facts that never change, and statuses and codes that only an attempt brings about: no delivery that has one is without its
 * key. One that had it may have left it since, so that rows are checked all the same.
 */
function keysOf({ webhookId, ticketId, status, attempts }: SearchedDelivery): string[] {
  const codes = new Set(attempts.flatMap(({ response }) => response?.status ?? []));
  return [
    key("webhook", webhookId),
    key("ticket", ticketId),
    ...(isKept(status) ? [key("status", status)] : []),
    ...[...codes].map((code) => key("code", code)),
  ];
}
const isKept = (status: DeliveryStatus | undefined) => status === "succeeded" || status === "failed";

/** The keys a filter asks for. */
export const filterKeys = ({ webhookId, ticketId, status, code }: DeliveryFilter): string[] => [
  ...(webhookId === undefined ? [] : [key("webhook", webhookId)]),
  ...(ticketId === undefined ? [] : [key("ticket", ticketId)]),
  ...(status !== undefined && isKept(status) ? [key("status", status)] : []),
  ...(code === undefined ? [] : [key("code", code)]),
];

/** Rows of the index of these deliveries. */
export const entriesOf = (
  { tables: { searchEntries } }: Pick<Database, "tables">,
  tx: Queries,
  ids: readonly string[],
) =>
  tx
    .select()
    .from(searchEntries)
    .where(inArray(searchEntries.deliveryId, [...ids]));
