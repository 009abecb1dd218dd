const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Shares a look that costs between all who want it. `next` begins after it was asked for, so that it misses nothing, and at
 * most once in `ms`; `latest` may be as old as that.
 */
export function paced<T>(ms: number, look: () => Promise<T>) {
  let begunAt = Number.NEGATIVE_INFINITY;
  let latest: Promise<T> | undefined;
  let coming: Promise<T> | undefined;

  function begin(): Promise<T> {
    begunAt = performance.now();
    coming = undefined;
    latest = look();
    return latest;
  }

  const next = (): Promise<T> => {
    coming ??= pause(Math.max(0, begunAt + ms - performance.now())).then(begin);
    return coming;
  };
  return { next, latest: () => (latest && performance.now() - begunAt < ms ? latest : next()) };
}
