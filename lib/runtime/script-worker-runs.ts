import { coerceArguments } from "@/lib/deluge/compile/arguments";
import { compile } from "@/lib/deluge/compile/compile";
import { execute } from "@/lib/deluge/compile/execute";
import type { Compiled } from "@/lib/deluge/run";
import { LimitError, ScriptError } from "@/lib/deluge/values/errors";
import { encodeValue } from "./script-wire";
import { type Answer, type Ended, type FromThread, type ToThread, turnCells } from "./script-wire-messages";
import { hasTask, type Known, known, threadHost } from "./script-worker-host";

type Post = (message: FromThread, transfer?: ArrayBuffer[]) => void;
type RunMessage = Extract<ToThread, { type: "run" }>;

type Active = {
  id: number;
  startedAt: number;
  budgetMs: number;
  /** Milliseconds the thread was busy with it, before the current turn. */
  busyMs: number;
  turnAt: number;
  isBusy: boolean;
  waiting: { resolve(answer: Answer): void; reject(error: Error): void } | null;
};

/**
 * The runs of one thread: any number wait, one at a time computes. Returns what takes the pool's messages. `turn` is shared
 * with the main thread and says whose turn it is, also when this thread is too busy to answer; `epoch` is when it counts from.
 */
export function createRuns(post: Post, turn: Int32Array, epoch: number): (message: ToThread) => void {
  const surroundings = new Map<number, Known>();
  const programs = new Map<number, { message: Extract<ToThread, { type: "program" }>; compiled?: Compiled }>();
  const runs = new Map<number, Active>();

  function begin(active: Active) {
    active.turnAt = performance.now();
    active.isBusy = true;
    Atomics.store(turn, turnCells.beganAt, Date.now() - epoch);
    Atomics.store(turn, turnCells.run, active.id);
  }

  function pause(active: Active) {
    // One that gave up waiting by itself, because its time was over, ends without a turn.
    if (active.isBusy) active.busyMs += performance.now() - active.turnAt;
    active.isBusy = false;
    if (Atomics.load(turn, turnCells.run) === active.id) Atomics.store(turn, turnCells.run, 0);
  }

  /** Compiled at its first run, and kept until the pool says to forget it. */
  function compiled(number: number): Compiled {
    const program = programs.get(number);
    if (!program) throw new Error(`Program ${number} is not in this thread.`);
    const { source, signature, options } = program.message.source;
    const around = surroundingsOf(program.message.surroundings);
    program.compiled ??= compile(source, {
      signature,
      options,
      functions: around.functions,
      hasTask: (path) => hasTask(around, path),
    });
    return program.compiled;
  }

  function surroundingsOf(number: number): Known {
    const found = surroundings.get(number);
    if (!found) throw new Error(`Surroundings ${number} are not in this thread.`);
    return found;
  }

  async function perform(message: RunMessage, active: Active, transfer: ArrayBuffer[]): Promise<Ended> {
    const { program, diagnostics } = compiled(message.program);
    if (!program) return { status: "invalid", diagnostics };
    // What compiling takes says nothing about the function's own pace.
    active.turnAt = performance.now();
    const host = threadHost(
      surroundingsOf(message.surroundings),
      message.now,
      (asked) =>
        new Promise((resolve, reject) => {
          active.waiting = { resolve, reject };
          post({ type: "asked", id: active.id, asked });
          pause(active);
        }),
    );
    const given = coerceArguments(program.signature, message.arguments, host, message.settings);
    const outcome = await execute(program, { arguments: given, host, settings: message.settings });
    return outcome.status === "returned" ? { ...outcome, value: encodeValue(outcome.value, transfer) } : outcome;
  }

  async function run(message: RunMessage) {
    const { id, budgetMs } = message;
    const active: Active = { id, startedAt: performance.now(), budgetMs, busyMs: 0, ...idle };
    runs.set(id, active);
    begin(active);
    const transfer: ArrayBuffer[] = [];
    let ended: Ended;
    let fault: string | undefined;
    try {
      ended = await perform(message, active, transfer);
      // A budget that ran out in V8 before it did in ours is the script's doing, not a fault.
      if (ended.status === "failed" && ended.kind === "script") fault = ended.internal;
    } catch (error) {
      if (error instanceof ScriptError) ended = failed(error.message);
      else {
        fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
        ended = failed("The function could not be run because of a fault in Hookdesk itself; the server's log has it.");
      }
    }
    pause(active);
    runs.delete(id);
    post({ type: "ended", id, ended, busyMs: active.busyMs, ...(fault !== undefined && { fault }) }, transfer);
  }

  function resume(id: number, use: (waiting: NonNullable<Active["waiting"]>) => void) {
    const active = runs.get(id);
    if (!active?.waiting) return;
    const { waiting } = active;
    active.waiting = null;
    begin(active);
    use(waiting);
  }

  function stop(id: number, isGivenUp: boolean) {
    const active = runs.get(id);
    if (!active) return;
    const leftMs = active.budgetMs - (performance.now() - active.startedAt);
    if (!isGivenUp && leftMs > 0) post({ type: "early", id, leftMs });
    else resume(id, ({ reject }) => reject(new LimitError("time", outOfTime(active.budgetMs))));
  }

  return (message) => {
    switch (message.type) {
      case "surroundings":
        return void surroundings.set(message.number, known(message.surroundings));
      case "program":
        return void programs.set(message.number, { message });
      case "forget":
        return void (message.what === "program" ? programs : surroundings).delete(message.number);
      case "run":
        return void run(message);
      case "answer": {
        const { answer } = message;
        return resume(message.id, ({ resolve, reject }) =>
          "failed" in answer ? reject(new ScriptError(answer.failed)) : resolve(answer),
        );
      }
      case "stop":
        return stop(message.id, message.isGivenUp);
    }
  };
}

const idle = { turnAt: 0, isBusy: false, waiting: null };

const outOfTime = (ms: number) => `The limit of Execution Time has reached its maximum ${ms / 1000} seconds`;

const failed = (message: string): Ended => ({
  ...{ status: "failed", kind: "type", line: 0, message, text: message },
  ...{ statements: 0, durationMs: 0, info: [] },
});
