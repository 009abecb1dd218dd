import { z } from "zod";
import { isHeaderName } from "@/lib/core/http-names";
import { plainText } from "@/lib/core/text";
import type { TransportErrorKind } from "@/lib/core/transport";
import { longestDelay, mostDelays, shortestDelay } from "./retry-delays";

const [minute, hour] = [60, 3600];

/** Seconds between the attempts of the Standard Webhooks schedule: ten attempts in about three days. */
export const standardDelays: readonly number[] = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

export const retrySchedules = ["standard", "once", "custom"] as const;
export type RetrySchedule = (typeof retrySchedules)[number];

/** Failures without a reply that another attempt may overcome, as the middle of a sentence for administrators. */
export const retriedErrors = {
  dns: "the host name was not found",
  refused: "the partner refused the connection",
  reset: "the partner broke off the connection",
  timeout: "the partner did not answer in time",
  tls: "no secure connection could be made",
  too_large: "the reply was too large",
  protocol: "the reply could not be understood",
  blocked: "calls to that address are not allowed",
} as const satisfies Partial<Record<TransportErrorKind, string>>;
export type RetriedError = keyof typeof retriedErrors;

const statusRule = "Enter a status code from 100 to 999";
const statusCode = z.int(statusRule).min(100, statusRule).max(999, statusRule);
const fragment = plainText.max(500, "At most 500 characters");

/** A failed attempt after which the rest of the schedule is dropped. Texts are found whatever their case. */
export const retryStop = z.discriminatedUnion("on", [
  z
    .object({ on: z.literal("status"), from: statusCode, to: statusCode })
    .refine(({ from, to }) => from <= to, { path: ["to"], message: "The last status is below the first" }),
  z.object({
    on: z.literal("header"),
    name: plainText
      .trim()
      .min(1, "Enter the name of the header")
      .max(200)
      .refine(isHeaderName, "Use letters, digits and hyphens, such as X-Reason"),
    /** Empty: the header is there, whatever its value. */
    contains: fragment.default(""),
  }),
  z.object({ on: z.literal("body"), contains: fragment.min(1, "Enter the text to look for") }),
  z.object({
    on: z.literal("error"),
    kind: z.enum(Object.keys(retriedErrors) as [RetriedError, ...RetriedError[]], "Choose a failure"),
  }),
]);
export type RetryStop = z.output<typeof retryStop>;

export const mostStops = 20;
const delayRule = "Each wait is between 1 second and 7 days, in whole seconds";

/** When a failed delivery is tried again, and after what no more. */
export const retryPolicy = z
  .object({
    schedule: z.enum(retrySchedules, "Choose a schedule").default("standard"),
    /** The waits of one's own schedule, in seconds; other schedules ignore them. */
    delaysSeconds: z
      .array(z.int(delayRule).min(shortestDelay, delayRule).max(longestDelay, delayRule))
      .max(mostDelays, `At most ${mostDelays} waits`)
      .default([]),
    stopOn: z.array(retryStop).max(mostStops, `At most ${mostStops} rows`).default([]),
  })
  .refine(({ schedule, delaysSeconds }) => schedule !== "custom" || delaysSeconds.length > 0, {
    path: ["delaysSeconds"],
    message: "Enter at least one wait, such as 10s, 5m, 2h",
  });
export type RetryPolicy = z.output<typeof retryPolicy>;

export const standardRetry: RetryPolicy = { schedule: "standard", delaysSeconds: [], stopOn: [] };

/** Seconds between the attempts; one attempt more than there are waits. */
export function delaysOf({ schedule, delaysSeconds }: RetryPolicy): readonly number[] {
  if (schedule === "once") return [];
  return schedule === "custom" ? delaysSeconds : standardDelays;
}
