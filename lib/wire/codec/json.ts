import type { Codec } from "./codec";
import { dotPaths } from "./dot-paths";
import { jsonErrorAt } from "./json-position";

function describe(text: string, position: number): string {
  if (position >= text.length) return "the text ends too early";
  const before = text.slice(0, position);
  const line = before.split("\n").length;
  const column = position - before.lastIndexOf("\n");
  const excerpt = text.slice(Math.max(0, position - 20), position + 20).replace(/\s+/g, " ");
  return `line ${line}, column ${column}, near ${JSON.stringify(excerpt)}`;
}

export const json: Codec = {
  ...dotPaths,
  decode(body) {
    const text = body.startsWith("\ufeff") ? body.slice(1) : body;
    if (text.trim() === "") return { ok: false, message: "The reply is empty, but JSON was expected." };
    try {
      return { ok: true, value: JSON.parse(text) };
    } catch {
      return { ok: false, message: `The reply is not valid JSON: ${describe(text, jsonErrorAt(text))}.` };
    }
  },
};
