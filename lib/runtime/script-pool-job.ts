import type { Diagnostic } from "@/lib/deluge/diagnostic";
import type { ScriptMail, TaskInput, UrlCall, UrlReply } from "@/lib/deluge/host";
import type { Outcome, RunSettings, Signature } from "@/lib/deluge/run";
import type { Value } from "@/lib/deluge/values/value";
import type { Share } from "./script-pool-queue";
import type { ScriptThread } from "./script-pool-thread";
import type { ScriptSource } from "./script-wire-messages";

/**
 * What a script reaches the world through, answered on the main thread. A ScriptError or AppError reaches the script's `catch`
 * with its message; any other error is reported as a fault and the script gets a neutral text. `signal` ends with the run.
 */
export type HostPort = {
  fetch(call: UrlCall, signal: AbortSignal): Promise<UrlReply>;
  sendMail(mail: ScriptMail, signal: AbortSignal): Promise<void>;
  runTask(path: string, input: TaskInput, signal: AbortSignal): Promise<Value>;
  callFunction?(path: string, values: readonly Value[], signal: AbortSignal): Promise<Value>;
};

/** What a script finds around it. Goes to a thread once per object, so keep and reuse it. */
export type ScriptSurroundings = {
  /** IANA name. */
  timeZone: string;
  /** By lower-cased path, say "zoho.loginuserid". */
  variables: Readonly<Record<string, Value>>;
  /** Tasks the port runs, say "zoho.sdp.create". */
  tasks: readonly string[];
  /** Stored functions the port calls. */
  functions: readonly { path: string; signature?: Signature }[];
};

export type ScriptRequest = {
  /** Whose share of the pool this uses: the function's id. */
  functionId: string;
  /** Compiled once per thread; the same object each time saves comparing texts. */
  source: ScriptSource;
  surroundings: ScriptSurroundings;
  /** A JSON object by parameter name (spec/deluge.md §1.5). */
  arguments: string;
  port: HostPort;
  settings?: RunSettings;
  /** Epoch milliseconds at which the script's clock stands still. */
  now?: number;
  /** Gives up: `run` rejects with its reason and outgoing calls are cancelled. */
  signal?: AbortSignal;
};

/** "stopped": ended from outside through no fault of its own. Not run again, because it had already made calls. */
export type Stopped = Omit<Extract<Outcome, { status: "failed" }>, "kind"> & { kind: "stopped" };

/** "invalid": the source has errors and nothing ran. */
export type ScriptResult = Outcome | Stopped | { status: "invalid"; diagnostics: readonly Diagnostic[] };

export type Job = {
  id: number;
  request: ScriptRequest;
  share: Share;
  budgetMs: number;
  thread: ScriptThread | null;
  /** Placed as one that keeps its thread busy for long. */
  isSlow: boolean;
  isWaiting: boolean;
  outgoing: number;
  wasRerun: boolean;
  /** `performance.now()` at which the thread is asked to end it. */
  endsAt: number;
  wasStopped: boolean;
  /** Made once something needs it: most runs ask for nothing, and it costs as much as they do. */
  cancel: AbortController | null;
  isSettled: boolean;
  resolve(result: ScriptResult): void;
  reject(error: unknown): void;
};

export function settle(job: Job, result: ScriptResult): void {
  if (job.isSettled) return;
  job.isSettled = true;
  job.cancel?.abort();
  job.resolve(result);
}

export function refuse(job: Job, error: unknown): void {
  if (job.isSettled) return;
  job.isSettled = true;
  job.cancel?.abort();
  job.reject(error);
}

export const failure = <K extends "limit" | "stopped">(kind: K, message: string) => ({
  ...({ status: "failed", kind, line: 0, message, text: message } as const),
  ...{ statements: 0, durationMs: 0, info: [] as readonly string[] },
});
