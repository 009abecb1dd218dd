import type { Actor } from "@/lib/core/actor";
import type { Clock } from "@/lib/core/clock";
import { isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import { redact } from "@/lib/core/secrets";
import type { TraceStep } from "@/lib/deluge/run";
import type { Cause } from "@/lib/desk/history";
import type { CallbackFunction } from "@/lib/functions/function";
import { loggedArguments, loggedInfo, loggedStep, loggedText } from "@/lib/functions/log-run";
import { type FunctionRun, longestLogged, type RunCall, type RunOrigin } from "@/lib/functions/run";
import type { ScriptPool } from "./script-pool";
import type { HostPort, ScriptResult, ScriptSurroundings } from "./script-pool-job";

/** What a run has done to the world so far; its host adds to it. */
export type RunEffects = { calls: RunCall[]; ticketIds: Set<number>; secrets: Set<string> };

/** On whose behalf a run reaches the desk and the world. */
export type RunContext = {
  runId: string;
  callable: CallbackFunction;
  actor: Actor;
  /** What led to the run, for the history of tickets it changes. */
  cause: Cause | null;
  effects: RunEffects;
};

export type RunnerPorts = {
  pool: ScriptPool;
  clock: Clock;
  host(context: RunContext): HostPort;
  /** Read for each run; the same object while nothing changed. */
  surroundings(): Promise<ScriptSurroundings>;
};

export type RunRequest = {
  callable: CallbackFunction;
  /** JSON object. */
  arguments: string;
  origin: RunOrigin;
  actor: Actor;
  remoteAddress?: string;
  cause?: Cause | null;
  /** Kept out of the history wherever they turn up. */
  secrets?: readonly string[];
  traceSteps?: number;
  signal?: AbortSignal;
};

/** `output` and `error` are as the caller is told; `run` is for the history, which the caller of `run` keeps. */
export type Ran = {
  run: FunctionRun;
  trace: readonly TraceStep[];
  /** Output or error without secrets, for pages. */
  masked: string;
} & ({ ok: true; output: string } | { ok: false; error: string });

export type FunctionRunner = { run(request: RunRequest): Promise<Ran> };

/** Runs functions in the pool and tells what came of it. Never rejects for what a script does; a busy pool is a failure, too. */
export function createFunctionRunner({ pool, clock, host, surroundings }: RunnerPorts): FunctionRunner {
  const sources = new Map<string, { source: string; signature: ReturnType<typeof signatureOf> }>();

  /** The same object for the same version, so that threads compile it once. */
  function sourceOf(callable: CallbackFunction) {
    const key = `${callable.id} ${callable.version} ${callable.source.length}`;
    const known = sources.get(key);
    if (known && known.source === callable.source) return known;
    const made = { source: callable.source, signature: signatureOf(callable) };
    sources.delete(key);
    sources.set(key, made);
    const [oldest] = sources.keys();
    if (sources.size > 1_000 && oldest !== undefined) sources.delete(oldest);
    return made;
  }

  const secretsOf = secretLists();

  return {
    async run(request) {
      const { callable, origin, actor, cause = null, remoteAddress = "" } = request;
      const at = clock.now();
      const since = performance.now();
      const effects: RunEffects = { calls: [], ticketIds: new Set(), secrets: new Set(request.secrets) };
      const runId = newId("run");
      const result = await attempt(async () =>
        pool.run({
          functionId: callable.id,
          source: sourceOf(callable),
          surroundings: await surroundings(),
          arguments: request.arguments,
          port: host({ runId, callable, actor, cause, effects }),
          settings: { limits: { timeMs: callable.limits.timeSeconds * 1_000 }, traceSteps: request.traceSteps },
          signal: request.signal,
        }),
      );
      const told = toldOf(result);
      const secrets = secretsOf(callable.id, effects.secrets);
      const run: FunctionRun = {
        ...{ id: runId, functionId: callable.id, functionName: callable.name, version: callable.version, at },
        ...{ durationMs: Math.round(performance.now() - since), origin, actorName: actor.name, remoteAddress },
        arguments: loggedArguments(request.arguments, secrets),
        outcome: told.ok ? "succeeded" : "failed",
        result: loggedText(told.ok ? told.output : told.error, secrets, longestLogged.result),
        line: told.ok ? 0 : told.line,
        info: loggedInfo("info" in result ? result.info : [], secrets),
        statements: "statements" in result ? result.statements : 0,
        calls: effects.calls,
        ticketIds: [...effects.ticketIds],
      };
      const steps = ("trace" in result && result.trace) || [];
      const text = told.ok ? told.output : told.error;
      const masked = secrets.length === 0 ? text : redact(text, [...secrets]);
      return { run, trace: steps.map((step) => loggedStep(step, secrets)), masked, ...told };
    },
  };
}

/** The same list for the same secrets as a function's last run had: finding out how one may be written takes longest. */
function secretLists(): (functionId: string, secrets: ReadonlySet<string>) => readonly string[] {
  const lists = new Map<string, readonly string[]>();
  return (functionId, secrets) => {
    const last = lists.get(functionId);
    if (last?.length === secrets.size && last.every((secret) => secrets.has(secret))) return last;
    const list = [...secrets];
    if (lists.size >= 1_000) lists.clear();
    lists.set(functionId, list);
    return list;
  };
}

export const signatureOf = ({ parameters, returnType }: CallbackFunction) => ({ parameters, returnType });

type Refused = { status: "refused"; message: string };

async function attempt(work: () => Promise<ScriptResult>): Promise<ScriptResult | Refused> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { status: "refused", message: error.message };
  }
}

type Told = { ok: true; output: string } | { ok: false; error: string; line: number };

function toldOf(result: ScriptResult | Refused): Told {
  if (result.status === "returned") return { ok: true, output: result.output };
  if (result.status === "failed") return { ok: false, error: result.text, line: result.line };
  if (result.status === "refused") return { ok: false, error: result.message, line: 0 };
  const [first] = result.diagnostics.filter(({ severity }) => severity === "error");
  const error = first ? `Error at line number : ${first.line}. ${first.message}` : "The script has errors";
  return { ok: false, error, line: first?.line ?? 0 };
}
