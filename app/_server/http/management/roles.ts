import { z } from "zod";
import { type Role, roleInput } from "@/lib/access/role";
import { AppError } from "@/lib/core/errors";
import { withoutDefaults } from "@/lib/runtime/patch";
import type { Stores } from "@/lib/runtime/stores";
import { type Endpoint, endpoint } from "./endpoint";
import { listQuery, pageOf } from "./list-query";
import { merged } from "./merge";
import { checked } from "./parse";
import { inBody, inPages, inReply, moment } from "./schemas";

const roleReply = inReply(
  "Role",
  roleInput.extend({
    id: z.string(),
    builtIn: z.enum(["administrator", "technician"]).nullable(),
    createdAt: moment,
  }),
);
const roleBody = inBody("RoleInput", roleInput);
/** Whoever builds webhooks chooses the roles that may fire them. */
const read = { permission: "webhooks.read" } as const;
const write = { permission: "access.write" } as const;

async function find({ roles }: Stores, id = ""): Promise<Role> {
  const role = await roles.get(id);
  if (!role) throw new AppError("not_found", `There is no role ${id}.`);
  return role;
}

export const roleEndpoints: Endpoint[] = [
  endpoint({
    ...read,
    method: "get",
    path: "/roles",
    operationId: "listRoles",
    summary: "List roles",
    query: listQuery(["name", "createdAt"]),
    reply: inPages(roleReply),
    run: async ({ stores, query }) =>
      pageOf(await stores.roles.list(), query, (role) => `${role.name} ${role.description}`, {
        name: (role) => role.name,
        createdAt: (role) => role.createdAt,
      }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/roles",
    operationId: "createRole",
    summary: "Create a role",
    body: roleBody,
    reply: roleReply,
    status: 201,
    run: ({ stores, principal, body }) => stores.roles.save(principal, body),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/roles/{id}",
    operationId: "getRole",
    summary: "Read a role",
    reply: roleReply,
    run: ({ stores, params }) => find(stores, params.id),
  }),
  endpoint({
    ...write,
    method: "put",
    path: "/roles/{id}",
    operationId: "updateRole",
    summary: "Replace a role; the administrator role keeps every permission",
    body: roleBody,
    reply: roleReply,
    run: async ({ stores, principal, params, body }) =>
      stores.roles.save(principal, body, (await find(stores, params.id)).id),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/roles/{id}",
    operationId: "patchRole",
    summary: "Change only what is named of a role",
    body: inBody("RolePatch", withoutDefaults(roleInput)),
    reply: roleReply,
    run: async ({ stores, principal, params, body }) => {
      const current = await find(stores, params.id);
      return stores.roles.save(principal, checked(roleInput, merged(current, body)), current.id);
    },
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/roles/{id}",
    operationId: "deleteRole",
    summary: "Delete a role nobody uses",
    reply: null,
    run: ({ stores, principal, params }) => stores.roles.remove(principal, params.id ?? ""),
  }),
];
