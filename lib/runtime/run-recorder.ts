import type { FunctionRun } from "@/lib/functions/run";
import type { FunctionRunStore } from "@/lib/functions/store";

const mostTogether = 500;
/** Batches under way: while one reaches the disk, the next is written. */
const mostAtOnce = 2;

/** Keeps runs: those that end while others are being written are written together next. Resolves once the run is kept. */
export function createRunRecorder(runs: Pick<FunctionRunStore, "record">): (run: FunctionRun) => Promise<void> {
  let waiting: { run: FunctionRun; done: () => void; failed: (error: unknown) => void }[] = [];
  let writing = 0;

  async function write() {
    writing += 1;
    while (waiting.length > 0) {
      // Those that end now, too, are written together.
      await new Promise((resolve) => setImmediate(resolve));
      const some = waiting.slice(0, mostTogether);
      waiting = waiting.slice(mostTogether);
      try {
        await runs.record(some.map(({ run }) => run));
        for (const { done } of some) done();
      } catch (error) {
        for (const { failed } of some) failed(error);
      }
    }
    writing -= 1;
  }

  return (run) =>
    new Promise((done, failed) => {
      waiting.push({ run, done, failed });
      if (writing < mostAtOnce) void write();
    });
}
