import { fail } from "./errors";

// Bytes and the texts that stand for them (spec/deluge.md §9.11); the same in a browser and in Node.

const utf8 = new TextEncoder();

export const utf8Bytes = (text: string): Uint8Array => utf8.encode(text);

const chunk = 8_192;

/** One character per byte. */
export function binaryText(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += chunk) text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return text;
}

const singleByte = new Map([
  ...["iso-8859-1", "iso8859-1", "latin1", "windows-1252"].map((name) => [name, 0xff] as const),
  ...["us-ascii", "ascii"].map((name) => [name, 0x7f] as const),
]);

/** Text in a character set; characters it lacks become `?`. ScriptError for one not known here. */
export function encodeText(text: string, charset: string): Uint8Array {
  const name = charset.trim().toLowerCase();
  if (name === "utf-8" || name === "utf8" || name === "") return utf8Bytes(text);
  const highest = singleByte.get(name);
  if (highest !== undefined) {
    const found = Array.from(text, (char) => char.codePointAt(0) ?? 0);
    return Uint8Array.from(found, (code) => (code <= highest ? code : 0x3f));
  }
  if (name === "utf-16" || name === "utf-16be" || name === "utf-16le") {
    const bytes = new Uint8Array(text.length * 2);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), name === "utf-16le");
    return bytes;
  }
  return fail(`The character set '${charset.slice(0, 40)}' is not supported`);
}

/** Bytes as text; what is malformed becomes U+FFFD, a byte order mark is dropped. ScriptError for an unknown charset. */
export function decodeText(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset.trim() || "utf-8").decode(bytes);
  } catch {
    return fail(`The character set '${charset.slice(0, 40)}' is not supported`);
  }
}

export const hexOf = (bytes: Uint8Array) => {
  let text = "";
  for (const byte of bytes) text += byte < 16 ? `0${byte.toString(16)}` : byte.toString(16);
  return text;
};

/** Eight digits per byte. */
export const bitsOf = (bytes: Uint8Array) => {
  let text = "";
  for (const byte of bytes) text += byte.toString(2).padStart(8, "0");
  return text;
};

export const base64Of = (bytes: Uint8Array) => btoa(binaryText(bytes));

/** Base64, also the alphabet of URLs, without padding and with white space; ScriptError for anything else. */
export function fromBase64(text: string): Uint8Array {
  const bare = text
    .replace(/[\s=]+/g, "")
    .replace(/-/g, "+")
    .replace(/_/g, "/");
  if (/[^A-Za-z0-9+/]/.test(bare) || bare.length % 4 === 1) fail("The text is not Base64");
  const binary = atob(bare);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 §6, padded. */
export function base32Of(bytes: Uint8Array): string {
  let [text, bits, held] = ["", 0, 0];
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31];
  }
  if (bits > 0) text += alphabet[(held << (5 - bits)) & 31];
  return text.padEnd(Math.ceil(text.length / 8) * 8, "=");
}

/** RFC 4648 §6 in either case, padding optional; ScriptError for anything else. */
export function fromBase32(text: string): Uint8Array {
  const bare = text.replace(/[\s=]+/g, "").toUpperCase();
  const bytes = new Uint8Array(Math.floor((bare.length * 5) / 8));
  let [at, bits, held] = [0, 0, 0];
  for (const char of bare) {
    const value = alphabet.indexOf(char);
    if (value < 0) fail("The text is not Base32");
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
    }
  }
  return bytes;
}
