import type { XmlNode } from "libxml2-wasm";

const { ParseOption, XmlAttribute, XmlDocument, XmlElement } = await loadQuietly();

/**
 * libxml2 writes a broken expression, which is a script's, to the `console.error` it finds when it starts. It gets one that
 * stops writing once it has started; the error it throws says what is wrong.
 */
async function loadQuietly() {
  const write = console.error;
  let isStarting = true;
  console.error = (...words) => {
    if (isStarting) write.apply(console, words);
  };
  try {
    return await import("libxml2-wasm");
  } finally {
    isStarting = false;
    console.error = write;
  }
}

/** Most characters of a document, and of everything an expression matched. */
const longest = 5_000_000;
/** Most elements and attributes of a document. */
const mostNodes = 50_000;

/**
 * XPath 1.0 over an XML text: elements as markup, an attribute as an element of its name, text nodes and computed values
 * as text. A document that declares entities is refused. Throws Error with the cause.
 */
export function xpath(xml: string, path: string): string[] {
  checkCost(xml, path);
  const document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NO_XXE });
  try {
    const found = document.eval(path);
    if (!Array.isArray(found)) return [String(found)];
    const texts: string[] = [];
    let length = 0;
    for (const node of found) {
      const text = textOf(node);
      length += text.length;
      if (length > longest) throw new Error(`The expression matches more than ${longest} characters`);
      texts.push(text);
    }
    return texts;
  } finally {
    document.dispose();
  }
}

function textOf(node: XmlNode): string {
  if (node instanceof XmlElement) return node.toString({ format: false });
  if (!(node instanceof XmlAttribute)) return node.content;
  const value = node.value.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
  return `<${node.name}>${value}</${node.name}>`;
}

const step =
  /\[|\]|\/\/|\.\.|\||\b(?:descendant|following|preceding|ancestor|parent)[a-z-]*::|(?<=^|[[(|=<>!+,\s-])\/(?!\/)/g;

/**
 * libxml2 has no budget of its own: steps that lead far from where they start cost the square of the document, and a
 * predicate with such steps runs them once per node. What could go on for seconds is refused by what it looks like.
 */
function checkCost(xml: string, path: string): void {
  if (xml.length > longest) throw new Error(`The XML is longer than ${longest} characters`);
  if (/<!ENTITY/i.test(xml)) throw new Error("Documents that declare entities are not read");
  if (path.length > 2_000) throw new Error("The expression is longer than 2000 characters");
  const nodes = xml.match(/<(?!\/)|=\s*["']/g)?.length ?? 0;
  if (nodes > mostNodes) throw new Error(`The XML has more than ${mostNodes} elements and attributes`);
  let [depth, far, nested, roots] = [0, 0, 0, 0];
  const bare = path.replace(/"[^"]*"|'[^']*'/g, "''");
  for (const [token] of bare.matchAll(step)) {
    if (token === "]") depth--;
    else if (token === "[") depth++;
    else {
      if (token === "/") roots++;
      else far++;
      if (depth > 0 && token !== ".." && token !== "|") nested++;
    }
  }
  // Two sets compared: each node of one with each of the other.
  if (roots > 1 && /[=<>]/.test(bare)) nested++;
  // A call or a comparison may read the text of an element once for each element around it.
  const texts = bare.match(stringCall)?.length ?? 0;
  const isLongRead = texts > 0 && xml.length * texts * deepestOf(xml) > 200_000_000;
  if (isLongRead || (far > 1 && nodes * far > 10_000) || nodes ** (1 + nested) > 50_000_000)
    throw new Error("The expression searches too much of too large a document");
}

/** What may take the text of its argument: comparisons, and calls but for those that never do. */
const stringCall =
  /[<>]|!?=|(?<![\w-])(?!(?:text|node|comment|position|last|count|not|true|false|name|local-name|and|or|div|mod)\s*\()[a-z][\w-]*\s*\(/g;

/** How many elements are open at most. */
function deepestOf(xml: string): number {
  let [depth, deepest, end] = [0, 0, -1];
  for (let at = xml.indexOf("<"); at >= 0; at = xml.indexOf("<", at + 1)) {
    if (end < at) end = xml.indexOf(">", at);
    if (end < 0) break;
    const next = xml.charAt(at + 1);
    if (next === "/") depth--;
    else if (next !== "!" && next !== "?" && xml.charAt(end - 1) !== "/") depth++;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
