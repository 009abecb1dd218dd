// V8's own search takes time in proportion to text × pattern on patterns made for it (aaaa… and baaaa…). Long patterns on
// long texts are searched by Knuth, Morris and Pratt instead, which is linear whatever a script brings.

const isSafe = (text: string, wanted: string) => wanted.length <= 32 || text.length * wanted.length <= 20_000_000;

/** For each prefix of the pattern, the length of its longest proper border. */
function bordersOf(wanted: string): Int32Array {
  const borders = new Int32Array(wanted.length);
  let matched = 0;
  for (let at = 1; at < wanted.length; at++) {
    const unit = wanted.charCodeAt(at);
    while (matched > 0 && wanted.charCodeAt(matched) !== unit) matched = borders[matched - 1] ?? 0;
    if (wanted.charCodeAt(matched) === unit) matched++;
    borders[at] = matched;
  }
  return borders;
}

function* scan(text: string, wanted: string, overlapping: boolean): Generator<number> {
  const borders = bordersOf(wanted);
  let matched = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    while (matched > 0 && wanted.charCodeAt(matched) !== unit) matched = borders[matched - 1] ?? 0;
    if (wanted.charCodeAt(matched) === unit) matched++;
    if (matched < wanted.length) continue;
    yield at - matched + 1;
    matched = overlapping ? (borders[matched - 1] ?? 0) : 0;
  }
}

/** Where the wanted text begins, without overlaps, from the left; nothing for an empty one. */
export function* placesOf(text: string, wanted: string): Generator<number> {
  if (wanted === "" || wanted.length > text.length) return;
  if (!isSafe(text, wanted)) {
    yield* scan(text, wanted, false);
    return;
  }
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) yield at;
}

/** The first place, or -1; an empty text is found at 0. */
export function firstPlace(text: string, wanted: string): number {
  if (isSafe(text, wanted)) return text.indexOf(wanted);
  for (const at of scan(text, wanted, false)) return at;
  return -1;
}

/** The last place, or -1; an empty text is found at the end. */
export function lastPlace(text: string, wanted: string): number {
  if (isSafe(text, wanted)) return text.lastIndexOf(wanted);
  let last = -1;
  for (const at of scan(text, wanted, true)) last = at;
  return last;
}

/** The text cut at each place; always one piece more than places. The separator isn't empty. */
export function splitAt(text: string, separator: string): string[] {
  if (isSafe(text, separator)) return text.split(separator);
  const parts: string[] = [];
  let from = 0;
  for (const at of scan(text, separator, false)) {
    parts.push(text.slice(from, at));
    from = at + separator.length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** Small letters throughout, each UTF-16 unit in its place. */
export function folded(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  let result = "";
  for (const character of text) {
    const small = character.toLowerCase();
    result += small.length === character.length ? small : character;
  }
  return result;
}
