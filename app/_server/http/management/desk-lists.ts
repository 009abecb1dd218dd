import { z } from "zod";
import { itemsOf, type ListKind, listKinds, statusInput } from "@/lib/desk/desk-lists";
import { type Endpoint, endpoint } from "./endpoint";
import { inReply } from "./schemas";

const id = z.number().int();
const kinds = Object.keys(listKinds) as ListKind[];

const reply = inReply(
  "DeskLists",
  z.object({
    ticketTypes: z.array(z.object({ id, name: z.string(), prefix: z.string() })),
    statuses: z.array(statusInput.extend({ id })),
    lists: z.record(z.enum(kinds), z.array(z.object({ id, name: z.string(), position: id }))),
  }),
);

export const deskListEndpoints: Endpoint[] = [
  endpoint({
    method: "get",
    path: "/desk-lists",
    permission: "tickets.read",
    operationId: "getDeskLists",
    summary: "Read ticket types, statuses and the lists tickets choose from, with their ids",
    reply,
    run: async ({ stores }) => {
      const lists = await stores.deskLists.load();
      const of = (kind: ListKind) => itemsOf(lists, kind).map(({ id, name, position }) => ({ id, name, position }));
      return {
        ticketTypes: lists.types.map(({ id, name, prefix }) => ({ id, name, prefix })),
        statuses: lists.statuses,
        lists: Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as Record<ListKind, ReturnType<typeof of>>,
      };
    },
  }),
];
