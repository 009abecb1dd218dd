import type { Actor } from "@/lib/core/actor";
import { AppError, isAppError } from "@/lib/core/errors";
import type { Json } from "@/lib/core/json";
import { findTicketPath, ticketPaths } from "@/lib/desk/fields";
import type { FieldChange } from "@/lib/desk/history";
import type { TicketGraph } from "@/lib/desk/ticket";
import type { Stores } from "@/lib/runtime/stores";
import { type TicketUpdate, updateTicket } from "@/lib/runtime/tickets";
import type { Saved } from "./schema";

const tries = 10;

type Edit = {
  ticketId: number;
  update: Omit<TicketUpdate, "version">;
  /** Whether what is being edited is no longer what the person saw; other changes to the ticket are no conflict. */
  isOvertaken: (graph: TicketGraph) => boolean;
  /** The history paths the edit is about, to tell who was faster. */
  concerns: (path: string) => boolean;
};

/** Saves an edit on the version it was checked against. Whatever else happened to the ticket stays; only the same thing changed by someone else is a conflict. */
export async function saveEdit(
  stores: Stores,
  actor: Actor,
  { ticketId, update, isOvertaken, concerns }: Edit,
  now: Date,
): Promise<Saved> {
  for (let attempt = 1; ; attempt++) {
    const graph = await stores.tickets.graph(ticketId);
    if (!graph) throw new AppError("not_found", "This ticket no longer exists.");
    if (isOvertaken(graph)) return { conflict: await whoWasFaster(stores, ticketId, concerns) };
    try {
      await updateTicket(stores, actor, ticketId, { ...update, version: graph.ticket.version }, now);
      return {};
    } catch (error) {
      if (!isAppError(error) || error.code !== "conflict" || attempt === tries) throw error;
    }
  }
}

async function whoWasFaster({ tickets }: Stores, ticketId: number, concerns: Edit["concerns"]) {
  const { items } = await tickets.history(ticketId, { page: 1, pageSize: 100 });
  const about = (changes: FieldChange[]) => changes.filter(({ path }) => concerns(path));
  const found = items.find(({ changes }) => about(changes).length > 0) ?? items[0];
  return {
    by: found?.actorName ?? "Someone",
    at: found?.at ?? new Date(),
    changes: about(found?.changes ?? []).map(({ label, from, to }) => ({ label, from: shown(from), to: shown(to) })),
  };
}

function shown(value: Json): string {
  const text = Array.isArray(value) ? value.join(", ") : typeof value === "object" ? JSON.stringify(value) : `${value}`;
  return value === null || text === "" ? "empty" : text;
}

/** How history spells the ticket field behind a key of TicketFields. */
export function historyPaths(keys: readonly string[]): (path: string) => boolean {
  const paths = new Set(
    keys.map((key) => `ticket.${(ticketPaths.find(({ sets }) => sets === key) ?? findTicketPath(key))?.path ?? key}`),
  );
  return (path) => paths.has(path);
}

/** Equal as far as a person can tell: nothing and an empty value are the same. */
export function sameValue(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) => (value === "" || value === undefined ? null : value);
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}
