import { deliveryStates } from "@/components/exchange/delivery-states";
import type { Meaning } from "@/components/ui/status";
import { type DeliveryStatus, isFinal } from "@/lib/delivery/delivery";
import { type Chosen, mostTickets } from "./limits";

/** How one ticket of many fares. `unknown`: the server did not answer, so it may or may not have been fired. */
export type Fared = { ticketId: number; displayId: string } & (
  | { state: "waiting" }
  | { state: "refused" | "unknown"; reason: string }
  | ({ state: "fired" } & Followed)
);
export type Fired = { ticketId: number } & ({ deliveryId: string } | { reason: string });
/** `isDue`: its next attempt can be any moment, the first or one that was asked for. */
export type Followed = { deliveryId: string; status: DeliveryStatus; isDue: boolean; reason?: string };

export type Step =
  | { type: "start"; tickets: readonly Chosen[] }
  | { type: "fired"; results: readonly Fired[] }
  | { type: "lost"; ticketIds: readonly number[] }
  | { type: "followed"; results: readonly Followed[] };

const lost = "The server did not answer. Look at the ticket before you fire again: it may have been fired.";

export function faring(rows: readonly Fared[], step: Step): Fared[] {
  if (step.type === "start")
    return step.tickets.map(({ id, displayId }) => ({ ticketId: id, displayId, state: "waiting" }));
  if (step.type === "lost") {
    const ids = new Set(step.ticketIds);
    return rows.map((row) => (ids.has(row.ticketId) ? { ...bare(row), state: "unknown", reason: lost } : row));
  }
  if (step.type === "followed") {
    const news = new Map(step.results.map((one) => [one.deliveryId, one]));
    return rows.map((row) => {
      const told = row.state === "fired" ? news.get(row.deliveryId) : undefined;
      return told ? { ...bare(row), state: "fired", ...told } : row;
    });
  }
  const results = new Map(step.results.map((one) => [one.ticketId, one]));
  return rows.map((row): Fared => {
    const result = results.get(row.ticketId);
    if (!result) return row;
    return "deliveryId" in result
      ? { ...bare(row), state: "fired", deliveryId: result.deliveryId, status: "pending", isDue: true }
      : { ...bare(row), state: "refused", reason: result.reason };
  });
}

const bare = ({ ticketId, displayId }: Fared) => ({ ticketId, displayId });

/** Failed, whether or not it will be tried again by itself. */
export const hasFailed = (row: Fared): row is Fared & { state: "fired" } =>
  row.state === "fired" && (row.status === "failed" || (row.status === "pending" && !row.isDue));

/** On its way for the first time: the next news can be any moment. */
export const isUnderWay = (row: Fared): row is Fared & { state: "fired" } =>
  row.state === "fired" && !isFinal(row.status) && row.status !== "held" && !hasFailed(row);

export function wordOf(row: Fared): { word: string; meaning: Meaning } {
  switch (row.state) {
    case "waiting":
      return { word: "Not fired yet", meaning: "faint" };
    case "refused":
      return { word: "Not fired", meaning: "faint" };
    case "unknown":
      return { word: "Unknown", meaning: "warning" };
    case "fired":
      return { word: firedWord(row), meaning: deliveryStates[row.status].meaning };
  }
}

const firedWord = ({ status, isDue }: Followed) =>
  status === "pending" ? (isDue ? "Queued" : "Failed, will retry") : deliveryStates[status].label;

/** "9 fired: 7 succeeded, 1 failed, 1 on its way. 3 not fired." */
export function summaryOf(rows: readonly Fared[]): string {
  const fired = rows.filter(({ state }) => state === "fired");
  const parts = [
    [fired.filter((row) => row.state === "fired" && row.status === "succeeded").length, "succeeded"],
    [fired.filter(hasFailed).length, "failed"],
    [fired.filter(isUnderWay).length, "on the way"],
  ].flatMap(([count, word]) => (count ? [`${count} ${word}`] : []));
  const not = rows.filter(({ state }) => state === "refused").length;
  const unknown = rows.filter(({ state }) => state === "unknown").length;
  const waiting = rows.filter(({ state }) => state === "waiting").length;
  return [
    `${fired.length} fired${parts.length > 0 ? `: ${parts.join(", ")}` : ""}.`,
    ...(not > 0 ? [`${not} refused.`] : []),
    ...(unknown > 0 ? [`${unknown} unknown.`] : []),
    ...(waiting > 0 ? [`${waiting} not fired.`] : []),
  ].join(" ");
}

/** Tickets left out, by reason, most first. */
export function byReason(
  refused: readonly { displayId: string; reason: string }[],
): { reason: string; ids: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { displayId, reason } of refused) groups.set(reason, [...(groups.get(reason) ?? []), displayId]);
  return [...groups].map(([reason, ids]) => ({ reason, ids })).sort((a, b) => b.ids.length - a.ids.length);
}

export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** "12 tickets", "the first 500 of 1,234 tickets". */
export const countText = (count: number, of = count): string =>
  of > mostTickets
    ? `the first ${mostTickets} of ${of.toLocaleString("en")} tickets`
    : `${count} ${count === 1 ? "ticket" : "tickets"}`;
