import type { Timing, TransportErrorKind } from "@/lib/core/transport";
import type { Cause } from "@/lib/desk/history";
import type { Method } from "./webhook";

export const deliveryStatuses = [
  "pending",
  "sending",
  "succeeded",
  "failed",
  "cancelled",
  "held",
  "superseded",
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** The exact request, rendered when fired. Credentials are a reference, resolved when sent, so the same bytes can go out again. */
export type StoredRequest = {
  method: Method;
  url: string;
  headers: Record<string, string>;
  body: string | null;
  connectionId: string | null;
  /** Retention has taken the body, so that the same bytes can't go out again. */
  isBodyRemoved?: true;
  /** As the webhook was set when it fired; absent means no. */
  followRedirects?: boolean;
};

export type AttemptKind = "scheduled" | "manual";

/** One firing × one webhook (glossary: delivery). */
export type Delivery = {
  id: string;
  webhookId: string;
  webhookName: string;
  webhookVersion: number;
  ticketId: number;
  ticketDisplayId: string;
  /** Version of the ticket the request was rendered from. */
  ticketVersion: number;
  status: DeliveryStatus;
  request: StoredRequest;
  parameters: Record<string, string>;
  cause: Cause;
  actorId: string;
  actorName: string;
  createdAt: Date;
  /** When the next attempt is due; null once final, and while pending behind an earlier one of its lane. */
  nextAttemptAt: Date | null;
  /** Counted when claimed, so an attempt cut short by a crash counts too. */
  attempts: number;
  kind: AttemptKind;
  lastStatus: number | null;
  /** For administrators. */
  lastError: string | null;
  finishedAt: Date | null;
  /** `queueOf` its webhook and URL. */
  queue: string;
  /** How many of the attempts cost none of the schedule's: waits the partner asked for, probes of a breaker, faults of a proxy. */
  freeAttempts: number;
  /** The later delivery that made this one needless. */
  supersededBy: string | null;
};

/** How deliveries of one webhook about one ticket stand to each other: each goes out in order, or only the newest does. */
export const orderings = { event: "Send every delivery, in order", state: "Send only the latest state" } as const;
export type Ordering = keyof typeof orderings;

export type NewDelivery = Omit<
  Delivery,
  "status" | "attempts" | "lastStatus" | "lastError" | "finishedAt" | "kind" | "freeAttempts" | "supersededBy"
> & {
  /** Its place in the lane of its webhook and ticket; `passesRetries`: a person's goes past a head that waits for a retry. */
  lane: { ordering: Ordering; passesRetries: boolean };
};

export type AttemptOutcome = "succeeded" | "failed" | "interrupted";

/** One HTTP exchange of a delivery. Header values that carry secrets are masked before they get here. */
export type Attempt = {
  id: string;
  deliveryId: string;
  number: number;
  kind: AttemptKind;
  startedAt: Date;
  durationMs: number;
  outcome: AttemptOutcome;
  sentHeaders: Record<string, string>;
  response: {
    status: number;
    headers: Record<string, string>;
    body: string;
    bodyBytes: number;
    isTruncated: boolean;
    /** By retention. */
    isBodyRemoved?: true;
  } | null;
  /** `credentials`: they are gone or do not open. `unreadable`: what was stored can not be read any more. */
  error: { kind: TransportErrorKind | "status" | "interrupted" | "credentials" | "unreadable"; message: string } | null;
  timing: Timing | null;
  remoteAddress: string | null;
  /** Of the certificate the partner's server showed. */
  certificateExpiresAt: Date | null;
  /** What response mapping did or could not do, and why there is no further attempt or a later one; one sentence each. */
  notes: string[];
};

export type DeliveryEvent =
  | { type: "claim" }
  | { type: "succeed" }
  | { type: "fail"; willRetry: boolean }
  | { type: "interrupt" }
  | { type: "redeliver" }
  | { type: "cancel" }
  | { type: "hold" }
  | { type: "release" }
  | { type: "supersede" };

/** The state machine: the status after an event, or undefined where the event is not allowed. Final states leave only by redeliver. */
export function nextStatus(status: DeliveryStatus, event: DeliveryEvent): DeliveryStatus | undefined {
  switch (event.type) {
    case "claim":
      return status === "pending" ? "sending" : undefined;
    case "succeed":
      return status === "sending" ? "succeeded" : undefined;
    case "fail":
      return status === "sending" ? (event.willRetry ? "pending" : "failed") : undefined;
    case "interrupt":
      return status === "sending" ? "pending" : undefined;
    case "redeliver":
      return status === "pending" || isFinal(status) ? "pending" : undefined;
    case "cancel":
      return status === "pending" || status === "held" ? "cancelled" : undefined;
    case "hold":
      return status === "pending" ? "held" : undefined;
    case "release":
      return status === "held" ? "pending" : undefined;
    case "supersede":
      return status === "pending" || status === "held" ? "superseded" : undefined;
  }
}

export const isFinal = (status: DeliveryStatus): boolean =>
  status === "succeeded" || status === "failed" || status === "cancelled" || status === "superseded";

/** The statuses an event may start from, for conditional updates in the stores. */
export const statusesBefore = (event: DeliveryEvent): DeliveryStatus[] =>
  deliveryStatuses.filter((status) => nextStatus(status, event) !== undefined);
