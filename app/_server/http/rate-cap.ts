/** Counts per key and clock second; false once a key had its share. Only the current second is remembered. */
export function createRateCap(perSecond: number): (key: string, nowMs: number) => boolean {
  let second = 0;
  let counts = new Map<string, number>();
  return (key, nowMs) => {
    const current = Math.floor(nowMs / 1000);
    if (current !== second) {
      second = current;
      counts = new Map();
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= perSecond;
  };
}
