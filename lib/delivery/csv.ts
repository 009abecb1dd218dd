import type { Delivery } from "./delivery";

/** One line (RFC 4180), its end included. What a spreadsheet would take for a formula begins with an apostrophe. */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(",")}\r\n`;

function csvCell(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const columns: readonly [string, (delivery: Delivery) => string | number | null][] = [
  ["Delivery", ({ id }) => id],
  ["Created", ({ createdAt }) => createdAt.toISOString()],
  ["Status", ({ status }) => status],
  ["Webhook", ({ webhookName }) => webhookName],
  ["Webhook version", ({ webhookVersion }) => webhookVersion],
  ["Ticket", ({ ticketDisplayId }) => ticketDisplayId],
  ["Method", ({ request }) => request.method],
  ["URL", ({ request }) => request.url],
  ["Attempts", ({ attempts }) => attempts],
  ["Last status", ({ lastStatus }) => lastStatus],
  ["Last error", ({ lastError }) => lastError],
  ["Next attempt", ({ nextAttemptAt }) => nextAttemptAt?.toISOString() ?? null],
  ["Finished", ({ finishedAt }) => finishedAt?.toISOString() ?? null],
  ["Fired by", ({ actorName }) => actorName],
];

export const csvHead = csvLine(columns.map(([name]) => name));
export const csvDelivery = (delivery: Delivery): string => csvLine(columns.map(([, cell]) => cell(delivery)));
