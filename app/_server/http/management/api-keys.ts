import { z } from "zod";
import { apiKeyInput } from "@/lib/access/role";
import { AppError } from "@/lib/core/errors";
import { hashToken, hintOf, newToken } from "../../tokens";
import { type Endpoint, endpoint } from "./endpoint";
import { listQuery, pageOf } from "./list-query";
import { inBody, inPages, inReply, moment } from "./schemas";

const shape = {
  id: z.string(),
  name: z.string(),
  roleId: z.string(),
  hint: z.string().meta({ description: "The last four characters of the key" }),
  createdAt: moment,
  createdBy: z.string(),
  lastUsedAt: moment.nullable(),
  revokedAt: moment.nullable(),
};
const keyReply = inReply("ApiKey", z.object(shape));
const write = { permission: "access.write" } as const;

export const apiKeyEndpoints: Endpoint[] = [
  endpoint({
    ...write,
    method: "get",
    path: "/api-keys",
    operationId: "listApiKeys",
    summary: "List API keys, revoked ones included",
    query: listQuery(["name", "createdAt"]),
    reply: inPages(keyReply),
    run: async ({ stores, query }) =>
      pageOf(await stores.apiKeys.list(), query, (key) => `${key.name} ${key.hint}`, {
        name: (key) => key.name,
        createdAt: (key) => key.createdAt,
      }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/api-keys",
    operationId: "createApiKey",
    summary: "Create an API key; the reply is the only place it is ever shown",
    body: inBody("ApiKeyInput", apiKeyInput),
    reply: inReply("NewApiKey", z.object({ ...shape, key: z.string() })),
    status: 201,
    run: async ({ stores, principal, body }) => {
      const key = newToken("hdk");
      const created = await stores.apiKeys.create(principal, { ...body, tokenHash: hashToken(key), hint: hintOf(key) });
      return { ...created, key };
    },
  }),
  endpoint({
    ...write,
    method: "get",
    path: "/api-keys/{id}",
    operationId: "getApiKey",
    summary: "Read what is known about an API key",
    reply: keyReply,
    run: async ({ stores, params }) => {
      const key = (await stores.apiKeys.list()).find(({ id }) => id === params.id);
      if (!key) throw new AppError("not_found", `There is no API key ${params.id}.`);
      return key;
    },
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/api-keys/{id}",
    operationId: "revokeApiKey",
    summary: "Revoke an API key at once and for good",
    reply: null,
    run: ({ stores, principal, params }) => stores.apiKeys.revoke(principal, params.id ?? ""),
  }),
];
