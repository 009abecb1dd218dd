/**
 * SQL's LIKE: `%` stands for any text, `_` for one character, `\` before one of them (or itself) takes it literally, and
 * without wildcards the whole text must be the same. Case is the caller's business. Time is linear in the text.
 */
export function isLike(text: string, pattern: string): boolean {
  const segments = segmentsOf(pattern);
  if (segments.length === 1) {
    const chars = [...text];
    return chars.length === segments[0]?.length && fits(chars, 0, segments[0]);
  }
  const first = segments[0] ?? [];
  const last = segments.at(-1) ?? [];
  const chars = [...text];
  const end = chars.length - last.length;
  if (first.length > end || !fits(chars, 0, first) || !fits(chars, end, last)) return false;
  let from = first.length;
  for (const segment of segments.slice(1, -1)) {
    const found = segment.length === 0 ? from : endOfFirst(chars, segment, from, end);
    if (found === undefined) return false;
    from = found;
  }
  return true;
}

/** A character, or undefined for `_`. */
type Segment = (string | undefined)[];

/** The pattern between its `%` signs. */
function segmentsOf(pattern: string): Segment[] {
  let current: Segment = [];
  const segments = [current];
  const chars = [...pattern];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at];
    const next = chars[at + 1];
    if (char === "\\" && (next === "%" || next === "_" || next === "\\")) {
      current.push(next);
      at++;
    } else if (char === "%") {
      current = [];
      segments.push(current);
    } else current.push(char === "_" ? undefined : char);
  }
  return segments;
}

const fits = (chars: readonly string[], at: number, segment: Segment) =>
  segment.every((char, index) => char === undefined || char === chars[at + index]);

const wordBits = 32;

/**
 * Where the first occurrence of `segment` in `chars[from, end)` stops. Shift-and: one bit per character of the segment says
 * whether the text so far ends with the segment up to there, so the text is read once whatever it is.
 */
function endOfFirst(chars: readonly string[], segment: Segment, from: number, end: number): number | undefined {
  const words = Math.ceil(segment.length / wordBits);
  const anyChar = new Uint32Array(words);
  const masks = new Map<string, Uint32Array>();
  const set = (mask: Uint32Array, bit: number) => {
    mask[bit >>> 5] = (mask[bit >>> 5] ?? 0) | (1 << (bit & 31));
  };
  for (const [bit, char] of segment.entries()) if (char === undefined) set(anyChar, bit);
  for (const [bit, char] of segment.entries()) {
    if (char === undefined) continue;
    const mask = masks.get(char) ?? anyChar.slice();
    set(mask, bit);
    masks.set(char, mask);
  }
  const state = new Uint32Array(words);
  const lastWord = words - 1;
  const lastBit = 1 << ((segment.length - 1) & 31);
  for (let at = from; at < end; at++) {
    const mask = masks.get(chars[at] ?? "") ?? anyChar;
    let carry = 1;
    for (let word = 0; word < words; word++) {
      const bits = state[word] ?? 0;
      state[word] = ((bits << 1) | carry) & (mask[word] ?? 0);
      carry = bits >>> 31;
    }
    if (((state[lastWord] ?? 0) & lastBit) !== 0) return at + 1;
  }
  return undefined;
}
