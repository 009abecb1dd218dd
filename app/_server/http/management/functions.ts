import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { type CallbackFunction, functionInput } from "@/lib/functions/function";
import { functionUrl } from "@/lib/functions/incoming";
import { functionSortKeys } from "@/lib/functions/store";
import { createFunction, diagnose, publishFunction, updateFunction } from "@/lib/runtime/manage-functions";
import { withoutDefaults } from "@/lib/runtime/patch";
import type { Stores } from "@/lib/runtime/stores";
import { type ApiRuntime, type Endpoint, endpoint } from "./endpoint";
import { flagFilter, listQuery } from "./list-query";
import { merged, retryConflicts } from "./merge";
import { checked } from "./parse";
import { inBody, inPages, inReply, moment, seenVersion } from "./schemas";

const shape = {
  ...functionInput.shape,
  id: z.string(),
  version: z.number().int(),
  isPublished: z.boolean(),
  publishedAt: moment.nullable(),
  tokenEnd: z.string().nullable().meta({ description: "The last four characters of the token in the URL" }),
  createdAt: moment,
  updatedAt: moment,
  updatedByName: z.string(),
  lastRunAt: moment.nullable(),
  lastOutcome: z.enum(["succeeded", "failed"]).nullable(),
};
const reply = inReply("Function", z.object(shape));
const anyway = z.boolean().default(false).meta({ description: "Go on although test cases of the function fail" });
const extra = { version: seenVersion, anyway };
const body = inBody("FunctionInput", functionInput.safeExtend(extra));
const patch = inBody("FunctionPatch", withoutDefaults(functionInput).extend(extra));

const example = {
  summary: "Add two numbers",
  value: {
    name: "Add",
    apiName: "add",
    returnType: "int",
    parameters: [
      { name: "a", type: "int" },
      { name: "b", type: "int" },
    ],
    source: "return a + b;",
  },
};

const show = ({ proof: _, ...callable }: CallbackFunction): z.input<typeof reply> => callable;

export async function findFunction({ functions }: Stores, id = ""): Promise<CallbackFunction> {
  const callable = await functions.get(id);
  if (!callable) throw new AppError("not_found", `There is no function ${id}.`);
  return callable;
}

/** The address that external applications call. */
export const urlOf = ({ publicUrl, portalId }: ApiRuntime["config"], apiName: string, token: string): string =>
  functionUrl(publicUrl, { apiName, token, portalId: String(portalId) });

const read = { permission: "functions.read" } as const;
const write = { permission: "functions.write" } as const;

export const functionEndpoints: Endpoint[] = [
  endpoint({
    ...read,
    method: "get",
    path: "/functions",
    operationId: "listFunctions",
    summary: "List callback functions",
    query: listQuery(functionSortKeys, { isPublished: flagFilter }),
    reply: inPages(reply),
    run: async ({ stores, query }) => {
      const { items, total } = await stores.functions.list(query);
      return { items: items.map(show), total };
    },
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/functions",
    operationId: "createFunction",
    summary: "Create a callback function; a script that doesn't parse is refused with its lines",
    body,
    examples: { add: example },
    reply,
    status: 201,
    run: async ({ stores, functions, principal, body: { version: _, anyway: __, ...input } }) =>
      show(await createFunction({ stores, functions }, principal, input)),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/functions/{id}",
    operationId: "getFunction",
    summary: "Read a callback function",
    reply,
    run: async ({ stores, params }) => show(await findFunction(stores, params.id)),
  }),
  endpoint({
    ...write,
    method: "put",
    path: "/functions/{id}",
    operationId: "updateFunction",
    summary: "Replace a callback function; a published one goes live with the same token once its test cases pass",
    body,
    reply,
    run: async ({ stores, functions, principal, params, body: { version, anyway: goOn, ...input } }) =>
      show(
        await updateFunction({ stores, functions }, principal, params.id ?? "", input, {
          expectedVersion: version,
          anyway: goOn,
        }),
      ),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/functions/{id}",
    operationId: "patchFunction",
    summary: "Change only what is named",
    body: patch,
    reply,
    run: ({ stores, functions, principal, params, body: { version, anyway: goOn, ...changes } }) =>
      retryConflicts(version === undefined, async () => {
        const current = await findFunction(stores, params.id);
        const input = checked(functionInput, merged(current, changes));
        const expectedVersion = version ?? current.version;
        return show(
          await updateFunction({ stores, functions }, principal, current.id, input, { expectedVersion, anyway: goOn }),
        );
      }),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/functions/{id}",
    operationId: "deleteFunction",
    summary: "Delete a callback function with its versions, test cases and runs",
    reply: null,
    run: async ({ stores, principal, params }) => {
      const { id } = await findFunction(stores, params.id);
      await stores.functions.remove(principal, [id]);
    },
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/functions/{id}/publish",
    operationId: "publishFunction",
    summary: "Publish with a new token; the URL there was stops working at once",
    body: inBody("FunctionPublication", z.object({ anyway })),
    reply: inReply("PublishedFunction", z.object({ ...shape, url: z.string() })),
    run: async ({ stores, functions, config, principal, params, body: { anyway: goOn } }) => {
      const made = await publishFunction({ stores, functions }, principal, params.id ?? "", { anyway: goOn });
      return { ...show(made.callable), url: urlOf(config, made.callable.apiName, made.token) };
    },
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/functions/{id}/unpublish",
    operationId: "unpublishFunction",
    summary: "Withdraw the URL; the function and its history stay",
    reply,
    run: async ({ stores, principal, params }) => show(await stores.functions.unpublish(principal, params.id ?? "")),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/functions/{id}/run",
    operationId: "runFunction",
    summary: "Run a callback function now, published or not",
    body: inBody("FunctionArguments", z.object({ arguments: z.record(z.string(), z.unknown()).default({}) })),
    reply: inReply(
      "FunctionResult",
      z.object({
        result: z.enum(["success", "failed"]),
        output: z.string().meta({ description: "Text of the value returned; of the error when it failed" }),
        info: z.array(z.string()),
        durationMs: z.number().int(),
        statements: z.number().int(),
        diagnostics: z.array(
          z.object({
            severity: z.enum(["error", "warning", "hint"]),
            line: z.number().int(),
            column: z.number().int(),
            code: z.string(),
            message: z.string(),
          }),
        ),
      }),
    ),
    run: async ({ stores, functions, principal, params, body: { arguments: given }, signal }) => {
      const callable = await findFunction(stores, params.id);
      const request = { callable, arguments: JSON.stringify(given), origin: "api", actor: principal, signal } as const;
      const [ran, diagnostics] = await Promise.all([functions.runner.run(request), diagnose(stores, callable)]);
      await functions.record(ran.run);
      const { info, durationMs, statements } = ran.run;
      return {
        ...{ result: ran.ok ? ("success" as const) : ("failed" as const), output: ran.masked },
        ...{ info, durationMs, statements },
        diagnostics: diagnostics.map(({ severity, line, column, code, message }) => ({
          ...{ severity, line, column, code, message },
        })),
      };
    },
  }),
];
