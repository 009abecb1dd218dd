import { asObject, type Json } from "@/lib/core/json";
import { ScriptError } from "@/lib/deluge/values/errors";
import { requestOf } from "@/lib/functions/request-record";
import type { Stores } from "./stores";

const mostRecords = 100;

/** What every answer of the service desk's interface ends with. */
export const succeeded = { response_status: { status_code: 2000, status: "success" } };

export const listInfo = (input: Json) => asObject(asObject(input)?.list_info) ?? {};

/**
 * Requests, newest change first: `start` from 1, at most 100. `criteria`, or its `search_fields`: `status` and `template` by
 * name; `third_party_id` or `third_party_ref`, the whole value; `subject` or `display_id`, a part of it.
 */
export async function findRequests(stores: Stores, start: unknown, count: unknown, criteria: Json): Promise<Json> {
  const given = asObject(criteria) ?? {};
  const wanted = asObject(given.search_fields) ?? asObject(listInfo(criteria).search_fields) ?? withoutLists(given);
  for (const key of Object.keys(wanted))
    if (!searchable.has(key))
      throw new ScriptError(`Requests can’t be searched by “${key}”, only by ${[...searchable].join(", ")}`);
  const size = Math.min(Math.max(1, Math.trunc(Number(count ?? 10)) || 10), mostRecords);
  const first = Math.max(1, Math.trunc(Number(start ?? 1)) || 1);
  const found = await ((await byReference(stores, wanted)) ?? bySearch(stores, wanted, first, size));
  const graphs = await Promise.all(found.ids.map((id) => stores.tickets.graph(id)));
  const requests = graphs.flatMap((graph) => (graph ? [requestOf(graph)] : []));
  const list_info = { start_index: first, row_count: requests.length, has_more_rows: found.hasMore };
  return { requests, list_info, ...succeeded };
}

const searchable = new Set(["status", "template", "third_party_id", "third_party_ref", "subject", "display_id"]);

function withoutLists({ list_info: _, ...wanted }: Record<string, unknown>): Record<string, unknown> {
  return wanted;
}

type Found = { ids: number[]; hasMore: boolean };

/** At most two per ticket type: what identifies a ticket elsewhere is expected once. */
async function byReference(stores: Stores, wanted: Record<string, unknown>): Promise<Found | undefined> {
  const [by, value] =
    wanted.third_party_ref === undefined
      ? (["thirdPartyId", wanted.third_party_id] as const)
      : (["thirdPartyRef", wanted.third_party_ref] as const);
  if (value === undefined) return undefined;
  const { types } = await stores.deskLists.load();
  const ofTypes = await Promise.all(
    types.map(({ id: typeId }) => stores.webMethods.findTickets({ typeId, by, field: "", value: String(value) })),
  );
  return { ids: ofTypes.flat(), hasMore: false };
}

async function bySearch(stores: Stores, wanted: Record<string, unknown>, first: number, size: number): Promise<Found> {
  const { types, statuses } = await stores.deskLists.load();
  const statusId = named(wanted.status, statuses, "status");
  const typeId = named(wanted.template, types, "ticket type");
  const text = wanted.subject ?? wanted.display_id;
  const q = text === undefined ? undefined : String(text);
  // A page of the store begins at a multiple of its size; two of them hold any stretch of that length.
  const page = Math.floor((first - 1) / size) + 1;
  const pages = await Promise.all(
    [page, page + 1].map((number) => stores.tickets.list({ page: number, pageSize: size, q, statusId, typeId })),
  );
  const skipped = (first - 1) % size;
  const items = pages.flatMap((one) => one.items).slice(skipped, skipped + size);
  return { ids: items.map(({ id }) => id), hasMore: (pages[0]?.total ?? 0) > first - 1 + size };
}

/** By name, `{"name": "Open"}` or `"Open"`. */
function named(value: unknown, from: readonly { id: number; name: string }[], what: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const name = String(asObject(value)?.name ?? value).toLowerCase();
  const found = from.find((one) => one.name.toLowerCase() === name);
  if (!found)
    throw new ScriptError(`There is no ${what} “${name}”. There are: ${from.map((one) => one.name).join(", ")}.`);
  return found.id;
}
