import type { Stores } from "@/lib/runtime/stores";

const lookAgainMs = 1000;

/**
 * Looks whenever something changed until `isDone`, or until the time is up, the caller left or the server stops.
 * Resolves with what was seen last.
 */
export async function waitForChange<T>(
  { onChange }: Pick<Stores, "onChange">,
  look: () => Promise<T>,
  isDone: (seen: T) => boolean,
  waitMs: number,
  signals: AbortSignal[],
): Promise<T> {
  const ends = AbortSignal.any([...signals, AbortSignal.timeout(waitMs)]);
  let wake = () => {};
  // Raised before the first look, so nothing between looking and waiting is missed.
  let hasChanged = false;
  const raise = () => {
    hasChanged = true;
    wake();
  };
  const stopWatching = onChange(raise);
  ends.addEventListener("abort", raise);
  try {
    for (;;) {
      hasChanged = false;
      const seen = await look();
      if (isDone(seen) || ends.aborted) return seen;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookAgainMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (hasChanged) wake();
      });
    }
  } finally {
    stopWatching();
    ends.removeEventListener("abort", raise);
  }
}
