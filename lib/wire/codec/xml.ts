import { parsePath } from "@/lib/core/json";
import type { Codec } from "./codec";
import { readXml } from "./xml-reader";

/**
 * An element as a value: its text when that is all it has, else an object of `@attribute`s, child elements by name
 * (a list when repeated) and, where it has text of its own, `#text` with all text inside it.
 */
type XmlValue = string | XmlObject | XmlValue[];
type XmlObject = { [key: string]: XmlValue };

type Open = { name: string; object: XmlObject; isLeaf: boolean; hasOwnText: boolean; text: string };

// Text inside text is kept once per level it is nested in; a hostile reply could multiply itself by that.
const maxMixedChars = 20_000_000;

const isDeclaration = (name: string) => name === "xmlns" || name.startsWith("xmlns:");
const opened = (name: string): Open => ({
  name,
  object: Object.create(null),
  isLeaf: true,
  hasOwnText: false,
  text: "",
});

function add(object: XmlObject, name: string, value: XmlValue) {
  const known = object[name];
  if (known === undefined) object[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else object[name] = [known, value];
}

function decode(body: string): ReturnType<Codec["decode"]> {
  if (body.trim() === "") return { ok: false, message: "The reply is empty, but XML was expected." };
  const root = opened("");
  const path = [root];
  let current = root;
  let mixedChars = 0;
  const mistake = readXml(body, {
    open(name, attributes) {
      current.isLeaf = false;
      current = opened(name);
      path.push(current);
      for (const { name: key, value } of attributes)
        if (!isDeclaration(key)) {
          current.isLeaf = false;
          current.object[`@${key}`] = value;
        }
    },
    text(piece) {
      current.text += piece;
      if (!current.hasOwnText) current.hasOwnText = piece.trim() !== "";
    },
    close() {
      const { name, object, isLeaf, hasOwnText, text } = current;
      path.pop();
      current = path.at(-1) ?? root;
      current.text += text;
      if (!isLeaf && hasOwnText) {
        mixedChars += text.length;
        object["#text"] = mixedChars > maxMixedChars ? "" : text.trim();
      }
      add(current.object, name, isLeaf ? text.trim() : object);
    },
  });
  if (mistake)
    return {
      ok: false,
      message: `The reply is not valid XML: line ${mistake.line}, column ${mistake.column}: ${mistake.message}.`,
    };
  if (mixedChars > maxMixedChars)
    return { ok: false, message: "The reply nests text and elements in each other too often to be read." };
  return { ok: true, value: root.object };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const local = (name: string) => name.replace(/^(@?)[^:]*:/, "$1");

/** The key meant: exactly so, else the only one that is so without its namespace prefix. */
function keyOf(object: Record<string, unknown>, key: string): string | undefined {
  if (Object.hasOwn(object, key)) return key;
  const [only, ...others] = key.includes(":") ? [] : Object.keys(object).filter((name) => local(name) === key);
  return others.length === 0 ? only : undefined;
}

function find(value: unknown, path: string): unknown {
  let current = value;
  for (const key of parsePath(path) ?? [""]) {
    if (Array.isArray(current)) current = typeof key === "number" ? current[key] : undefined;
    // A single element is also the first of its kind.
    else if (typeof key === "number") current = key === 0 ? current : undefined;
    else {
      // An element without attributes and children is its text, which can still be asked for.
      const isText = key === "#text" && (typeof current === "string" || isObject(current));
      const name = isObject(current) ? keyOf(current, key) : undefined;
      if (isText && name === undefined) current = textOf(current);
      else current = isObject(current) && name !== undefined ? current[name] : undefined;
    }
    if (current === undefined) return undefined;
  }
  return textOf(current);
}

/** The text of an element that has any, or that has attributes only; other values as they are. */
function textOf(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (typeof value["#text"] === "string") return value["#text"];
  return Object.keys(value).every((key) => key.startsWith("@")) ? "" : value;
}

/** XML by element path from the root, `response.items.item[1].@id` (spec §4.5). */
export const xml: Codec = {
  decode,
  find,
  problemWithPath: (path) =>
    path.includes("/") || !parsePath(path)
      ? "This is not a path. Write element names from the root on, joined by dots: response.items.item[0].@id"
      : undefined,
};
