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

export const binResponse = z.object({
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
  body: z.string().max(1_000_000, "At most 1 MB").default(""),
  delayMs: z.number().int().min(0).max(30_000, "At most 30 seconds").default(0),
});
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
};

/** A captured request in a list: everything but headers and body. */
export type CapturedSummary = Omit<CapturedRequest, "headers" | "body" | "bodyEncoding">;

/** How many requests a bin keeps; older ones fall out. */
export const keptRequests = 500;
