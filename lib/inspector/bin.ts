import { z } from "zod";
import { plainText } from "@/lib/core/text";

export const binInput = z.object({
  name: plainText.trim().min(1, "Enter a name").max(100),
});
export type BinInput = z.output<typeof binInput>;

/** Framing belongs to the server; the others would reach the console, which shares the inspector's address. */
const ownResponseHeaders = new Set([
  "content-length",
  "transfer-encoding",
  "trailer",
  "upgrade",
  "set-cookie",
  "clear-site-data",
  "service-worker-allowed",
  "strict-transport-security",
]);

const longestBodies = 1_000_000;

/** What a reply does wrong instead of arriving whole: drop the connection, say nothing, send a byte a second, or break off in the body. */
export const faults = ["close", "hang", "drip", "reset"] as const;
export type Fault = (typeof faults)[number];

export const scriptedReply = z.object({
  status: z.number().int().min(200, "From 200 to 599").max(599, "From 200 to 599").default(200),
  headers: z
    .array(
      z.object({
        name: z
          .string()
          .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "Not a header name")
          .refine((name) => !ownResponseHeaders.has(name.toLowerCase()), "A bin can't set this header"),
        value: z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, "No line breaks"),
      }),
    )
    .max(50)
    .default([]),
  body: z.string().max(longestBodies, "At most 1 MB").default(""),
  delayMs: z.number().int().min(0).max(30_000, "At most 30 seconds").default(0),
  fault: z.enum(faults).optional(),
});
export type ScriptedReply = z.output<typeof scriptedReply>;

/** What a caller has to pass before it gets a reply. The user and password are made up for a rehearsal and stored readable. */
export const challenge = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("basic"),
    user: plainText
      .min(1, "Enter a user")
      .max(200)
      .refine((user) => !user.includes(":"), "A user can't hold a colon"),
    password: plainText.max(200),
  }),
  z.object({
    kind: z.literal("ntlm"),
    /** Empty: nobody gets in, which rehearses the refusal. */
    user: plainText.max(200).default(""),
    password: plainText.max(200).default(""),
  }),
]);
export type Challenge = z.output<typeof challenge>;

export const mostReplies = 20;

/** The first reply, and for a sequence those that follow it, one per request. */
export const binResponse = scriptedReply
  .extend({
    followedBy: z
      .array(scriptedReply)
      .max(mostReplies - 1, `At most ${mostReplies} replies`)
      .optional(),
    /** Once each was given: the last one again, or from the first. */
    afterLast: z.enum(["stay", "repeat"]).optional(),
    challenge: challenge.optional(),
  })
  .refine(
    ({ body, followedBy = [] }) => followedBy.reduce((sum, one) => sum + one.body.length, body.length) <= longestBodies,
    {
      message: "At most 1 MB in all bodies together",
      path: ["body"],
    },
  );
export type BinResponse = z.output<typeof binResponse>;

export const defaultBinResponse: BinResponse = {
  status: 200,
  headers: [{ name: "content-type", value: "application/json" }],
  body: '{"ok":true}',
  delayMs: 0,
};

/** A receiver with a URL of its own: `PUBLIC_URL/inspect/{id}`. */
export type Bin = {
  id: string;
  name: string;
  response: BinResponse;
  /** How much of a sequence was given in this round; 0 after the response was saved. */
  repliesGiven: number;
  createdAt: Date;
  requestCount: number;
  lastRequestAt: Date | null;
};

/** One request a bin received, byte for byte. `body` is base64 when it is not valid UTF-8 or holds a NUL. */
export type CapturedRequest = {
  id: string;
  binId: string;
  receivedAt: Date;
  method: string;
  /** Below the bin: `/` or `/anything?x=1`, exactly as sent. */
  target: string;
  /** In the order and case they came in. */
  headers: [name: string, value: string][];
  body: string;
  bodyEncoding: "utf8" | "base64";
  bodyBytes: number;
  /** True when the body is not whole: longer than the inspector keeps, or the caller hung up. `bodyBytes` is what arrived. */
  isTruncated: boolean;
  remoteAddress: string;
  /** Kept when older requests fall out. */
  isPinned: boolean;
};

/** A captured request in a list: everything but headers and body. */
export type CapturedSummary = Omit<CapturedRequest, "headers" | "body" | "bodyEncoding">;

/** How many requests a bin keeps beside the pinned ones; older ones fall out. */
export const keptRequests = 500;
export const mostPinned = 100;
