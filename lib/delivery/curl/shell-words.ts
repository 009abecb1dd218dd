const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", f: "\f", v: "\v", e: "\x1b" };

/** The text of an ANSI-C quoted string (`$'…'`) and where it ends. */
function ansiQuoted(text: string, from: number): { value: string; end: number } | undefined {
  let value = "";
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === "'") return { value, end: at + 1 };
    if (char !== "\\") {
      value += char;
      continue;
    }
    const rest = text.slice(at + 1, at + 10);
    const code = /^(?:x([0-9a-f]{1,2})|u([0-9a-f]{1,4})|U([0-9a-f]{1,8})|([0-7]{1,3}))/i.exec(rest);
    if (code) {
      const number = code[4] ? Number.parseInt(code[4], 8) : Number.parseInt(code[1] ?? code[2] ?? code[3] ?? "0", 16);
      value += number <= 0x10ffff ? String.fromCodePoint(number) : "\ufffd";
      at += code[0].length;
    } else {
      const next = text[at + 1] ?? "";
      value += escapes[next] ?? next;
      at += 1;
    }
  }
  return undefined;
}

/** The text of a double-quoted string and where it ends. Nothing is expanded: `$HOME` stays as it is written. */
function doubleQuoted(text: string, from: number): { value: string; end: number } | undefined {
  let value = "";
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === '"') return { value, end: at + 1 };
    const next = text[at + 1] ?? "";
    if (char === "\\" && '"\\$`\n'.includes(next) && next !== "") {
      if (next !== "\n") value += next;
      at += 1;
    } else value += char;
  }
  return undefined;
}

const quoteAt = (text: string, at: number) => {
  const char = text[at];
  if (char === "'") {
    const end = text.indexOf("'", at + 1);
    return end < 0 ? undefined : { value: text.slice(at + 1, end), end: end + 1 };
  }
  return char === '"' ? doubleQuoted(text, at + 1) : ansiQuoted(text, at + 2);
};

export type ShellWords = { words: string[] } | { problem: string };

/** A command line as a POSIX shell splits it; of `cmd` lines that end in ^ are joined. Nothing is run or expanded. */
export function shellWords(command: string): ShellWords {
  const text = command.replace(/\r\n/g, "\n").replace(/\s\^\n/g, " ");
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; ) {
    const char = text[at] ?? "";
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at += 1;
    } else if (char === "'" || char === '"' || (char === "$" && text[at + 1] === "'")) {
      const quoted = quoteAt(text, at);
      if (!quoted) return { problem: `A quote is opened and never closed: ${text.slice(at, at + 30)}…` };
      word = (word ?? "") + quoted.value;
      at = quoted.end;
    } else if (char === "\\") {
      const next = text[at + 1] ?? "";
      if (next !== "\n") word = (word ?? "") + next;
      at += 2;
    } else if (word === undefined && "|;&>".includes(char)) {
      return words.length > 0 ? { words } : { problem: "Paste the cURL command alone" };
    } else {
      word = (word ?? "") + char;
      at += 1;
    }
  }
  if (word !== undefined) words.push(word);
  return { words };
}
