import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { type Bin, binInput, binResponse } from "@/lib/inspector/bin";
import { type ApiRuntime, type Endpoint, endpoint } from "./endpoint";
import { listQuery, number, pageOf, textFilter } from "./list-query";
import { inBody, inPages, inReply, moment } from "./schemas";
import { waitForChange } from "./wait-for-change";

const binReply = inReply(
  "Bin",
  z.object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    response: binResponse,
    repliesGiven: z.number().int().meta({ description: "Replies of a sequence given in this round" }),
    createdAt: moment,
    requestCount: z.number().int(),
    lastRequestAt: moment.nullable(),
  }),
);

const captured = inReply(
  "CapturedRequest",
  z.object({
    id: z.string(),
    binId: z.string(),
    receivedAt: moment,
    method: z.string(),
    target: z.string().meta({ description: "Below the bin, exactly as sent" }),
    headers: z.array(z.tuple([z.string(), z.string()])).meta({ description: "In the order and case they came in" }),
    body: z.string(),
    bodyEncoding: z.enum(["utf8", "base64"]),
    bodyBytes: z.number().int(),
    isTruncated: z.boolean(),
    remoteAddress: z.string(),
    isPinned: z.boolean(),
  }),
);

const next = inReply("NextCapturedRequest", z.object({ request: captured.nullable() }));

const nameBody = inBody("BinInput", binInput);
const use = { permission: "inspector.use" } as const;

const show = (bin: Bin, { config }: ApiRuntime) => ({ ...bin, url: `${config.publicUrl}/inspect/${bin.id}` });

async function find({ stores }: Pick<ApiRuntime, "stores">, id = ""): Promise<Bin> {
  const bin = await stores.bins.get(id);
  if (!bin) throw new AppError("not_found", `There is no bin ${id}.`);
  return bin;
}

const rename = (method: "put" | "patch") =>
  endpoint({
    ...use,
    method,
    path: "/inspector/bins/{id}",
    operationId: method === "put" ? "updateBin" : "patchBin",
    summary: "Rename a bin",
    body: nameBody,
    reply: binReply,
    run: async (call) => show(await call.stores.bins.rename(call.principal, call.params.id ?? "", call.body), call),
  });

export const binEndpoints: Endpoint[] = [
  endpoint({
    ...use,
    method: "get",
    path: "/inspector/bins",
    operationId: "listBins",
    summary: "List bins",
    query: listQuery(["name", "createdAt"]),
    reply: inPages(binReply),
    run: async (call) => {
      const all = (await call.stores.bins.list()).map((bin) => show(bin, call));
      return pageOf(all, call.query, (bin) => bin.name, { name: (bin) => bin.name, createdAt: (bin) => bin.createdAt });
    },
  }),
  endpoint({
    ...use,
    method: "post",
    path: "/inspector/bins",
    operationId: "createBin",
    summary: "Create a bin: a URL that captures whatever is sent to it",
    body: nameBody,
    reply: binReply,
    status: 201,
    run: async (call) => show(await call.stores.bins.create(call.principal, call.body), call),
  }),
  endpoint({
    ...use,
    method: "get",
    path: "/inspector/bins/{id}",
    operationId: "getBin",
    summary: "Read a bin",
    reply: binReply,
    run: async (call) => show(await find(call, call.params.id), call),
  }),
  rename("put"),
  rename("patch"),
  endpoint({
    ...use,
    method: "delete",
    path: "/inspector/bins/{id}",
    operationId: "deleteBin",
    summary: "Delete a bin with its requests",
    reply: null,
    run: ({ stores, principal, params }) => stores.bins.remove(principal, params.id ?? ""),
  }),
  endpoint({
    ...use,
    method: "put",
    path: "/inspector/bins/{id}/response",
    operationId: "setBinResponse",
    summary: "Choose what the bin answers",
    description:
      "One reply, or a sequence: the first at the top, the others in followedBy, one per request. Saving starts over. " +
      "A fault closes the connection, hangs, drips a byte a second, or resets it in the body.",
    examples: {
      single: { summary: "One reply", value: { status: 503, body: "back soon" } },
      sequence: {
        summary: "500, 500, 200",
        value: { status: 500, followedBy: [{ status: 500 }, { status: 200 }], afterLast: "stay" },
      },
    },
    body: inBody("BinResponse", binResponse),
    reply: binReply,
    run: async (call) =>
      show(await call.stores.bins.setResponse(call.principal, call.params.id ?? "", call.body), call),
  }),
  endpoint({
    ...use,
    method: "get",
    path: "/inspector/bins/{id}/requests",
    operationId: "listCapturedRequests",
    summary: "Read what the bin received, newest first",
    query: listQuery([]),
    reply: inPages(captured),
    run: async (call) => {
      const { id } = await find(call, call.params.id);
      const { page, pageSize, q } = call.query;
      return call.stores.bins.requests(id, { page, pageSize, q });
    },
  }),
  endpoint({
    ...use,
    method: "get",
    path: "/inspector/bins/{id}/requests/next",
    operationId: "awaitCapturedRequest",
    summary: "Wait for the next request",
    description:
      "Answers as soon as the bin holds a request that came after the one named by after, oldest first; without after, " +
      "the first that comes in from now on. request is null when none came in time: ask again with the same after.",
    query: z.object({
      after: textFilter.meta({ description: "Id of the last request you know" }),
      timeoutSeconds: number(0, 60).default(30).meta({ description: "How long to wait, up to 60" }),
    }),
    reply: next,
    run: async ({ stores, stopping, params, query, signal }) => {
      const { id } = await find({ stores }, params.id);
      const after = query.after ?? (await stores.bins.summaries(id, { page: 1, pageSize: 1 })).items[0]?.id ?? "";
      const request = await waitForChange(
        stores,
        () => stores.bins.requestAfter(id, after),
        (found) => found !== undefined,
        query.timeoutSeconds * 1000,
        [signal, stopping.signal],
      );
      return { request: request ?? null };
    },
  }),
  endpoint({
    ...use,
    method: "put",
    path: "/inspector/bins/{id}/requests/{request}/pin",
    operationId: "pinCapturedRequest",
    summary: "Keep a request when older ones are dropped",
    reply: null,
    run: ({ stores, principal, params }) =>
      stores.bins.setPinned(principal, params.id ?? "", params.request ?? "", true),
  }),
  endpoint({
    ...use,
    method: "delete",
    path: "/inspector/bins/{id}/requests/{request}/pin",
    operationId: "unpinCapturedRequest",
    summary: "Let a request be dropped again",
    reply: null,
    run: ({ stores, principal, params }) =>
      stores.bins.setPinned(principal, params.id ?? "", params.request ?? "", false),
  }),
  endpoint({
    ...use,
    method: "delete",
    path: "/inspector/bins/{id}/requests",
    operationId: "clearCapturedRequests",
    summary: "Forget what the bin received",
    reply: null,
    run: ({ stores, principal, params }) => stores.bins.clear(principal, params.id ?? ""),
  }),
];
