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

const characters: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };
const escapes =
  /\\u([\da-f]{4})|\\(["\\/'])|%[0-7][\da-f]|(?:%[89a-f][\da-f])+|&#(\d{1,7});|&#x([\da-f]{1,6});|&(?:amp|lt|gt|quot|apos);/gi;

/** What one escape stands for; serializers differ in which characters they escape (.NET writes `+` as `\u002B`). */
function unescaped([text, unit, plain, decimal, hex]: RegExpExecArray): string {
  if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
  if (plain !== undefined) return plain;
  if (text.startsWith("%")) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  if (Number.isNaN(code)) return characters[text.toLowerCase()] ?? text;
  return code <= 0x10ffff ? String.fromCodePoint(code) : text;
}

/** The text without its escapes, and where each of them stood: in the result and in the text, each with its end. */
function withoutEscapes(text: string) {
  let plain = "";
  let from = 0;
  const places: { at: number; end: number; sourceAt: number; sourceEnd: number }[] = [];
  escapes.lastIndex = 0;
  for (let match = escapes.exec(text); match; match = escapes.exec(text)) {
    plain += text.slice(from, match.index);
    from = match.index + match[0].length;
    const at = plain.length;
    plain += unescaped(match);
    places.push({ at, end: plain.length, sourceAt: match.index, sourceEnd: from });
  }
  return { plain: plain + text.slice(from), places };
}

/** Masks secrets of which some characters are escaped and others not. Time is linear in the text. */
function redactEscaped(text: string, secrets: readonly string[]): string {
  const { plain, places } = withoutEscapes(text);
  if (places.length === 0) return text;
  const found: { at: number; end: number }[] = [];
  for (const secret of secrets)
    for (let at = plain.indexOf(secret); at >= 0; at = plain.indexOf(secret, at + secret.length))
      found.push({ at, end: at + secret.length });
  found.sort((a, b) => a.at - b.at || b.end - a.end);
  let result = "";
  let from = 0;
  let next = 0;
  let shift = 0;
  // Found in order, so that each escape is looked at once.
  const sourceOf = (position: number, isEnd: boolean): number => {
    for (let place = places[next]; place && place.end <= position; place = places[++next])
      shift = place.sourceEnd - place.end;
    const inside = places[next];
    if (!inside || inside.at >= position) return position + shift;
    return isEnd ? inside.sourceEnd : inside.sourceAt;
  };
  let covered = 0;
  for (const { at, end } of found) {
    if (end <= covered) continue;
    // One that overlaps the one before only makes it longer.
    if (at >= covered) result += text.slice(from, sourceOf(at, false)) + mask;
    from = sourceOf(end, true);
    covered = end;
  }
  return result + text.slice(from);
}

const known = new WeakMap<readonly string[], { given: string[]; forms: string[] }>();

/** Replaces every occurrence of the given secrets, however written; the shortest secrets are still masked. */
export function redact(text: string, secrets: readonly string[]): string {
  let found = known.get(secrets);
  if (!found) {
    const given = secrets.filter((secret) => secret !== "");
    found = { given, forms: given.flatMap(writtenForms) };
    known.set(secrets, found);
  }
  let result = text;
  for (const form of found.forms) if (result.includes(form)) result = result.replaceAll(form, mask);
  return found.given.length > 0 ? redactEscaped(result, found.given) : result;
}
