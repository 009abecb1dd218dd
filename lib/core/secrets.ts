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

const knownForms = new WeakMap<readonly string[], string[]>();

/** Replaces every occurrence of the given secrets, however written; the shortest secrets are still masked. */
export function redact(text: string, secrets: readonly string[]): string {
  let forms = knownForms.get(secrets);
  if (!forms) {
    forms = secrets.filter((secret) => secret !== "").flatMap(writtenForms);
    knownForms.set(secrets, forms);
  }
  let result = text;
  for (const form of forms) if (result.includes(form)) result = result.replaceAll(form, mask);
  return result;
}
