import type { Actor } from "@/lib/core/actor";
import type { Json } from "@/lib/core/json";

/** Where a change came from; shown as the icon of a timeline entry. */
export type HistoryOrigin = "person" | "rule" | "delivery" | "callback" | "api" | "system";

export type HistoryKind =
  | "ticket.created"
  | "ticket.updated"
  | "message.added"
  | "webhook.fired"
  | "webhook.succeeded"
  | "webhook.failed"
  | "webhook.cancelled";

export type FieldChange = { path: string; label: string; from: Json; to: Json };

/** What led to an entry. `depth` counts webhooks in a chain, so that loops can be stopped (limit 5). */
export type Cause = { deliveryId?: string; webhookId?: string; webhookName?: string; depth: number };

export type NewHistoryEntry = {
  kind: HistoryKind;
  origin: HistoryOrigin;
  actorId: string;
  actorName: string;
  summary: string;
  changes: FieldChange[];
  cause: Cause | null;
};

export type HistoryEntry = NewHistoryEntry & { id: number; ticketId: number; at: Date };

export const originOf = (actor: Actor): HistoryOrigin =>
  actor.kind === "person" ? "person" : actor.kind === "apiKey" ? "api" : "system";
