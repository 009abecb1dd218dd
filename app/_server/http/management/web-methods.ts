import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { webMethodSortKeys } from "@/lib/inbound/store";
import { callOutcomes, type WebMethod, webMethodInput } from "@/lib/inbound/web-method";
import { withoutDefaults } from "@/lib/runtime/patch";
import type { Stores } from "@/lib/runtime/stores";
import { createWebMethod, rotateAccessKey, updateWebMethod } from "@/lib/runtime/web-methods";
import { type ApiRuntime, type Endpoint, endpoint } from "./endpoint";
import { flagFilter, idFilter, listQuery } from "./list-query";
import { merged, retryConflicts } from "./merge";
import { checked } from "./parse";
import { inBody, inPages, inReply, moment, seenVersion } from "./schemas";

const shape = {
  ...webMethodInput.shape,
  id: z.string(),
  url: z.string().meta({ description: "Where partners send their calls" }),
  version: z.number().int(),
  keyEnd: z.string().meta({ description: "The last four characters of the access key" }),
  keyCreatedAt: moment,
  createdAt: moment,
  updatedAt: moment,
  lastCallAt: moment.nullable(),
};
const accessKey = z.string().meta({ description: "Shown only here; partners send it as X-Access-Key" });
const reply = inReply("WebMethod", z.object(shape));
const body = inBody("WebMethodInput", webMethodInput.extend({ version: seenVersion }));
const patch = inBody("WebMethodPatch", withoutDefaults(webMethodInput).extend({ version: seenVersion }));

const callReply = inReply(
  "WebMethodCall",
  z.object({
    id: z.string(),
    webMethodId: z.string(),
    at: moment,
    durationMs: z.number().int(),
    remoteAddress: z.string(),
    outcome: z.enum(callOutcomes),
    ticketId: z.number().int().nullable(),
    ticketDisplayId: z.string().nullable(),
    request: z.object({
      headers: z.record(z.string(), z.string()),
      query: z.string(),
      body: z.string(),
      isTruncated: z.boolean(),
    }),
    response: z.object({ status: z.number().int(), body: z.string() }),
    notes: z.array(z.string()),
    idempotencyKey: z.string().nullable(),
  }),
);

const example = {
  summary: "Create an incident from a monitoring alarm, and update it by the alarm's id",
  value: {
    name: "CopperEggIncident",
    description: "Alarms of CopperEgg",
    ticketTypeId: 1,
    runBusinessRules: true,
    match: { path: "alarm.id", by: "thirdPartyId" },
    mappings: [
      { path: "alarm.title", target: "ticket.title" },
      { path: "alarm.severity", target: "ticket.priorityid" },
      { path: "alarm.message", target: "message.private" },
    ],
    response: { contentType: "application/json", body: '{"displayId": "{{ticket.displayid}}"}' },
  },
};

/** The address of a web method for partners. */
export const webMethodUrl = ({ publicUrl }: ApiRuntime["config"], name: string): string =>
  `${publicUrl}/api/webmethods/${name}`;

const show = (config: ApiRuntime["config"], webMethod: WebMethod): z.input<typeof reply> => ({
  ...webMethod,
  url: webMethodUrl(config, webMethod.name),
});

async function find({ webMethods }: Stores, id = ""): Promise<WebMethod> {
  const webMethod = await webMethods.get(id);
  if (!webMethod) throw new AppError("not_found", `There is no web method ${id}.`);
  return webMethod;
}

const read = { permission: "webMethods.read" } as const;
const write = { permission: "webMethods.write" } as const;

export const webMethodEndpoints: Endpoint[] = [
  endpoint({
    ...read,
    method: "get",
    path: "/web-methods",
    operationId: "listWebMethods",
    summary: "List web methods",
    query: listQuery(webMethodSortKeys, { ticketTypeId: idFilter, isEnabled: flagFilter }),
    reply: inPages(reply),
    run: async ({ stores, config, query }) => {
      const { items, total } = await stores.webMethods.list(query);
      return { items: items.map((item) => show(config, item)), total };
    },
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/web-methods",
    operationId: "createWebMethod",
    summary: "Create a web method; the reply is the only place its access key is ever shown",
    body,
    examples: { alarm: example },
    reply: inReply("NewWebMethod", z.object({ ...shape, accessKey })),
    status: 201,
    run: async ({ stores, config, principal, body: { version: _, ...input } }) => {
      const made = await createWebMethod(stores, principal, input);
      return { ...show(config, made.webMethod), accessKey: made.accessKey };
    },
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/web-methods/{id}",
    operationId: "getWebMethod",
    summary: "Read a web method",
    reply,
    run: async ({ stores, config, params }) => show(config, await find(stores, params.id)),
  }),
  endpoint({
    ...write,
    method: "put",
    path: "/web-methods/{id}",
    operationId: "updateWebMethod",
    summary: "Replace a web method's settings; its access key stays",
    body,
    reply,
    run: async ({ stores, config, principal, params, body: { version, ...input } }) =>
      show(config, await updateWebMethod(stores, principal, params.id ?? "", input, version)),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/web-methods/{id}",
    operationId: "patchWebMethod",
    summary: "Change only the settings named",
    body: patch,
    reply,
    run: ({ stores, config, principal, params, body: { version, ...changes } }) =>
      retryConflicts(version === undefined, async () => {
        const current = await find(stores, params.id);
        const input = checked(webMethodInput, merged(current, changes));
        const seen = version ?? current.version;
        return show(config, await updateWebMethod(stores, principal, current.id, input, seen));
      }),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/web-methods/{id}",
    operationId: "deleteWebMethod",
    summary: "Delete a web method with the log of its calls",
    reply: null,
    run: ({ stores, principal, params }) => stores.webMethods.remove(principal, params.id ?? ""),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/web-methods/{id}/rotate-key",
    operationId: "rotateWebMethodKey",
    summary: "Make a new access key; the old one is refused from now on",
    reply: inReply("WebMethodKey", z.object({ accessKey })),
    run: async ({ stores, principal, params }) => ({
      accessKey: (await rotateAccessKey(stores, principal, params.id ?? "")).accessKey,
    }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/web-methods/{id}/calls",
    operationId: "listWebMethodCalls",
    summary: "List the calls of a web method, newest first",
    query: listQuery(["at"], { outcome: z.enum(callOutcomes).optional(), ticketId: idFilter }),
    reply: inPages(callReply),
    run: async ({ stores, params, query }) => {
      const { id } = await find(stores, params.id);
      return stores.webMethods.calls({ ...query, webMethodId: id });
    },
  }),
];
