import type { Clock } from "@/lib/core/clock";
import type { Transport } from "@/lib/core/transport";
import type { FunctionRun } from "@/lib/functions/run";
import { type ArrivedCall, type CallReply, functionDoor } from "./answer-function-call";
import { createAdmission } from "./function-admission";
import { functionHost } from "./function-host";
import { createFunctionRunner, type FunctionRunner } from "./function-runner";
import { functionSurroundings } from "./function-surroundings";
import { createRunRecorder } from "./run-recorder";
import { createScriptPool, type PoolOptions } from "./script-pool";
import type { Stores } from "./stores";

export type FunctionsOptions = {
  stores: Stores;
  clock: Clock;
  /** The guarded way out. */
  send: Transport;
  /** IANA name. */
  timeZone: string;
  portalId: number;
  pool: PoolOptions;
};

/** Callback functions of a process: its threads, its door, its history. */
export type Functions = {
  runner: FunctionRunner;
  /** Keeps a run; resolves once it is in the history. */
  record(run: FunctionRun): Promise<void>;
  /** The reply to a call of `/AppIntegrations`. */
  answer(call: ArrivedCall): Promise<CallReply>;
  close(): Promise<void>;
};

export function createFunctions({
  stores,
  clock,
  send,
  timeZone,
  portalId,
  pool: settings,
}: FunctionsOptions): Functions {
  const pool = createScriptPool(settings);
  const record = createRunRecorder(stores.functionRuns);
  const host = functionHost({ stores, clock, send, record, runner: () => runner });
  const runner = createFunctionRunner({ pool, clock, host, surroundings: functionSurroundings(stores, timeZone) });
  const admit = createAdmission(clock);
  const answer = functionDoor({ functions: stores.functions, runner, record, portalId, admit });
  return { runner, record, answer, close: () => pool.close() };
}
