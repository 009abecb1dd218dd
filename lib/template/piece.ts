import { TemplateError } from "./errors";
import { scanTag, type Token } from "./token";

/** The source cut into literal text, `{{ output }}` and `{% tag %}`; comments are gone and white space is trimmed. */
export type Piece =
  | { kind: "text"; text: string }
  | { kind: "output" | "tag"; tokens: Token[]; offset: number; end: number };

const opening = /\{[{%#]/g;
const newlineAfterTag = /\r?\n/y;

export function cutPieces(source: string): Piece[] {
  const pieces: Piece[] = [];
  const find = new RegExp(opening);
  let at = 0;
  let trimsStart = false;
  const addText = (end: number, trimsEnd: boolean) => {
    let text = source.slice(at, end);
    if (trimsStart) text = text.trimStart();
    if (trimsEnd) text = text.trimEnd();
    const last = pieces.at(-1);
    if (last?.kind === "text") last.text += text;
    else if (text !== "") pieces.push({ kind: "text", text });
  };
  for (;;) {
    find.lastIndex = at;
    const found = find.exec(source);
    const offset = found ? found.index : source.length;
    const trimsBefore = source[offset + 2] === "-";
    addText(offset, trimsBefore);
    if (!found) return pieces;
    const start = offset + (trimsBefore ? 3 : 2);
    if (found[0] === "{#") {
      const end = source.indexOf("#}", offset + 2);
      if (end < 0) throw new TemplateError("This comment is never closed. End it with #}", source, offset, 2);
      trimsStart = end > start && source[end - 1] === "-";
      at = end + 2;
    } else {
      const isOutput = found[0] === "{{";
      const tag = scanTag(source, start, isOutput ? "}}" : "%}", offset);
      pieces.push({ kind: isOutput ? "output" : "tag", tokens: tag.tokens, offset, end: tag.end });
      trimsStart = tag.trimsAfter;
      at = tag.end;
    }
    // As in Twig, a line that holds only a tag or comment leaves no empty line behind.
    if (found[0] !== "{{") {
      newlineAfterTag.lastIndex = at;
      at += newlineAfterTag.exec(source)?.[0].length ?? 0;
    }
  }
}
