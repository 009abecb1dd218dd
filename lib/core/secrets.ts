/**
 * Encryption at rest. `context` names the place (`connections:con_1`) and is bound into the ciphertext,
 * so a value moved to another row does not decrypt. `open` throws AppError("unexpected") on a wrong key or tampering.
 */
export interface Cipher {
  /** Id of the key new values are sealed with; stored inside each value so keys can be rotated. */
  readonly keyId: string;
  seal(plain: string, context: string): string;
  open(sealed: string, context: string): string;
}

export const mask = "••••••";

const codePoints = (text: string) =>
  text.replaceAll(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** The ways a program that echoes a secret may write it: in JSON, in a URL or form, in HTML, or as base64. Longest first. */
function writtenForms(secret: string): string[] {
  const plain = secret.toWellFormed();
  const json = JSON.stringify(secret).slice(1, -1);
  const html = plain.replaceAll(/[&<>"']/g, (char) => entities[char] ?? char);
  const forms = [secret, json, codePoints(json), encodeURIComponent(plain), html, html.replaceAll("&#39;", "&#x27;")];
  // PHP escapes slashes in JSON, forms write a blank as plus.
  forms.push(...forms.slice(1, 3).map((text) => text.replaceAll("/", "\\/")));
  forms.push(new URLSearchParams({ "": plain }).toString().slice(1));
  forms.push(btoa(String.fromCharCode(...new TextEncoder().encode(plain))));
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

const hexOf = (value: number, digits = 2) =>
  [...value.toString(16).padStart(digits, "0")]
    .map((digit) => (/\d/.test(digit) ? digit : `[${digit}${digit.toUpperCase()}]`))
    .join("");
const literal = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** One character however it is escaped: `+` may come as `\u002B` (.NET), `%2b` or `&#43;`. Nobody escapes ASCII letters and digits. */
function anyWriting(char: string): string {
  if (/[A-Za-z0-9]/.test(char)) return char;
  const units = [...Array(char.length).keys()].map((at) => `\\\\u${hexOf(char.charCodeAt(at), 4)}`).join("");
  const bytes = [...new TextEncoder().encode(char)].map((byte) => `%${hexOf(byte)}`).join("");
  const code = char.codePointAt(0) ?? 0;
  const named = entities[char]?.startsWith("&#") ? "&apos;" : entities[char];
  const ways = [`\\\\?${literal(char)}`, units, bytes, `&#0*${code};`, `&#[xX]0*${hexOf(code, 1)};`];
  return `(?:${[...ways, ...(named ? [named] : [])].join("|")})`;
}

const escaped = /\\[u"\\/]|%[\da-f]{2}|&#?\w+;/i;
// Keys in PEM form are sent to nobody.
const longestTolerated = 10_000;

/** Finds secrets of which some characters are escaped and others not, as serializers differ in which. */
function toleratingPattern(secrets: readonly string[]): RegExp | undefined {
  const mixed = secrets.filter((secret) => secret.length <= longestTolerated && /[^A-Za-z0-9]/.test(secret));
  if (mixed.length === 0) return undefined;
  const longestFirst = mixed.sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((secret) => [...secret.toWellFormed()].map(anyWriting).join("")).join("|"), "g");
}

type Known = { forms: string[]; tolerating?: RegExp | undefined };
const known = new WeakMap<readonly string[], Known>();

/** Replaces every occurrence of the given secrets, however written; the shortest secrets are still masked. */
export function redact(text: string, secrets: readonly string[]): string {
  let found = known.get(secrets);
  if (!found) {
    found = { forms: secrets.filter((secret) => secret !== "").flatMap(writtenForms) };
    known.set(secrets, found);
  }
  let result = text;
  for (const form of found.forms) if (result.includes(form)) result = result.replaceAll(form, mask);
  if (!escaped.test(result)) return result;
  if (!("tolerating" in found)) found.tolerating = toleratingPattern(secrets);
  return found.tolerating ? result.replaceAll(found.tolerating, mask) : result;
}
