import { Worker } from "node:worker_threads";
import type { Job, ScriptSurroundings } from "./script-pool-job";
import { entryOf } from "./script-pool-program";
import { encodeValue } from "./script-wire";
import { type FromThread, type ScriptSource, type ToThread, turnCells } from "./script-wire-messages";

export type ThreadOptions = {
  /** See script-pool-program.ts. */
  program: string | URL;
  /** Heap of one thread; beyond it the thread ends. */
  memoryMb: number;
  /** Compiled functions kept per thread. */
  keptPrograms: number;
};

export type ThreadEvents = {
  message(thread: ScriptThread, message: FromThread): void;
  /** The thread is gone, for whatever reason; once. */
  gone(thread: ScriptThread, cause: Gone): void;
};

export type Gone = { why: "memory" | "crash" | "start" | "killed" | "closed"; message: string };

export type ScriptThread = {
  index: number;
  jobs: Map<number, Job>;
  /** Jobs that are not waiting for an answer. */
  computing: number;
  /** Those of them placed as slow. */
  slow: number;
  isGone: boolean;
  /** The run whose turn it is, and for how many milliseconds; null between turns. */
  turn(): { id: number; forMs: number } | null;
  post(message: ToThread, transfer?: ArrayBuffer[]): void;
  run(job: Job): void;
  end(cause: Gone): Promise<void>;
};

const keptSurroundings = 64;
let numbers = 0;
const numbersOf = new WeakMap<ScriptSurroundings, number>();
const keysOf = new WeakMap<ScriptSource, string>();

function numberOf(surroundings: ScriptSurroundings): number {
  const found = numbersOf.get(surroundings);
  if (found !== undefined) return found;
  numbers += 1;
  numbersOf.set(surroundings, numbers);
  return numbers;
}

function keyOf(source: ScriptSource): string {
  let key = keysOf.get(source);
  if (key === undefined) {
    key = `${JSON.stringify([source.signature, source.options])}\n${source.source}`;
    keysOf.set(source, key);
  }
  return key;
}

/** Starts one thread. It has no secrets or arguments of this process, and ends when its heap is full. */
export function startThread(index: number, options: ThreadOptions, events: ThreadEvents): ScriptThread {
  const shared = new Int32Array(new SharedArrayBuffer(turnCells.length * Int32Array.BYTES_PER_ELEMENT));
  const epoch = Date.now();
  const [file, entry] = entryOf(options.program);
  const worker = new Worker(file, {
    ...entry,
    workerData: { turn: shared, epoch },
    argv: [],
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
  let isReady = false;
  const sentSurroundings = new Map<number, number>();
  const sentPrograms = new Map<string, number>();

  const thread: ScriptThread = {
    ...{ index, jobs: new Map(), computing: 0, slow: 0, isGone: false },
    turn() {
      const id = Atomics.load(shared, turnCells.run);
      return id === 0 ? null : { id, forMs: Date.now() - epoch - Atomics.load(shared, turnCells.beganAt) };
    },
    post: (message, transfer) => worker.postMessage(message, transfer),
    run(job) {
      const { request, id, budgetMs } = job;
      const surroundings = giveSurroundings(request.surroundings);
      thread.post({
        ...{ type: "run", id, budgetMs, surroundings, program: giveProgram(request.source, surroundings) },
        ...{ arguments: request.arguments, settings: request.settings ?? {}, now: request.now ?? null },
      });
    },
    async end(cause) {
      leave(cause);
      await worker.terminate();
    },
  };

  function giveSurroundings(given: ScriptSurroundings): number {
    const number = numberOf(given);
    if (sentSurroundings.delete(number)) {
      sentSurroundings.set(number, number);
      return number;
    }
    const variables = Object.fromEntries(Object.entries(given.variables).map(([k, v]) => [k, encodeValue(v)]));
    thread.post({ type: "surroundings", number, surroundings: { ...given, variables } });
    for (const oldest of keep(sentSurroundings, number, number, keptSurroundings))
      thread.post({ type: "forget", what: "surroundings", number: oldest });
    return number;
  }

  function giveProgram(source: ScriptSource, surroundings: number): number {
    const key = `${surroundings}\n${keyOf(source)}`;
    const known = sentPrograms.get(key);
    if (known !== undefined) {
      sentPrograms.delete(key);
      sentPrograms.set(key, known);
      return known;
    }
    numbers += 1;
    const number = numbers;
    thread.post({ type: "program", number, source, surroundings });
    for (const oldest of keep(sentPrograms, key, number, options.keptPrograms))
      thread.post({ type: "forget", what: "program", number: oldest });
    return number;
  }

  function leave(cause: Gone) {
    if (thread.isGone) return;
    thread.isGone = true;
    events.gone(thread, cause);
  }

  worker.on("message", (message: FromThread) => {
    if (thread.isGone) return;
    if (message.type === "ready") isReady = true;
    events.message(thread, message);
  });
  worker.on("error", (error: NodeJS.ErrnoException) => {
    const why = error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "memory" : isReady ? "crash" : "start";
    leave({ why, message: error.stack ?? error.message });
  });
  worker.on("exit", (code) => leave({ why: isReady ? "crash" : "start", message: `The thread ended with ${code}.` }));
  return thread;
}

/** Adds what was used last and returns what that makes too many of, the longest unused first. */
function keep<K>(kept: Map<K, number>, key: K, number: number, most: number): number[] {
  kept.set(key, number);
  const dropped: number[] = [];
  for (const [oldest, value] of kept) {
    if (kept.size <= most) break;
    kept.delete(oldest);
    dropped.push(value);
  }
  return dropped;
}
