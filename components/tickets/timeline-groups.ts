import type { HistoryEntry } from "@/lib/desk/history";

/** Entries with one cause, in the order they happened; `deliveryId` when that cause is a delivery. */
export type TimelineGroup = { key: string; deliveryId?: string; entries: HistoryEntry[] };

/**
 * History, newest first, as groups: the entries of one delivery stand together where the newest of them stands,
 * oldest first within, so that each group reads as its own small story.
 */
export function groupHistory(entries: readonly HistoryEntry[]): TimelineGroup[] {
  const groups: TimelineGroup[] = [];
  const byDelivery = new Map<string, TimelineGroup>();
  for (const entry of [...entries].sort((a, b) => b.id - a.id)) {
    const deliveryId = entry.cause?.deliveryId;
    const known = deliveryId ? byDelivery.get(deliveryId) : undefined;
    if (known) {
      known.entries.unshift(entry);
      continue;
    }
    const group: TimelineGroup = { key: deliveryId ?? String(entry.id), deliveryId, entries: [entry] };
    groups.push(group);
    if (deliveryId) byDelivery.set(deliveryId, group);
  }
  return groups;
}
