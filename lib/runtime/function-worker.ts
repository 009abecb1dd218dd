import { type Clock, systemClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/id";
import type { Worker } from "@/lib/delivery/worker";
import type { Log } from "@/lib/delivery/worker-ports";
import type { NewHistoryEntry } from "@/lib/desk/history";
import type { CallbackFunction } from "@/lib/functions/function";
import { loggedArguments } from "@/lib/functions/log-run";
import type { FunctionRun } from "@/lib/functions/run";
import type { ClaimedCall } from "@/lib/functions/store";
import { actorOf } from "./answer-function-call";
import { createDueLoop } from "./due-loop";
import type { FunctionRunner } from "./function-runner";
import type { Stores } from "./stores";

// Longer than a run may take, so that one under way is not given to another worker.
const leaseMs = 3 * 60_000;
/** Claims after which a call is given up that nobody ever got through with. */
export const mostCallAttempts = 5;
const concurrency = 10;
const everyMs = 500;

export type FunctionWorkerPorts = {
  stores: Pick<Stores, "functions" | "functionCalls">;
  /** Asked for with the first call. */
  runner(): FunctionRunner;
  log: Log;
  clock?: Clock;
  /** Ends what is under way; another worker runs it again. */
  signal?: AbortSignal;
};

/** Runs the functions that rules asked for until none is due; returns how many were done. A script that fails is done, too. */
export async function runDueCalls(ports: FunctionWorkerPorts, goOn: () => boolean = () => true): Promise<number> {
  const { stores, log, clock = systemClock } = ports;
  const { functionCalls } = stores;
  const underWay = new Set<Promise<void>>();
  let done = 0;

  async function run(claimed: ClaimedCall): Promise<void> {
    const { id, functionId } = claimed;
    try {
      const result = await runCall(ports, claimed);
      if (result === "done") done += 1;
      else log("warn", "a function took longer than its lease and may run twice", { id, functionId });
    } catch (error) {
      log("error", "a function will be run again", { err: error, id, functionId, attempts: claimed.attempts });
    }
  }

  while (goOn()) {
    const dueAt = await functionCalls.nextDueAt();
    const isDue = dueAt !== null && dueAt <= clock.now() && underWay.size < concurrency;
    const limit = concurrency - underWay.size;
    const claimed = isDue ? await functionCalls.claim({ now: clock.now(), leaseMs, limit }) : [];
    for (const call of claimed) {
      const work: Promise<void> = run(call).finally(() => underWay.delete(work));
      underWay.add(work);
    }
    if (claimed.length > 0) continue;
    if (underWay.size === 0) return done;
    await Promise.race([...underWay, new Promise((resolve) => setTimeout(resolve, everyMs))]);
  }
  await Promise.all(underWay);
  return done;
}

async function runCall(ports: FunctionWorkerPorts, claimed: ClaimedCall): Promise<"done" | "lost"> {
  const { stores, clock = systemClock, signal } = ports;
  const callable = await stores.functions.get(claimed.functionId);
  // Gone with its calls.
  if (!callable) return stores.functionCalls.finish(claimed);
  const run =
    claimed.attempts > mostCallAttempts
      ? givenUp(callable, claimed, clock.now())
      : await ran(ports.runner(), callable, claimed, signal);
  return stores.functionCalls.finish(claimed, { run, told: toldOf(callable, claimed, run) });
}

async function ran(
  runner: FunctionRunner,
  callable: CallbackFunction,
  { cause, arguments: given, actorName }: ClaimedCall,
  signal: AbortSignal | undefined,
): Promise<FunctionRun> {
  const asked = { callable, arguments: given, origin: "rule", actor: actorOf(callable), cause, signal } as const;
  const { run } = await runner.run(asked);
  signal?.throwIfAborted();
  return { ...run, actorName };
}

const cutShort = `It was cut short ${mostCallAttempts} times: the worker ended while it ran. Parts of it may have happened.`;

/** Its worker died again and again: perhaps because of it. */
const givenUp = (callable: CallbackFunction, claimed: ClaimedCall, at: Date): FunctionRun => ({
  ...{ id: newId("run"), functionId: callable.id, functionName: callable.name, version: callable.version, at },
  ...{ durationMs: 0, origin: "rule", actorName: claimed.actorName, remoteAddress: "", outcome: "failed" },
  ...{ arguments: loggedArguments(claimed.arguments, []), result: cutShort, line: 0, info: [], statements: 0 },
  ...{ calls: [], ticketIds: [] },
});

/** For technicians: without what the script said, which only those who may see functions find on its run. */
function toldOf({ id, name }: CallbackFunction, { cause, actorName }: ClaimedCall, run: FunctionRun): NewHistoryEntry {
  const didRun = run.outcome === "succeeded";
  const rule = (cause.chain ?? []).findLast(({ kind }) => kind === "rule");
  const what = `Rule “${actorName}” ran “${name}”`;
  return {
    ...{ kind: didRun ? "function.ran" : "function.failed", origin: "rule", changes: [] },
    ...{ actorId: rule?.id ?? "system", actorName },
    summary: didRun ? what : `${what}, which failed`,
    cause: { ...cause, functionId: id, functionName: name, runId: run.id },
  };
}

/** Runs the functions that rules asked for until stopped; any number may run. One cut short is run again by another. */
export function createFunctionWorker(ports: Omit<FunctionWorkerPorts, "signal">): Pick<Worker, "start" | "stop"> {
  const stopping = new AbortController();
  const loop = createDueLoop({
    work: (goOn) => runDueCalls({ ...ports, signal: stopping.signal }, goOn),
    failure: "the functions that rules asked for could not be read",
    log: ports.log,
    everyMs,
  });
  return {
    start: loop.start,
    async stop() {
      await loop.stop();
      stopping.abort(new Error("The worker is stopping"));
    },
  };
}
