import { SaxesParser } from "saxes";
import { explainXml, type OpenTag, placeAt, type XmlMistake } from "./xml-mistake";

export type XmlEvents = {
  open?(name: string, attributes: readonly { name: string; value: string }[]): void;
  /** Character data, references resolved and CDATA included; adjacent pieces come one by one. */
  text?(text: string): void;
  close?(): void;
};

export const maxXmlDepth = 256;
const maxXmlNodes = 250_000;

/**
 * Reads strict XML 1.0 from start to end and returns the first mistake. A DOCTYPE is one, so there is nothing to expand
 * and nothing to fetch. With `hasNamespaces`, so is a prefix that is never bound.
 */
export function readXml(text: string, events: XmlEvents = {}, hasNamespaces = false): XmlMistake | undefined {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  // The parser would take half a character and the markup behind it for one.
  const half = /\p{Cs}/u.exec(text);
  if (half) return { ...placeAt(text, half.index), message: "this is half of a character" };
  const parser = new SaxesParser<{ xmlns: boolean; position: boolean }>({ xmlns: hasNamespaces, position: false });
  const openTags: OpenTag[] = [];
  let attributes: { name: string; value: string }[] = [];
  let nodes = 0;
  let lastClosed: OpenTag | undefined;
  let mistake: XmlMistake | undefined;
  parser.on("error", (error) => {
    // The parser closes a tag before it complains that the close tag was another's.
    const stillOpen = lastClosed && error.message.startsWith("unexpected close") ? [...openTags, lastClosed] : openTags;
    const at = explainXml(error.message, source, parser.position - 1, stillOpen);
    mistake ??= { ...at, offset: at.offset + text.length - source.length };
    throw error;
  });
  parser.on("doctype", () => parser.fail("doctype"));
  parser.on("attribute", ({ name, value }) => {
    attributes.push({ name, value });
    nodes++;
  });
  parser.on("opentag", ({ name }) => {
    nodes++;
    if (openTags.length >= maxXmlDepth) parser.fail(`elements are nested more than ${maxXmlDepth} levels deep`);
    if (nodes > maxXmlNodes) parser.fail(`there are more than ${maxXmlNodes} elements and attributes`);
    openTags.push({ name, line: parser.line });
    events.open?.(name, attributes);
    attributes = [];
  });
  parser.on("closetag", () => {
    lastClosed = openTags.pop();
    events.close?.();
  });
  parser.on("text", (piece) => events.text?.(piece));
  parser.on("cdata", (piece) => events.text?.(piece));
  try {
    parser.write(source).close();
  } catch (error) {
    if (!mistake) throw error;
  }
  return mistake;
}
