const space = /[ \t\n\r]*/y;
const scalar =
  /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

type Expected = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end";

/**
 * Where JSON text goes wrong: the index of the first character that cannot stand there, the length when it ends too
 * early. Called only when JSON.parse failed, whose own message does not always carry a position. Never recurses.
 */
export function jsonErrorAt(text: string): number {
  const open: string[] = [];
  let expected: Expected = "value";
  let at = 0;
  const skip = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    at += length;
    return length > 0;
  };
  for (;;) {
    skip(space);
    const char = text[at];
    if (char === undefined) return at;
    const closes = char === (open.at(-1) === "{" ? "}" : "]");
    if (expected === "comma or end") {
      if (open.length === 0) return at;
      if (char === ",") expected = open.at(-1) === "{" ? "key" : "value";
      else if (closes) open.pop();
      else return at;
      at++;
    } else if (expected === "colon") {
      if (char !== ":") return at;
      expected = "value";
      at++;
    } else if (closes && (expected === "value or ]" || expected === "key or }")) {
      open.pop();
      expected = "comma or end";
      at++;
    } else if (expected.startsWith("key")) {
      if (char !== '"' || !skip(scalar)) return at;
      expected = "colon";
    } else if (char === "{" || char === "[") {
      open.push(char);
      expected = char === "{" ? "key or }" : "value or ]";
      at++;
    } else {
      if (!skip(scalar)) return at;
      expected = "comma or end";
    }
  }
}
