import { z } from "zod";

export const binInput = z.object({ name: z.string().trim().min(1, "Enter a name").max(100) });
export type BinInput = z.output<typeof binInput>;

export const binResponse = z.object({
  status: z.number().int().min(200, "From 200 to 599").max(599, "From 200 to 599").default(200),
  headers: z
    .array(
      z.object({
        name: z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "Not a header name"),
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

/** One request a bin received, byte for byte. `body` is base64 when it is not valid UTF-8. */
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
  /** True when the body was longer than the inspector keeps. */
  isTruncated: boolean;
  remoteAddress: string;
};
