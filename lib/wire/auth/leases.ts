import { randomUUID } from "node:crypto";

type Idle = { name: string; openedAt: number; since: number };

// Shorter than the transport keeps an unused connection, and than it uses one at all.
const idleMs = 3_000;
const lifeMs = 100_000;

/**
 * Names of connections that were authenticated and wait for their next use, by credentials. Each is given to one
 * exchange at a time.
 */
export function connectionLeases(now: () => number = () => performance.now()) {
  const idle = new Map<string, Idle[]>();

  const usable = (key: string) =>
    (idle.get(key) ?? []).filter(({ since, openedAt }) => now() - since < idleMs && now() - openedAt < lifeMs);

  return {
    /** A connection that was authenticated a moment ago, or a new name. */
    take(key: string): { name: string; isAuthenticated: boolean; giveBack(): void } {
      const waiting = usable(key);
      const last = waiting.pop();
      if (waiting.length > 0) idle.set(key, waiting);
      else idle.delete(key);
      const openedAt = last?.openedAt ?? now();
      const name = last?.name ?? randomUUID();
      return {
        name,
        isAuthenticated: last !== undefined,
        giveBack: () => {
          idle.set(key, [...usable(key), { name, openedAt, since: now() }]);
          for (const other of idle.keys()) if (usable(other).length === 0) idle.delete(other);
        },
      };
    },
  };
}
