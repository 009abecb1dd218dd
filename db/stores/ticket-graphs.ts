import { and, asc, desc, eq, gt, inArray, lt } from "drizzle-orm";
import type { TicketStore } from "@/lib/desk/store";
import type { Database } from "../database";
import { formColumns } from "./form-columns";
import { graphOf, headOf, itemIds, itemIdsOfPerson, peopleIds, ticketOf } from "./ticket-graph";

/** At most this many tickets at once, however many are asked for. */
const most = 500;
/** Neither dialect takes any number of parameters. */
const idsAtOnce = 5_000;

/** Reads many tickets with all they point at in a few statements, whatever their number. */
export function ticketGraphsReader(db: Database): TicketStore["graphs"] {
  const { read } = db;
  const { tickets, ticketTypes, statuses, people, listItems, customForms } = db.tables;
  const selection = headOf(db);

  return async ({ typeId, before, after, limit }) => {
    const [rows, forms] = await Promise.all([
      read
        .select(selection)
        .from(tickets)
        .innerJoin(ticketTypes, eq(ticketTypes.id, tickets.typeId))
        .innerJoin(statuses, eq(statuses.id, tickets.statusId))
        .where(
          and(
            eq(tickets.typeId, typeId),
            before === undefined ? undefined : lt(tickets.id, before),
            after === undefined ? undefined : gt(tickets.id, after),
          ),
        )
        .orderBy(after === undefined ? desc(tickets.id) : asc(tickets.id))
        .limit(Math.min(limit, most)),
      read.select(formColumns(customForms)).from(customForms).orderBy(asc(customForms.id)),
    ]);
    const found = rows.map((row) => ({ row, ticket: ticketOf(row) }));
    const everyone = await byId(
      found.flatMap(({ ticket }) => peopleIds(ticket)),
      (ids) => read.select().from(people).where(inArray(people.id, ids)),
    );
    const everything = await byId(
      [...found.flatMap(({ ticket }) => itemIds(ticket)), ...[...everyone.values()].flatMap(itemIdsOfPerson)],
      (ids) => read.select().from(listItems).where(inArray(listItems.id, ids)),
    );
    return found.map(({ row, ticket }) => {
      const own = pick(everyone, peopleIds(ticket));
      const items = pick(everything, [...itemIds(ticket), ...[...own.values()].flatMap(itemIdsOfPerson)]);
      return graphOf(row, ticket, own, items, forms);
    });
  };
}

async function byId<Row extends { id: number }>(
  wanted: readonly (number | null)[],
  query: (ids: number[]) => PromiseLike<Row[]>,
): Promise<Map<number, Row>> {
  const ids = [...new Set(wanted)].filter((id) => id !== null);
  const rows = new Map<number, Row>();
  for (let start = 0; start < ids.length; start += idsAtOnce)
    for (const row of await query(ids.slice(start, start + idsAtOnce))) rows.set(row.id, row);
  return rows;
}

const pick = <Row>(rows: ReadonlyMap<number, Row>, ids: readonly (number | null)[]): Map<number, Row> =>
  new Map(
    ids.flatMap((id): [number, Row][] => {
      const row = id === null ? undefined : rows.get(id);
      return id === null || !row ? [] : [[id, row]];
    }),
  );
