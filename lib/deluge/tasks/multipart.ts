import type { Run } from "../builtins/builtin";
import { base32Of, utf8Bytes } from "../values/bytes";
import { FileValue } from "../values/value";

/** One part of a form: text, or a file with its own name and type. */
export type Part = { name: string; content: string | FileValue };

const quoted = (text: string) =>
  text.replace(/["\r\n]/g, (char) => ({ '"': "%22", "\r": "%0D", "\n": "%0A" })[char] ?? "");

/** A multipart/form-data body as browsers send it (HTML, "multipart form data"; RFC 7578), and its content type. */
export function multipart(parts: readonly Part[], run: Run): { body: Uint8Array; type: string } {
  const boundary = `----${base32Of(run.host.tools.randomBytes(20))}`;
  const pieces: Uint8Array[] = [];
  for (const { name, content } of parts) {
    run.spend(
      name.length + (content instanceof FileValue ? content.name.length + content.bytes.length : content.length),
    );
    pieces.push(utf8Bytes(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`));
    if (content instanceof FileValue) {
      const type = /^[\x20-\x7e]+$/.test(content.type) ? content.type : "application/octet-stream";
      pieces.push(utf8Bytes(`; filename="${quoted(content.name)}"\r\nContent-Type: ${type}\r\n\r\n`), content.bytes);
    } else pieces.push(utf8Bytes(`\r\n\r\n${content}`));
    pieces.push(utf8Bytes("\r\n"));
  }
  pieces.push(utf8Bytes(`--${boundary}--\r\n`));
  const length = pieces.reduce((total, piece) => total + piece.length, 0);
  const body = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}
