import type { Timing } from "@/lib/core/transport";

export type Phase = { label: string; startMs: number; ms: number };

/** What the time of an exchange went into, in order. A phase that didn't happen (a reused connection) is left out. */
export function phasesOf({ dnsMs, connectMs, tlsMs, firstByteMs, totalMs }: Timing): Phase[] {
  const ends: [string, number | undefined][] = [
    ["DNS lookup", dnsMs],
    ["Connect", connectMs],
    ["TLS", tlsMs],
    [firstByteMs === undefined ? "Until it ended" : "First byte", firstByteMs ?? totalMs],
    ["Download", firstByteMs === undefined ? undefined : totalMs],
  ];
  const phases: Phase[] = [];
  let startMs = 0;
  for (const [label, end] of ends) {
    if (end === undefined) continue;
    phases.push({ label, startMs, ms: Math.max(0, end - startMs) });
    startMs = Math.max(startMs, end);
  }
  return phases;
}
