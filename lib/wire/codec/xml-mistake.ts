/** `line` and `column` count from 1, `offset` (UTF-16 units) from 0. `message` is a clause without a full stop. */
export type XmlMistake = { line: number; column: number; offset: number; message: string };
export type OpenTag = { name: string; line: number };

const notMarkup =
  /<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<\?.*?(?:\?>|$)|&(?!#\d+;|#x[\da-fA-F]+;|[\p{L}_:][\p{L}\p{N}\p{M}_:.-]*;)/gsu;

/** Where the first `&` stands that begins no reference; -1 when each does. */
function bareAmpersand(text: string): number {
  for (const match of text.matchAll(notMarkup)) if (match[0] === "&") return match.index;
  return -1;
}

const texts: Record<string, string> = {
  doctype: "a DOCTYPE is not accepted",
  "undefined entity.": "only &amp; &lt; &gt; &quot; &apos; and numbers such as &#233; are known",
  "malformed character entity.": "this number names no character that XML allows",
  "disallowed character.": "this character may not stand here",
  "document must contain a root element.": "there is no complete element",
  "documents may contain only one root.": "there is a second root element",
  "an XML declaration must be at the start of the document.": "the XML declaration must stand at the very start",
  "unquoted attribute value.": "the value of an attribute needs quotes",
  'the string "]]>" is disallowed in char data.': "]]> may stand only at the end of CDATA; write ]]&gt;",
  "malformed comment.": "a comment may not contain --",
  "weird empty close tag.": "a tag has no name",
  "disallowed character in tag name": "a tag needs a name right after its <",
  "incorrect syntax.": "<! begins neither a comment nor CDATA",
};

/** The parser's complaint in words, with the place that is meant rather than the place where it noticed. */
export function explainXml(
  complaint: string,
  text: string,
  noticedAt: number,
  openTags: readonly OpenTag[],
): XmlMistake {
  let offset = Math.max(0, Math.min(noticedAt, text.length));
  let message = texts[complaint] ?? complaint.replace(/\.$/, "");
  const last = openTags.at(-1);
  const unbound = /^unbound namespace prefix: "(.*)"\.$/.exec(complaint)?.[1];
  if (/^(un(closed|expected|matched|defined)|disallowed character in entity|empty entity)/.test(complaint)) {
    const ampersand = complaint === "undefined entity." ? -1 : bareAmpersand(text.slice(0, offset + 1));
    if (complaint === "undefined entity.") offset = text.lastIndexOf("&", offset);
    else if (ampersand >= 0) {
      offset = ampersand;
      message = "& must be written as &amp;";
    } else if (complaint.startsWith("unclosed")) {
      offset = text.length;
      message = `<${/: (.*)$/.exec(complaint)?.[1]}>${last ? ` of line ${last.line}` : ""} is never closed`;
    } else if (/close tag|closing tag/.test(complaint)) {
      const from = text.lastIndexOf("</", offset);
      const name = text.slice(from + 2, offset).trim();
      offset = from;
      message = last ? `</${name}> doesn't close <${last.name}> of line ${last.line}` : `</${name}> closes nothing`;
    }
  } else if (unbound !== undefined) message = `the prefix “${unbound}” is not declared with xmlns:${unbound}`;
  else if (complaint.startsWith("text data outside")) {
    const isBefore = !/<[^!?]/.test(text.slice(0, offset));
    const from = isBefore ? 0 : text.lastIndexOf(">", offset - 1) + 1;
    offset = from + Math.max(0, text.slice(from).search(/\S/));
    message = `there is text ${isBefore ? "before the first" : "after the last"} tag`;
  }
  if (/^\s*<(?:!doctype\s+html|html)\b/i.test(text)) message += "; this looks like HTML";
  return { ...placeAt(text, offset), message };
}

export function placeAt(text: string, offset: number): Omit<XmlMistake, "message"> {
  const before = text.slice(0, offset);
  return {
    offset,
    line: before.split(/\r\n|\n|\r/).length,
    column: offset - Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")),
  };
}
