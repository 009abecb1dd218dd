"use server";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { AppError } from "@/lib/core/errors";
import { whyNoTest, whyNotAgain } from "./repeatable";

const subject = z.object({ id: z.string() });

/** A run with all that is kept of it. */
export const loadRun = action({ input: subject, permission: "functions.read" }, async ({ id }, { stores }) => {
  const run = await stores.functionRuns.get(id);
  if (!run) throw new AppError("not_found", "This run is no longer in the history.");
  const tickets = await Promise.all(run.ticketIds.slice(0, 50).map((ticketId) => stores.tickets.graph(ticketId)));
  const displayIds = tickets.flatMap((graph) => (graph ? [graph.ticket.displayId] : []));
  return { run, displayIds };
});

/** Runs the function as it is now with the arguments of an earlier run. Returns the id of the new run. */
export const runAgain = action(
  { input: subject, permission: "functions.write" },
  async ({ id }, { actor, stores, runtime }) => {
    const earlier = await stores.functionRuns.get(id);
    const callable = earlier && (await stores.functions.get(earlier.functionId));
    if (!earlier || !callable) throw new AppError("not_found", "This run is no longer in the history.");
    const reason = whyNotAgain(earlier);
    if (reason) throw new AppError("invalid", reason);
    const { runner, record } = runtime.functions;
    const ran = await runner.run({ callable, arguments: earlier.arguments, origin: "console", actor });
    await record(ran.run);
    return { id: ran.run.id, outcome: ran.run.outcome };
  },
);

/** Keeps a run as a test case: the same arguments must give the same again. */
export const keepAsTest = action(
  { input: subject.extend({ name: z.string().trim().min(1, "Enter a name").max(200) }), permission: "functions.write" },
  async ({ id, name }, { actor, stores }) => {
    const run = await stores.functionRuns.get(id);
    if (!run) throw new AppError("not_found", "This run is no longer in the history.");
    const reason = whyNoTest(run);
    if (reason) throw new AppError("invalid", reason);
    const expects = { kind: run.outcome === "succeeded" ? "output" : "error", text: run.result } as const;
    await stores.functions.saveTest(actor, run.functionId, { name, arguments: run.arguments, expects });
  },
);
