import { parseListParams, type SearchParams } from "@/components/data-table/list-params";
import type { DeliveryFilter } from "@/lib/delivery/bulk";
import { deliveryStatuses } from "@/lib/delivery/delivery";
import { deliverySortKeys } from "@/lib/delivery/store";
import type { Stores } from "@/lib/runtime/stores";
import { periodMs, periods } from "./periods";

const shape = {
  sortable: deliverySortKeys,
  defaultSort: { key: "createdAt", direction: "desc" },
  filters: {
    status: deliveryStatuses,
    webhookId: "any",
    ticketId: "any",
    code: "any",
    period: Object.keys(periods),
    from: "any",
    to: "any",
  },
} as const;

/** What the log's address says, and the filter it stands for at this moment. */
export async function readLogQuery(stores: Pick<Stores, "tickets">, search: SearchParams, now: Date) {
  const params = parseListParams(search, shape);
  const { filters } = params;
  for (const name of ["from", "to"] as const) if (!momentOf(filters[name])) delete filters[name];
  if (!/^[1-9]\d\d$/.test(filters.code ?? "")) delete filters.code;
  const { status, webhookId, ticketId, code, period, from, to } = filters;
  const ticket = ticketId === undefined ? undefined : (await stores.tickets.graph(idOf(ticketId)))?.ticket;
  const since = periodMs(period);
  const filter: DeliveryFilter = {
    status: deliveryStatuses.find((known) => known === status),
    webhookId,
    ticketId: ticketId === undefined ? undefined : (ticket?.id ?? (Number(idOf(ticketId)) || 0)),
    q: params.q || undefined,
    code: code === undefined ? undefined : Number(code),
    from: since === undefined ? momentOf(from) : new Date(now.getTime() - since).toISOString(),
    to: since === undefined ? momentOf(to) : undefined,
  };
  return { params, filter, ticket };
}

const listed: readonly string[] = ["q", "sort", "page", "pageSize", "view"];

/** Filters the address names and this list does not know, or not with that value. */
export function unknownFilters(search: SearchParams, kept: Record<string, string | undefined>): string[] {
  return Object.keys(search).filter((name) => !listed.includes(name) && kept[name] === undefined);
}

function momentOf(text: string | undefined): string | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  // Beyond these a date has no four-digit year and no place in an id.
  return at >= 0 && at < 4_102_444_800_000 ? new Date(at).toISOString() : undefined;
}

/** A ticket can be named by id or display id; deliveries of one that is gone are still found by its id. */
const idOf = (text: string): number | string => (/^\d{1,9}$/.test(text) ? Number(text) : text);
