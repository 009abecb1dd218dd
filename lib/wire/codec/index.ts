import type { Codec, Decoded } from "./codec";
import type { ResponseContentType } from "./content-types";
import { form } from "./form";
import { html } from "./html";
import { json } from "./json";
import { xml } from "./xml";

const codecs: Record<ResponseContentType, Codec> = {
  "application/json": json,
  "application/xml": xml,
  "application/x-www-form-urlencoded": form,
  "text/html": html,
};

/** A reply's text as a value for `findInReply`. A text that cannot be read is an outcome with a message, never an exception. */
export const decodeReply = (contentType: ResponseContentType, body: string): Decoded =>
  codecs[contentType].decode(body);

/** What a path names in a decoded reply; undefined when absent. AppError("limit") when an HTML page or selector is too costly. */
export const findInReply = (contentType: ResponseContentType, value: unknown, path: string): unknown =>
  codecs[contentType].find(value, path);

/** Why a path can never name anything in replies of this type, without a final full stop; undefined when it can. */
export const problemWithPath = (contentType: ResponseContentType, path: string): string | undefined =>
  codecs[contentType].problemWithPath(path);
