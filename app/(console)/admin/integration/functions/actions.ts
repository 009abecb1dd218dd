"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import type { Runtime } from "@/app/_server/runtime";
import { AppError } from "@/lib/core/errors";
import { callerProofs, functionInput, functionTestInput } from "@/lib/functions/function";
import { functionUrl } from "@/lib/functions/incoming";
import * as manage from "@/lib/runtime/manage-functions";

const list = "/admin/integration/functions";
const subject = z.object({ id: z.string() });
const read = { permission: "functions.read" } as const;
const write = { permission: "functions.write" } as const;
const mostTraceSteps = 500;

const portsOf = ({ stores, functions }: Runtime) => ({ stores, functions });

/** Which test cases failed goes along; the page offers to go on anyway. */
const anyway = z.boolean().default(false);

async function found({ stores }: Runtime, id: string) {
  const callable = await stores.functions.get(id);
  if (!callable) throw new AppError("not_found", "This function no longer exists. Someone has deleted it.");
  return callable;
}

function refresh(id: string) {
  revalidatePath(list);
  revalidatePath(`${list}/${id}`);
}

/** The function as it is now, for the form that was overtaken. */
export const openFunction = action({ ...read, input: subject }, ({ id }, { runtime }) => found(runtime, id));

/** Creates, or saves unless someone else did after `expectedVersion`. A script with errors is refused with its lines. */
export const saveFunction = action(
  {
    ...write,
    input: functionInput.safeExtend({
      id: z.string().optional(),
      expectedVersion: z.number().int().positive().optional(),
      anyway,
    }),
  },
  async ({ id, expectedVersion, anyway: goOn, ...input }, { actor, runtime }) => {
    const ports = portsOf(runtime);
    if (id === undefined) {
      const made = await manage.createFunction(ports, actor, input);
      revalidatePath(list);
      return made;
    }
    const saved = await manage.updateFunction(ports, actor, id, input, { expectedVersion, anyway: goOn });
    refresh(id);
    return saved;
  },
);

/** A new token, which goes into the URL returned; the one before stops working at once. */
export const publishFunction = action(
  { ...write, input: subject.extend({ anyway }) },
  async ({ id, anyway: goOn }, { actor, runtime }) => {
    const { callable, token } = await manage.publishFunction(portsOf(runtime), actor, id, { anyway: goOn });
    refresh(id);
    const { publicUrl, portalId } = runtime.config;
    return functionUrl(publicUrl, { apiName: callable.apiName, token, portalId: String(portalId) });
  },
);

export const unpublishFunction = action({ ...write, input: subject }, async ({ id }, { actor, stores }) => {
  await stores.functions.unpublish(actor, id);
  refresh(id);
});

/** What callers prove besides the token. A blank secret keeps the stored one. */
export const setFunctionProof = action(
  {
    ...write,
    input: subject.extend({
      kind: z.enum(Object.keys(callerProofs) as (keyof typeof callerProofs)[]),
      headerName: z
        .string()
        .trim()
        .max(100)
        .regex(/^([A-Za-z0-9!#$%&'*+.^_`|~-]+|)$/, "Use letters, digits and -, such as X-Signature"),
      secret: z.string().max(500),
    }),
  },
  async ({ id, kind, headerName, secret }, { actor, stores }) => {
    if (kind !== "none" && headerName === "")
      throw new AppError("invalid", "Enter the header’s name.", { headerName: ["Enter the header’s name"] });
    await stores.functions.setProof(actor, id, { kind, headerName, ...(secret !== "" && { secret }) });
    refresh(id);
  },
);

/** Runs the function as it is stored, published or not; the run is kept in the history. */
export const executeFunction = action(
  { ...write, input: subject.extend({ arguments: z.string().max(1_000_000) }) },
  async ({ id, arguments: given }, { actor, stores, runtime }) => {
    const callable = await found(runtime, id);
    const { runner, record } = runtime.functions;
    const request = { callable, arguments: given, origin: "console", actor, traceSteps: mostTraceSteps } as const;
    const ran = await runner.run(request);
    await record(ran.run);
    revalidatePath(`${list}/${id}`);
    const { line, info, durationMs, statements, calls, ticketIds, version } = ran.run;
    const tickets = await Promise.all(ticketIds.slice(0, 50).map((ticketId) => stores.tickets.graph(ticketId)));
    return {
      displayIds: tickets.flatMap((graph) => (graph ? [graph.ticket.displayId] : [])),
      ...{ ok: ran.ok, output: ran.masked, line, version, arguments: given },
      ...{ info, durationMs, statements, calls, trace: ran.trace },
    };
  },
);

export const saveFunctionTest = action(
  { ...write, input: subject.extend({ testId: z.string().optional(), test: functionTestInput }) },
  async ({ id, testId, test }, { actor, stores }) => {
    await stores.functions.saveTest(actor, id, test, testId);
    revalidatePath(`${list}/${id}`);
  },
);

export const removeFunctionTest = action(
  { ...write, input: subject.extend({ testId: z.string() }) },
  async ({ id, testId }, { actor, stores }) => {
    await stores.functions.removeTest(actor, testId);
    revalidatePath(`${list}/${id}`);
  },
);

/** Runs every test case against the function as it stands in the form, saved or not. */
export const runFunctionTests = action(
  { ...write, input: subject.extend({ values: functionInput }) },
  async ({ id, values }, { actor, stores, runtime }) => {
    const callable = { ...(await found(runtime, id)), ...values };
    const tests = await stores.functions.tests(id);
    const results = await manage.runTests(portsOf(runtime), actor, callable, tests);
    revalidatePath(`${list}/${id}`);
    return results.map(({ test, ...result }) => ({ testId: test.id, ...result }));
  },
);
