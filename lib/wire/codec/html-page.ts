import { DefaultHandler, Parser, type parseDocument } from "htmlparser2";
import { AppError } from "@/lib/core/errors";

export type HtmlNode = ReturnType<typeof parseDocument>["children"][number];
export type HtmlElement = Extract<HtmlNode, { attribs: unknown }>;
/** A reply of type HTML: its text, and its elements once a selector asks for them. */
export type HtmlPage = { text: string; nodes(): HtmlNode[] };

const maxChars = 2_000_000;
const maxElements = 100_000;
// As deep as browsers go. Finding what a close tag closes costs time by this.
const maxDepth = 512;

const tooMuch = (what: string) => new AppError("limit", `The HTML reply ${what}, too much to select from; use $.`);

export const isElement = (node: HtmlNode): node is HtmlElement => "attribs" in node;
export const attributeOf = (element: HtmlElement, name: string): string | undefined =>
  Object.hasOwn(element.attribs, name) ? element.attribs[name] : undefined;

function parse(text: string): HtmlNode[] {
  if (text.length > maxChars) throw tooMuch(`has more than ${maxChars.toLocaleString("en")} characters`);
  const nodes = new DefaultHandler();
  let depth = 0;
  let elements = 0;
  new Parser({
    onopentag(name, attributes) {
      if (++elements > maxElements) throw tooMuch(`has more than ${maxElements.toLocaleString("en")} elements`);
      if (++depth > maxDepth) throw tooMuch(`is nested more than ${maxDepth} levels deep`);
      nodes.onopentag(name, attributes);
    },
    onclosetag() {
      depth--;
      nodes.onclosetag();
    },
    // Comments and the like have no say; without them neighbouring text is one.
    ontext: (data) => nodes.ontext(data),
  }).end(text);
  return nodes.dom;
}

/** The page of a reply. Reading it never fails; `nodes` throws AppError("limit") when the page is too large or too deep. */
export function htmlPage(text: string): HtmlPage {
  let nodes: HtmlNode[] | undefined;
  return { text, nodes: () => (nodes ??= parse(text)) };
}

const breaks = new Set(
  "address article aside blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section table tbody td tfoot th thead tr ul".split(
    " ",
  ),
);
const isHidden = (name: string) => name === "script" || name === "style" || name === "template";

/** Text as a reader sees it, with runs of space as one; scripts and styles only when they are asked for themselves. */
export function textOf(element: HtmlElement, limit = Number.POSITIVE_INFINITY): string {
  let text = "";
  const walk = (node: HtmlNode) => {
    if (text.length > limit) return;
    if (node.type === "text") text += node.data;
    else if ("children" in node) {
      if (isElement(node) && node !== element && isHidden(node.name)) return;
      const edge = isElement(node) && breaks.has(node.name) ? " " : "";
      text += edge;
      for (const child of node.children) walk(child);
      text += edge;
    }
  };
  walk(element);
  return text.replace(/\s+/g, " ").trim();
}
