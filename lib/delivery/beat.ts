/** A process that delivers, as it last told of itself. */
export type WorkerBeat = {
  id: string;
  machine: string;
  pid: number;
  startedAt: Date;
  /** When the slowest of its loops last went round. */
  beatAt: Date;
  /** Numbers of its own, by name of the metric. */
  gauges: Record<string, number>;
};

/** Each method is one atomic unit. */
export interface WorkerStore {
  /** Writes the row anew and forgets those that have not told anything since `forgetBefore`. */
  beat(beat: WorkerBeat, forgetBefore: Date): Promise<void>;
  leave(ids: readonly string[]): Promise<void>;
  /** Oldest first. */
  list(): Promise<WorkerBeat[]>;
}

/** A loop goes round at least this often, whatever partners do; longer ago than `staleMs`, its worker is stuck. */
export const beatEveryMs = 2_000;
export const staleMs = 7_000;
/** A worker that was killed is not missed for longer than this. */
export const forgottenMs = 60_000;

/** Why deliveries may not be going out, as a sentence; undefined when every worker goes round. Partners' outages don't show here. */
export function whyNotReady(workers: readonly Pick<WorkerBeat, "beatAt" | "pid">[], now: Date): string | undefined {
  const ages = workers.map(({ beatAt, pid }) => ({ pid, ms: now.getTime() - beatAt.getTime() }));
  const known = ages.filter(({ ms }) => ms < forgottenMs);
  if (known.length === 0) return "No worker is running, so nothing is being delivered.";
  const stuck = known.filter(({ ms }) => ms > staleMs);
  if (stuck.length === 0) return undefined;
  const which = stuck.map(({ pid, ms }) => `process ${pid} for ${Math.round(ms / 1_000)} s`).join(", ");
  return `${stuck.length} of ${known.length} workers stopped going round: ${which}.`;
}
