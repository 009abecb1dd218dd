import type { Timing } from "./transport";

/** The same phases, told from a moment `offsetMs` earlier; to a tenth of a millisecond. */
export function later(timing: Timing, offsetMs: number): Timing {
  const moved: Timing = { totalMs: 0 };
  for (const phase of Object.keys(timing) as (keyof Timing)[])
    moved[phase] = Math.round(((timing[phase] ?? 0) + offsetMs) * 10) / 10;
  return moved;
}
