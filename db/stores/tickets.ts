import { aliasedTable, and, asc, count, desc, eq, exists, gt, isNull, min, ne, or, type SQL, sql } from "drizzle-orm";
import type { TicketQuery, TicketStore } from "@/lib/desk/store";
import type { Database } from "../database";
import { contains } from "../search";
import { ticketGraphReader } from "./ticket-graph";
import { ticketGraphsReader } from "./ticket-graphs";

export function ticketStore(db: Database): TicketStore {
  const { read } = db;
  const { tickets, history, messages } = db.tables;
  return {
    list: ticketList(db),
    graph: ticketGraphReader(db),
    async history(ticketId, { page, pageSize, q }) {
      const where = and(
        eq(history.ticketId, ticketId),
        q ? contains(q, history.summary, history.actorName) : undefined,
      );
      const [total] = await read.select({ value: count() }).from(history).where(where);
      const items = await read
        .select()
        .from(history)
        .where(where)
        .orderBy(desc(history.id))
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return { items, total: Number(total?.value ?? 0) };
    },
    historySinceFiring: historySinceFiring(db),
    async historyEntry(ticketId, entryId) {
      const [entry] = await read
        .select()
        .from(history)
        .where(and(eq(history.ticketId, ticketId), eq(history.id, entryId)));
      return entry;
    },
    graphs: ticketGraphsReader(db),
    messages: async (ticketId) =>
      await read.select().from(messages).where(eq(messages.ticketId, ticketId)).orderBy(asc(messages.id)),
    async count() {
      const [total] = await read.select({ value: count() }).from(tickets);
      return Number(total?.value ?? 0);
    },
  };
}

/** The firing is the first entry of the delivery's own: redelivering it adds more. */
function historySinceFiring({ read, tables: { history } }: Database): TicketStore["historySinceFiring"] {
  return async (ticketId, deliveryId) => {
    const ofTicket = eq(history.ticketId, ticketId);
    const fired = read
      .select({ id: min(history.id) })
      .from(history)
      .where(and(ofTicket, eq(history.kind, "webhook.fired"), eq(sql`${history.cause} ->> 'deliveryId'`, deliveryId)));
    return await read
      .select()
      .from(history)
      .where(and(ofTicket, gt(history.id, fired)))
      .orderBy(asc(history.id));
  };
}

function ticketList({ read, tables }: Database): TicketStore["list"] {
  const { tickets, statuses, ticketTypes, people, personEmails } = tables;
  const owner = aliasedTable(people, "owner");
  const requester = aliasedTable(people, "requester");
  const priority = aliasedTable(tables.listItems, "priority");

  const matching = (query: TicketQuery): SQL | undefined =>
    and(
      // Deleted tickets show up only where someone asks for their status.
      query.statusId === undefined ? ne(statuses.vivantioType, 99) : eq(tickets.statusId, query.statusId),
      query.typeId === undefined ? undefined : eq(tickets.typeId, query.typeId),
      query.priorityId === undefined ? undefined : eq(tickets.priorityId, query.priorityId),
      query.ownerId === undefined
        ? undefined
        : query.ownerId === 0
          ? isNull(tickets.ownerId)
          : eq(tickets.ownerId, query.ownerId),
      query.q
        ? or(
            contains(query.q, tickets.displayId, tickets.title, tickets.description, requester.name),
            exists(
              read
                .select({ one: sql`1` })
                .from(personEmails)
                .where(and(eq(personEmails.personId, tickets.requesterId), contains(query.q, personEmails.email))),
            ),
          )
        : undefined,
    );

  // Numbers within a type grow with the id, and IN9 belongs before IN10. Tickets without a priority come last either way.
  const sorts = {
    displayId: [ticketTypes.prefix],
    title: [sql`lower(${tickets.title})`],
    status: [statuses.position],
    priority: [priority.position],
    createdAt: [tickets.createdAt],
    updatedAt: [tickets.updatedAt],
  };

  return async (query) => {
    const where = matching(query);
    const { key, direction } = query.sort ?? ({ key: "updatedAt", direction: "desc" } as const);
    const order = direction === "asc" ? asc : desc;
    const [total] = await read
      .select({ value: count() })
      .from(tickets)
      .innerJoin(statuses, eq(statuses.id, tickets.statusId))
      .leftJoin(requester, eq(requester.id, tickets.requesterId))
      .where(where);
    const items = await read
      .select({
        id: tickets.id,
        displayId: tickets.displayId,
        title: tickets.title,
        statusId: tickets.statusId,
        priorityId: tickets.priorityId,
        typeId: tickets.typeId,
        ownerId: tickets.ownerId,
        teamId: tickets.teamId,
        requesterId: tickets.requesterId,
        createdAt: tickets.createdAt,
        updatedAt: tickets.updatedAt,
        statusName: statuses.name,
        typeName: ticketTypes.name,
        ownerName: owner.name,
        requesterName: requester.name,
        priorityName: priority.name,
      })
      .from(tickets)
      .innerJoin(statuses, eq(statuses.id, tickets.statusId))
      .innerJoin(ticketTypes, eq(ticketTypes.id, tickets.typeId))
      .leftJoin(owner, eq(owner.id, tickets.ownerId))
      .leftJoin(requester, eq(requester.id, tickets.requesterId))
      .leftJoin(priority, eq(priority.id, tickets.priorityId))
      .where(where)
      .orderBy(
        ...(key === "priority" ? [sql`${priority.id} is null`] : []),
        ...sorts[key].map((column) => order(column)),
        order(tickets.id),
      )
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize);
    return { items, total: Number(total?.value ?? 0) };
  };
}
