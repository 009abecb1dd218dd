import { z } from "zod";
import { may, type Principal } from "@/lib/access/permissions";
import { neutralFailure } from "@/lib/core/transport";
import { type Attempt, type Delivery, deliveryStatuses } from "@/lib/delivery/delivery";
import { methods } from "@/lib/delivery/webhook";
import { inPages, inReply, moment } from "./schemas";

const int = z.number().int();
const texts = z.record(z.string(), z.string());

const summary = {
  id: z.string(),
  webhookId: z.string(),
  webhookName: z.string(),
  webhookVersion: int,
  ticketId: int,
  ticketDisplayId: z.string(),
  ticketVersion: int,
  status: z.enum(deliveryStatuses),
  attemptCount: int,
  freeAttempts: int.meta({ description: "How many of the attempts cost none of the schedule's" }),
  supersededBy: z.string().nullable().meta({ description: "The later delivery that made this one needless" }),
  lastStatus: int.nullable().meta({ description: "HTTP status of the last attempt that got a reply" }),
  lastError: z.string().nullable(),
  actorId: z.string(),
  actorName: z.string(),
  createdAt: moment,
  nextAttemptAt: moment.nullable(),
  finishedAt: moment.nullable(),
};
const summaryReply = inReply(
  "DeliverySummary",
  z.object({ ...summary, request: z.object({ method: z.enum(methods), url: z.string() }) }),
);
export const deliveryPage = inPages(summaryReply);

const requestReply = z.object({
  method: z.enum(methods),
  url: z.string(),
  headers: texts,
  body: z.string().nullable(),
  hasCredentials: z.boolean().meta({ description: "Stored credentials are added when it is sent" }),
  followRedirects: z.boolean().optional().meta({ description: "Redirects are followed when it is sent" }),
});

const attemptReply = inReply(
  "Attempt",
  z.object({
    id: z.string(),
    number: int,
    kind: z.enum(["scheduled", "manual"]),
    startedAt: moment,
    durationMs: z.number(),
    outcome: z.enum(["succeeded", "failed", "interrupted"]),
    sentHeaders: texts,
    response: z
      .object({ status: int, headers: texts, body: z.string(), bodyBytes: int, isTruncated: z.boolean() })
      .nullable(),
    error: z.object({ kind: z.string(), message: z.string() }).nullable(),
    timing: z
      .object({
        dnsMs: z.number().optional(),
        connectMs: z.number().optional(),
        tlsMs: z.number().optional(),
        firstByteMs: z.number().optional(),
        totalMs: z.number(),
      })
      .nullable(),
    remoteAddress: z.string().nullable(),
    certificateExpiresAt: moment.nullable(),
    notes: z.array(z.string()),
  }),
);

export const deliveryReply = inReply(
  "Delivery",
  z.object({ ...summary, parameters: texts, request: requestReply, attempts: z.array(attemptReply) }),
);

/** What firing answers: the id at once, the rest when the caller waited for it. */
export const firedReply = inReply(
  "FiredDelivery",
  z
    .object({ deliveryId: z.string(), ...summary })
    .partial()
    .required({ deliveryId: true }),
);

function summarize(delivery: Delivery) {
  const { request: _, parameters: __, cause: ___, kind: ____, queue: _____, attempts, ...rest } = delivery;
  return { ...rest, attemptCount: attempts };
}

export const showSummary = (delivery: Delivery): z.input<typeof summaryReply> => ({
  ...summarize(delivery),
  request: { method: delivery.request.method, url: delivery.request.url },
});

export const showDelivery = (delivery: Delivery, attempts: Attempt[]): z.input<typeof deliveryReply> => {
  const { connectionId, ...request } = delivery.request;
  return {
    ...summarize(delivery),
    parameters: delivery.parameters,
    request: { ...request, hasCredentials: connectionId !== null },
    attempts: attempts.map(({ deliveryId: _, ...attempt }) => attempt),
  };
};

/** For whoever fired it: the cause of a failure only for those who may see deliveries. */
export const showFired = (delivery: Delivery, principal: Principal): z.input<typeof firedReply> => ({
  deliveryId: delivery.id,
  ...summarize(delivery),
  lastError: delivery.lastError !== null && !may(principal, "deliveries.read") ? neutralFailure : delivery.lastError,
});
