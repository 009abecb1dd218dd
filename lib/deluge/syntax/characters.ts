/** What a character begins. */
export const Class = { other: 0, space: 1, lineBreak: 2, letter: 3, digit: 4 } as const;

const classes = new Uint8Array(128);
for (const code of [32, 9, 11, 12]) classes[code] = Class.space;
for (const code of [10, 13]) classes[code] = Class.lineBreak;
for (let code = 48; code < 58; code++) classes[code] = Class.digit;
for (let code = 65; code < 91; code++) classes[code] = classes[code + 32] = Class.letter;
classes[95] = Class.letter;

const letter = /^[\p{L}\p{M}\p{N}]$/u;
/** NBSP, zero-width space and byte order mark (§2.1), and Unicode's other spaces. */
const space = /^[\s\u0085\u200b\ufeff]$/;

/** Class of the character at an offset; beyond ASCII letters count as such (§2.3). */
export function classAt(source: string, at: number): number {
  const code = source.charCodeAt(at);
  return code < 128 ? (classes[code] ?? 0) : wideClass(source, at);
}

function wideClass(source: string, at: number): number {
  const character = characterAt(source, at);
  if (space.test(character)) return Class.space;
  return letter.test(character) ? Class.letter : Class.other;
}

/** The character at an offset, a surrogate pair as one; empty at the end. */
export const characterAt = (source: string, at: number) => {
  const code = source.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
};
