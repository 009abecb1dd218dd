import type { FunctionRun } from "@/lib/functions/run";
import type { FunctionRunStore } from "@/lib/functions/store";

const mostTogether = 500;

/** Keeps runs: those that end while others are being written are written together next. Resolves once the run is kept. */
export function createRunRecorder(runs: Pick<FunctionRunStore, "record">): (run: FunctionRun) => Promise<void> {
  let waiting: { run: FunctionRun; done: () => void; failed: (error: unknown) => void }[] = [];
  let isWriting = false;

  async function write() {
    isWriting = true;
    while (waiting.length > 0) {
      const some = waiting.slice(0, mostTogether);
      waiting = waiting.slice(mostTogether);
      try {
        await runs.record(some.map(({ run }) => run));
        for (const { done } of some) done();
      } catch (error) {
        for (const { failed } of some) failed(error);
      }
    }
    isWriting = false;
  }

  return (run) =>
    new Promise((done, failed) => {
      waiting.push({ run, done, failed });
      if (!isWriting) void write();
    });
}
