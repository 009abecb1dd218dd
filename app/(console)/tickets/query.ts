import { parseListParams, type SearchParams } from "@/components/data-table/list-params";
import type { Principal } from "@/lib/access/permissions";
import { type TicketQuery, ticketSortKeys } from "@/lib/desk/store";

/** What the address of the ticket list says. */
export const parseTicketList = (search: SearchParams) =>
  parseListParams(search, {
    sortable: ticketSortKeys,
    defaultSort: { key: "updatedAt", direction: "desc" },
    filters: { type: "any", status: "any", owner: "any", priority: "any" },
  });

/** The tickets such an address stands for; "me" is whoever looks. */
export function ticketQuery(
  { filters: { type, status, owner, priority }, ...params }: ReturnType<typeof parseTicketList>,
  { personId }: Pick<Principal, "personId">,
): TicketQuery {
  return {
    ...params,
    typeId: idOf(type),
    statusId: idOf(status),
    priorityId: idOf(priority),
    ownerId: owner === "nobody" ? 0 : owner === "me" ? (personId ?? -1) : idOf(owner),
  };
}

/** Anything but a number finds nothing, rather than everything. */
const idOf = (text: string | undefined) =>
  text === undefined ? undefined : /^[1-9]\d{0,8}$/.test(text) ? Number(text) : -1;
