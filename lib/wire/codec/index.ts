import type { Codec, Decoded } from "./codec";
import { form } from "./form";
import { html } from "./html";
import { json } from "./json";

/** What a webhook may be told to expect (spec §4.2 no. 9), in the order of its list. */
export const responseContentTypes = [
  "application/json",
  "application/xml",
  "application/x-www-form-urlencoded",
  "text/html",
] as const;
export type ResponseContentType = (typeof responseContentTypes)[number];

const codecs: Partial<Record<ResponseContentType, Codec>> = {
  "application/json": json,
  "application/x-www-form-urlencoded": form,
  "text/html": html,
};

/** Those of them whose replies can be taken apart and mapped. */
export const decodableTypes: readonly ResponseContentType[] = responseContentTypes.filter((type) => type in codecs);

/** A reply's text as a value for `getPath`. A text that cannot be read is an outcome with a message, never an exception. */
export function decodeReply(contentType: ResponseContentType, body: string): Decoded {
  const codec = codecs[contentType];
  return codec
    ? codec.decode(body)
    : { ok: false, message: `Replies of type ${contentType} are kept as text; their fields cannot be read.` };
}
