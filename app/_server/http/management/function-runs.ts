import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { runOrigins } from "@/lib/functions/run";
import { type Endpoint, endpoint } from "./endpoint";
import { findFunction } from "./functions";
import { listQuery } from "./list-query";
import { inPages, inReply, moment } from "./schemas";

const run = inReply(
  "FunctionRun",
  z.object({
    id: z.string(),
    functionId: z.string(),
    functionName: z.string(),
    version: z.number().int(),
    at: moment,
    durationMs: z.number().int(),
    origin: z.enum(runOrigins),
    actorName: z.string(),
    remoteAddress: z.string(),
    arguments: z.string().meta({ description: "JSON text, secrets masked" }),
    outcome: z.enum(["succeeded", "failed"]),
    result: z.string().meta({ description: "Text of the value returned, or of the error" }),
    line: z.number().int(),
    info: z.array(z.string()),
    statements: z.number().int(),
    calls: z.array(
      z.object({
        task: z.string(),
        target: z.string(),
        status: z.number().int().nullable(),
        durationMs: z.number().int(),
        request: z.string(),
        reply: z.string(),
        error: z.string().nullable(),
      }),
    ),
    ticketIds: z.array(z.number().int()),
  }),
);

export const functionRunEndpoints: Endpoint[] = [
  endpoint({
    permission: "functions.read",
    method: "get",
    path: "/functions/{id}/runs",
    operationId: "listFunctionRuns",
    summary: "List the runs of a callback function, newest first",
    query: listQuery(["at"], {
      outcome: z.enum(["succeeded", "failed"]).optional(),
      origin: z.enum(runOrigins).optional(),
    }),
    reply: inPages(run),
    run: async ({ stores, params, query }) => {
      const { id } = await findFunction(stores, params.id);
      return stores.functionRuns.list({ ...query, functionId: id });
    },
  }),
  endpoint({
    permission: "functions.read",
    method: "get",
    path: "/functions/{id}/runs/{runId}",
    operationId: "getFunctionRun",
    summary: "Read a run",
    reply: run,
    run: async ({ stores, params }) => {
      const found = await stores.functionRuns.get(params.runId ?? "");
      if (!found || found.functionId !== params.id)
        throw new AppError("not_found", `There is no run ${params.runId ?? ""} of this function.`);
      return found;
    },
  }),
];
