const waiting = new Map<string, Promise<unknown>>();

/** Runs pieces of work with the same key one after another, within this process; other keys are not kept waiting. */
export async function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = waiting.get(key);
  const mine = (async () => {
    // Its failure is for whoever started it.
    await before?.catch(() => undefined);
    return work();
  })();
  waiting.set(key, mine);
  try {
    return await mine;
  } finally {
    if (waiting.get(key) === mine) waiting.delete(key);
  }
}
