import type { Actor } from "@/lib/core/actor";
import type { Json } from "@/lib/core/json";

/** Where a change came from; shown as the icon of a timeline entry. */
export const historyOrigins = ["person", "rule", "delivery", "callback", "api", "system"] as const;
export type HistoryOrigin = (typeof historyOrigins)[number];

export const historyKinds = [
  "ticket.created",
  "ticket.updated",
  "message.added",
  "webhook.fired",
  "webhook.succeeded",
  "webhook.failed",
  "webhook.cancelled",
  // A rule wanted to fire a webhook that is off, gone, or whose Select tickets leaves this ticket out (spec V7).
  "webhook.skipped",
  // Values of a reply that wait for a person because someone edited the field meanwhile; then what the person decided.
  "writeback.proposed",
  "writeback.applied",
  "writeback.dismissed",
  // A person took back what a reply, a rule or a caller had set.
  "change.undone",
  // A callback function that a rule asked for has run, or could not.
  "function.ran",
  "function.failed",
  // A chain of causes was cut: a webhook or a callback function would have led to itself, or the chain was too long.
  "chain.stopped",
] as const;
export type HistoryKind = (typeof historyKinds)[number];

/** One changed property: as people read it (`from`, `to`), and as it is stored, so that it can be undone. */
export type FieldChange = {
  path: string;
  label: string;
  from: Json;
  to: Json;
  /** Which property (lib/desk/field-ref); absent where a change can't be undone one by one, such as rows of a multi-line form. */
  field?: string;
  before?: Json;
  after?: Json;
};

export type ChainStep = { kind: "webhook" | "rule" | "webMethod" | "function"; id: string; name: string };

/**
 * What led to an entry, an event or a delivery. `depth` counts the webhooks in `chain`, the rules, webhooks and callers that
 * led here, oldest first: a webhook in its own chain is not fired again, a callback function not run again, and no chain has
 * more than `deepestChain` of either.
 */
export type Cause = {
  deliveryId?: string;
  webhookId?: string;
  webhookName?: string;
  /** The callback function a rule ran, or would have run, and the run in its history. */
  functionId?: string;
  functionName?: string;
  runId?: string;
  /** The earlier delivery that this one repeats as things are now. */
  redeliveryOf?: string;
  /** The history entry this one answers: an undo, a decision about a proposal. */
  entryId?: number;
  depth: number;
  chain?: ChainStep[];
  /** Rules that have already acted on what an event tells of, because they made it or ran after it: they aren't asked again. */
  seenBy?: string[];
};

/** Webhooks, or callback functions, that may follow from one another before a chain is taken for a loop (spec §4.9.3). */
export const deepestChain = 5;

/** The cause of whatever `step` leads to. */
export const causedBy = (cause: Cause | null | undefined, step: ChainStep): Cause => ({
  depth: (cause?.depth ?? 0) + (step.kind === "webhook" ? 1 : 0),
  chain: [...(cause?.chain ?? []), step],
});

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

const origins: Record<Actor["kind"], HistoryOrigin> = {
  person: "person",
  apiKey: "api",
  rule: "rule",
  webMethod: "callback",
  function: "callback",
  system: "system",
};
export const originOf = (actor: Actor): HistoryOrigin => origins[actor.kind];
