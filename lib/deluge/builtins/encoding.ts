import { base32Of, base64Of, decodeText, encodeText, fromBase32, fromBase64, utf8Bytes } from "../values/bytes";
import { asText } from "../values/convert";
import { made, spendLength } from "../values/size";
import { FileValue, type Value } from "../values/value";
import type { Builtin, FreeFunction, Run } from "./builtin";
import { optional, parameter } from "./entry";

const section = "§9.11";

/** Everything but letters, digits and `-_.` escaped; `space` stands for a blank. Broken surrogates become `?`. */
export function formEncode(text: string, space: "+" | "%20"): string {
  const escaped = encodeURIComponent(text.toWellFormed().replaceAll("\ufffd", text.isWellFormed() ? "\ufffd" : "?"));
  return escaped.replace(/[!'()*~]|%20/g, (char) =>
    char === "%20" ? space : `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `+` and `%XX` as UTF-8; an escape that is none stays as it is. */
export function formDecode(text: string): string {
  return text.replaceAll("+", " ").replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    const bytes = Uint8Array.from(escapes.slice(1).split("%"), (hex) => Number.parseInt(hex, 16));
    return decodeText(bytes, "utf-8");
  });
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const named = new Map(Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" }));

const htmlEncode = (text: string) => text.replace(/[&<>"']/g, (char) => entities[char] ?? char);

function htmlDecode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, digits, hex, name) => {
    if (name !== undefined) return named.get(String(name).toLowerCase()) ?? whole;
    const code = digits === undefined ? Number.parseInt(hex, 16) : Number(digits);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}

/** The bytes of a file, or of a text in a character set, UTF-8 unless told. */
export function bytesOf(run: Run, value: Value, charset?: Value): Uint8Array {
  if (value instanceof FileValue) return value.bytes;
  const text = asText(value, run);
  return charset === undefined || charset === null ? utf8Bytes(text) : encodeText(text, asText(charset, run));
}

function text(path: string, doc: string, example: string, of: (text: string) => string): FreeFunction {
  return {
    ...{ path, doc, example, section, parameters: [parameter("text", "text")], returns: "text" },
    call(run: Run, given: Value) {
      const source = asText(given, run);
      run.spend(source.length);
      return made(of(source), run);
    },
  };
}

const charset = optional("charset", "text", "UTF-8 when left out.");

/** encodeUrl, as a function and on a text (spec/deluge.md §9.11, §14.7). */
export const encodingBuiltins: readonly Builtin[] = [
  {
    ...{ name: "encodeUrl", on: ["text"], parameters: [], returns: "text", section },
    ...{
      doc: "The text as it may stand in a URL's query; a space becomes +.",
      example: 'encodeUrl("a b&c") -> a+b%26c',
    },
    call(run, self) {
      const source = asText(self, run);
      spendLength(source.length, run);
      return made(formEncode(source, run.options.encodeUrlSpace === "plus" ? "+" : "%20"), run);
    },
  },
];

/** Encodings under `zoho.encryption` (spec/deluge.md §9.11). */
export const encodingFunctions: readonly FreeFunction[] = [
  {
    ...{
      path: "zoho.encryption.base64Encode",
      returns: "text",
      section,
      parameters: [parameter("data", "any"), charset],
    },
    ...{ doc: "Base64 of a text or a file.", example: 'zoho.encryption.base64Encode("Hello") -> SGVsbG8=' },
    call(run, data, given) {
      const bytes = bytesOf(run, data ?? null, given);
      run.spend(bytes.length);
      return made(base64Of(bytes), run);
    },
  },
  {
    ...{
      path: "zoho.encryption.base64Decode",
      returns: "text",
      section,
      parameters: [parameter("text", "text"), charset],
    },
    ...{ doc: "The text that Base64 stands for.", example: 'zoho.encryption.base64Decode("SGVsbG8=") -> Hello' },
    call(run, given, name) {
      const source = asText(given ?? null, run);
      run.spend(source.length);
      return made(
        decodeText(fromBase64(source), name === undefined || name === null ? "utf-8" : asText(name, run)),
        run,
      );
    },
  },
  {
    ...{ path: "zoho.encryption.base64DecodeToFile", returns: "file", section },
    parameters: [parameter("text", "text"), parameter("name", "text")],
    doc: "A file of the bytes that Base64 stands for.",
    example: 'zoho.encryption.base64DecodeToFile("SGVsbG8=", "a.txt") -> a.txt',
    call(run, given, name) {
      const source = asText(given ?? null, run);
      run.spend(source.length);
      return new FileValue(asText(name ?? null, run), "application/octet-stream", fromBase64(source));
    },
  },
  text(
    "zoho.encryption.base32Encode",
    "Base32 of a text.",
    'zoho.encryption.base32Encode("foo") -> MZXW6===',
    (given) => base32Of(utf8Bytes(given)),
  ),
  text(
    "zoho.encryption.base32Decode",
    "The text that Base32 stands for.",
    'zoho.encryption.base32Decode("MZXW6===") -> foo',
    (given) => decodeText(fromBase32(given), "utf-8"),
  ),
  text(
    "zoho.encryption.urlEncode",
    "The text as it may stand in a URL.",
    'zoho.encryption.urlEncode("a b") -> a%20b',
    (given) => formEncode(given, "%20"),
  ),
  text("zoho.encryption.urlDecode", "Undoes urlEncode.", 'zoho.encryption.urlDecode("a%20b") -> a b', formDecode),
  text(
    "zoho.encryption.htmlEncode",
    "The text as it may stand in HTML.",
    'zoho.encryption.htmlEncode("<b>") -> &lt;b&gt;',
    htmlEncode,
  ),
  text(
    "zoho.encryption.htmlDecode",
    "Undoes htmlEncode.",
    'zoho.encryption.htmlDecode("&lt;b&gt;") -> <b>',
    htmlDecode,
  ),
];
