import { decodeReply, findInReply } from "@/lib/wire/codec";
import type { AcceptedType } from "./web-method";

/** The body of a call, taken apart. `find` reads a path the way its content type writes them. */
export type CallBody = { value: unknown; find(path: string): unknown };
export type ReadBody = { ok: true; body: CallBody } | { ok: false; status: 400 | 415; message: string };

const shortNames: Record<AcceptedType, string> = {
  "application/json": "JSON",
  "application/xml": "XML",
  "application/x-www-form-urlencoded": "form",
};

/** Which accepted type a Content-Type header means: `application/vnd.x+json` is JSON, `text/xml` is XML. */
export function acceptedTypeOf(contentType: string): AcceptedType | undefined {
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (/^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type)) return "application/json";
  if (/^(?:application|text)\/(?:[\w.-]+\+)?xml$/.test(type)) return "application/xml";
  return type === "application/x-www-form-urlencoded" ? type : undefined;
}

/**
 * Takes a call's text apart by its Content-Type, or by the only accepted type when it names none. 415 for a type that is not
 * accepted, 400 with the place for text that is not of that type. Never throws.
 */
export function readBody(accepted: readonly AcceptedType[], contentType: string, text: string): ReadBody {
  const [only, ...others] = accepted;
  const type = contentType.trim() === "" && others.length === 0 ? only : acceptedTypeOf(contentType);
  if (!type || !accepted.includes(type)) {
    const wanted = accepted.join(" or ");
    const given = contentType.trim() === "" ? "names no content type" : `is ${contentType.trim().slice(0, 100)}`;
    return { ok: false, status: 415, message: `The call ${given}. Send it as ${wanted}.` };
  }
  const decoded = decodeReply(type, type === "application/x-www-form-urlencoded" ? inUtf8(text, contentType) : text);
  if (!decoded.ok) return { ok: false, status: 400, message: aboutBody(decoded.message, type) };
  const { value } = decoded;
  return { ok: true, body: { value, find: (path) => findInReply(type, value, path) } };
}

/** The codecs speak of replies; here it is a call. */
const aboutBody = (message: string, type: AcceptedType) =>
  message.replace(/^The (?:form |HTML )?reply\b/, `The ${shortNames[type]} body`);

/** Percent-encoded bytes of a form in the charset its Content-Type names, as the UTF-8 that everything else expects. */
function inUtf8(text: string, contentType: string): string {
  const charset = /charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType)?.[1];
  if (!charset || /^utf-?8$/i.test(charset)) return text;
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset);
  } catch {
    return text;
  }
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    const bytes = run
      .slice(1)
      .split("%")
      .map((pair) => Number.parseInt(pair, 16));
    return encodeURIComponent(decoder.decode(new Uint8Array(bytes)).toWellFormed());
  });
}
