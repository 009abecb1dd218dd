import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { type Connection, connectionInput } from "@/lib/delivery/connection";
import { withoutDefaults } from "@/lib/runtime/patch";
import type { Stores } from "@/lib/runtime/stores";
import { inputOf } from "@/lib/wire/auth/input";
import { type Endpoint, endpoint } from "./endpoint";
import { listQuery } from "./list-query";
import { merged } from "./merge";
import { checked } from "./parse";
import { inBody, inPages, inReply, moment } from "./schemas";
import { shownAuth } from "./webhook-shape";

const connectionReply = inReply(
  "Connection",
  z.object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    auth: shownAuth,
    hosts: z.array(z.string()),
    usedBy: z.array(z.object({ id: z.string(), name: z.string() })),
    createdAt: moment,
    updatedAt: moment,
  }),
);
const connectionBody = inBody("ConnectionInput", connectionInput);
const read = { permission: "webhooks.read" } as const;
const write = { permission: "connections.write" } as const;

async function find({ connections }: Stores, id = ""): Promise<Connection> {
  const connection = await connections.get(id);
  if (!connection) throw new AppError("not_found", `There is no connection ${id}.`);
  return connection;
}

export const connectionEndpoints: Endpoint[] = [
  endpoint({
    ...read,
    method: "get",
    path: "/connections",
    operationId: "listConnections",
    summary: "List shared connections",
    query: listQuery(["name", "updatedAt"]),
    reply: inPages(connectionReply),
    run: ({ stores, query }) => stores.connections.list(query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/connections",
    operationId: "createConnection",
    summary: "Create a shared connection",
    body: connectionBody,
    reply: connectionReply,
    status: 201,
    run: ({ stores, principal, body }) => stores.connections.create(principal, body),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/connections/{id}",
    operationId: "getConnection",
    summary: "Read a shared connection; of each secret only whether there is one",
    reply: connectionReply,
    run: ({ stores, params }) => find(stores, params.id),
  }),
  endpoint({
    ...write,
    method: "put",
    path: "/connections/{id}",
    operationId: "updateConnection",
    summary: "Replace a shared connection; a blank secret keeps the stored one",
    body: connectionBody,
    reply: connectionReply,
    run: ({ stores, principal, params, body }) => stores.connections.update(principal, params.id ?? "", body),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/connections/{id}",
    operationId: "patchConnection",
    summary: "Change only what is named of a shared connection",
    body: inBody("ConnectionPatch", withoutDefaults(connectionInput)),
    reply: connectionReply,
    run: async ({ stores, principal, params, body }) => {
      const current = await find(stores, params.id);
      const input = checked(connectionInput, merged({ ...current, auth: inputOf(current.auth) }, body));
      return stores.connections.update(principal, current.id, input);
    },
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/connections/{id}",
    operationId: "deleteConnection",
    summary: "Delete a shared connection that no webhook uses",
    reply: null,
    run: ({ stores, principal, params }) => stores.connections.remove(principal, params.id ?? ""),
  }),
];
