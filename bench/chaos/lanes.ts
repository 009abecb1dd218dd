import type { AttemptRow, Finding, Row, Witness } from "./invariants";

const first = (places: readonly number[]) => places[0] ?? Number.POSITIVE_INFINITY;
const isByPerson = ({ actorId }: Row) => actorId.startsWith("person:");

/**
 * What went out of order: a later delivery of a lane may only arrive once an earlier one was accepted, or had failed for good,
 * been cancelled or superseded. A person's firing may go past a retry; what was redelivered or held went its own way.
 * `rows` are in the order of their lanes. Places in the attempts table are the order of commits, whatever the clocks say.
 */
export function laneFindings(
  rows: readonly Row[],
  made: ReadonlyMap<string, readonly AttemptRow[]>,
  byId: ReadonlyMap<string, Row>,
  { seen, redelivered, held, lost }: Witness,
): Finding[] {
  const findings: Finding[] = [];
  const arrived = ({ key }: Row) => first(seen.get(key)?.arrivals ?? []);
  const accepted = ({ key }: Row) => first(seen.get(key)?.accepted ?? []);
  const began = ({ id }: Row) => Math.min(...(made.get(id) ?? []).map(({ place }) => place));
  const ended = ({ id }: Row) => made.get(id)?.at(-1)?.place ?? 0;

  let lane: Row[] = [];
  for (const later of rows) {
    if (lane[0] && (lane[0].ticketId !== later.ticketId || lane[0].webhookId !== later.webhookId)) lane = [];
    if (!isByPerson(later) && !redelivered.has(later.id))
      for (const earlier of lane) {
        if (redelivered.has(earlier.id) || held.has(earlier.id)) continue;
        const isOvertaken =
          earlier.status === "succeeded"
            ? arrived(later) < accepted(earlier)
            : earlier.status === "failed" && !lost.has(earlier.id) && began(later) < ended(earlier);
        if (isOvertaken) findings.push({ says: `${later.id} went before ${earlier.id}`, ids: [earlier.id, later.id] });
      }
    lane.push(later);
  }

  for (const row of rows) {
    if (row.status !== "superseded" || redelivered.has(row.id)) continue;
    const newer = row.supersededBy === null ? undefined : byId.get(row.supersededBy);
    if (!newer) {
      findings.push({ says: `${row.id} was superseded by nothing`, ids: [row.id] });
      continue;
    }
    // Those held, and those a person sent past it, have a past of their own.
    if (held.has(row.id) || held.has(newer.id) || lost.has(row.id) || isByPerson(newer) || redelivered.has(newer.id))
      continue;
    if (began(newer) < ended(row))
      findings.push({ says: `${row.id} was sent after ${newer.id} superseded it`, ids: [row.id, newer.id] });
  }
  return findings;
}
