/** What one delivery puts into the index at most, and the longest word; what is longer is found by its beginning. */
export const searchLimits = { words: 5_000, bytes: 64 * 1024, wordLength: 64 } as const;

/** The most words a query is made of. */
const mostInQuery = 32;
const longestQuery = 1_000;
/** Of one text no more is read: beyond it the words are used up. */
const longestText = 300_000;

const word = /[\p{L}\p{N}\p{M}_]+/gu;
const escapes: Record<string, string> = { n: " ", r: " ", t: " ", b: " ", f: " " };

/**
 * Lower-case words of texts, in order of importance, each once: runs of letters and digits, so that an address or a host is
 * found by its parts; words with `_` also by theirs. No text takes more than half of what is left to it.
 */
export function searchWords(texts: readonly string[]): string[] {
  const words = new Set<string>();
  let bytes = 0;
  for (const text of texts) {
    const left = searchLimits.bytes - bytes;
    const until = bytes + (left < 4_096 ? left : left / 2);
    const most = words.size + (searchLimits.words - words.size) / 2;
    for (const found of cut(text.slice(0, longestText))) {
      if (words.has(found)) continue;
      const size = Buffer.byteLength(found) + 1;
      if (bytes + size > until || words.size >= most) break;
      words.add(found);
      bytes += size;
    }
  }
  return [...words];
}

/** The words of a query; each must begin a word of what is found. Without any, nothing is searched for. */
export function queryWords(query: string): string[] {
  const words = new Set<string>();
  for (const text of query.slice(0, longestQuery).match(word) ?? []) {
    if (words.size < mostInQuery && /[\p{L}\p{N}]/u.test(text)) words.add(lower(text));
  }
  return [...words];
}

/** Whether words, as `searchWords` gave them, have what a query asks for: the index's rule, for what is not in it yet. */
export const hasWords = (words: readonly string[], query: readonly string[]): boolean =>
  query.every((wanted) => words.some((known) => known.startsWith(wanted)));

function* cut(text: string): Generator<string> {
  for (const spelling of spellings(text)) {
    for (const [found] of spelling.matchAll(word)) {
      if (!/[\p{L}\p{N}]/u.test(found)) continue;
      const whole = lower(found);
      yield whole;
      if (whole.includes("_")) yield* whole.split("_").filter(Boolean);
    }
  }
}

/** JSON without its escapes, or half of a line break would stick to the next word; what is percent-encoded also in clear. */
function spellings(text: string): string[] {
  const isJson = /^\s*[[{"]/.test(text);
  const read = isJson ? text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, unescaped) : text;
  if (!/%[0-9a-f]{2}/i.test(read)) return [read];
  const clear = read.replaceAll("+", " ").replace(/(?:%[0-9a-f]{2})+/gi, decoded);
  return clear === read ? [read] : [clear, read];
}

const unescaped = (_: string, code: string | undefined, char: string | undefined) =>
  code === undefined ? (escapes[char ?? ""] ?? " ") : String.fromCharCode(Number.parseInt(code, 16));

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Cut between characters, so that no half of one is kept; a query's long word is cut alike. */
function lower(text: string): string {
  const small = text.toLowerCase().normalize("NFC");
  return small.length <= searchLimits.wordLength ? small : [...small].slice(0, searchLimits.wordLength).join("");
}
