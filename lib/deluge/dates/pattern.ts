/** A stretch of a pattern: the same letter so many times, or text that stands for itself. */
export type Field = { letter: string; count: number } | { literal: string };

export type Pattern = readonly Field[];

const supported = "yMdDEHhkKmsSawWzZX";
const longest = 1_000;
const patterns = new Map<string, Pattern | null>();

/**
 * Java's date pattern letters (spec/deluge.md §9.4), `Y` being `y`; null for a letter not supported, a quote left open and
 * more than 1,000 characters. Compiled once per pattern.
 */
export function compilePattern(pattern: string): Pattern | null {
  if (pattern.length > longest) return null;
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    compiled = compile(pattern);
    if (patterns.size >= 500) patterns.clear();
    patterns.set(pattern, compiled);
  }
  return compiled;
}

function compile(pattern: string): Pattern | null {
  const fields: Field[] = [];
  let literal = "";
  const flush = () => {
    if (literal !== "") fields.push({ literal });
    literal = "";
  };
  for (let at = 0; at < pattern.length; ) {
    const char = pattern.charAt(at);
    if (char === "'") {
      const quoted = quotedFrom(pattern, at);
      if (!quoted) return null;
      literal += quoted.text;
      at = quoted.end;
    } else if (/[A-Za-z]/.test(char)) {
      const letter = char === "Y" ? "y" : char;
      let end = at + 1;
      while (pattern[end] === char) end++;
      if (!supported.includes(letter) || (letter === "X" && end - at > 3)) return null;
      flush();
      fields.push({ letter, count: end - at });
      at = end;
    } else {
      literal += char;
      at++;
    }
  }
  flush();
  return fields;
}

/** `''` is one quote, inside quotes and out. */
function quotedFrom(pattern: string, start: number): { text: string; end: number } | null {
  if (pattern[start + 1] === "'") return { text: "'", end: start + 2 };
  let text = "";
  for (let at = start + 1; at < pattern.length; at++) {
    if (pattern[at] !== "'") text += pattern[at];
    else if (pattern[at + 1] === "'") {
      text += "'";
      at++;
    } else return { text, end: at + 1 };
  }
  return null;
}
