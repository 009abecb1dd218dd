import { Worker } from "node:worker_threads";
import type { Hot } from "../database";

export type Ask = { id: number; method: keyof Hot | "close"; given: unknown[] };
export type Answer = { id: number; value?: unknown; error?: Error };

/**
 * The hot statements on a thread of their own, so that sending and receiving never wait for the database. The thread starts
 * with the first call; should it die, its open calls fail and the next one starts another.
 */
export function threadedHot(file: string, program: string): { hot: Hot; close(): Promise<void> } {
  let thread: Worker | undefined;
  let lastId = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  function start(): Worker {
    const started = new Worker(program, { workerData: { file } });
    let reason = new Error("The database thread ended");
    started.on("message", ({ id, value, error }: Answer) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.reject(error);
      else asked?.resolve(value);
    });
    started.on("error", (error) => {
      reason = error instanceof Error ? error : new Error(String(error));
    });
    started.on("exit", () => {
      if (thread === started) thread = undefined;
      for (const { reject } of waiting.values()) reject(reason);
      waiting.clear();
    });
    return started;
  }

  const ask = <T>(method: Ask["method"], ...given: unknown[]): Promise<T> =>
    new Promise<unknown>((resolve, reject) => {
      thread ??= start();
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      thread.postMessage({ id: lastId, method, given } satisfies Ask);
    }) as Promise<T>;

  return {
    hot: {
      claim: (claim) => ask("claim", claim),
      settle: (settlements) => ask("settle", settlements),
      renew: (leases, until) => ask("renew", leases, until),
      recover: (now) => ask("recover", now),
      nextDueAt: () => ask("nextDueAt"),
    },
    async close() {
      if (!thread) return;
      const gone = new Promise((resolve) => thread?.once("exit", resolve));
      await ask("close");
      await gone;
    },
  };
}
