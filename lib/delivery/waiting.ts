export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls `work` later unless the returned function is called first. */
export function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

/** 100 ms, doubling up to 5 s. */
export const backoffMs = (failures: number): number => Math.min(5_000, 50 * 2 ** Math.min(failures, 10));

/** One waiter that can be woken; a ring while nobody waits is kept for the next wait, several count once. */
export function createBell() {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    async wait(ms: number): Promise<void> {
      if (!rung)
        await new Promise<void>((resolve) => {
          const cancel = after(ms, resolve);
          wake = () => {
            cancel();
            resolve();
          };
        });
      wake = undefined;
      rung = false;
    },
  };
}
