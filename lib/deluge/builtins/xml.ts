import { asText } from "../values/convert";
import { fail, ScriptError } from "../values/errors";
import { parseJson } from "../values/json";
import { deeper, made, spendElements } from "../values/size";
import { textOf } from "../values/text";
import { Collection, KeyValue, List, settled, type Value } from "../values/value";
import type { Builtin, Run } from "./builtin";
import { parameter, section } from "./entry";

const escaped: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
// XML 1.0 has no way to write most control characters: they are left out.
const unwritable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const written = (text: string) => text.replace(unwritable, "").replace(/[&<>]/g, (char) => escaped[char] ?? "");

/** A key as an element's name: characters a name may not have become `_`. */
function elementName(key: string): string {
  const name = key.replace(/[^\p{L}\p{N}_.-]/gu, "_");
  return /^[\p{L}_]/u.test(name) ? name : `_${name}`;
}

/** A value as an element: entries of a map are its children, a list repeats the element. */
function element(name: string, given: Value, run: Run, depth: number): string {
  const inner = deeper(depth);
  const value = settled(given);
  if (value instanceof List || (value instanceof Collection && !value.isKeyed)) {
    const items = value instanceof List ? value.items : [...value.entries.values()];
    run.spend(items.length);
    return items.map((item) => element(name, item, run, inner)).join("");
  }
  const isMap = value instanceof KeyValue || value instanceof Collection;
  const content = isMap ? children(value.entries, run, inner) : value === null ? "" : written(textOf(value, run));
  return made(`<${name}>${content}</${name}>`, run);
}

function children(entries: ReadonlyMap<Value, Value>, run: Run, depth: number): string {
  run.spend(entries.size);
  let text = "";
  for (const [key, value] of entries) {
    text += element(elementName(textOf(key, run)), value, run, depth);
    if (text.length > run.limits.textLength) made(text, run);
  }
  return text;
}

const rootOf = (value: Value, run: Run) => {
  const items = settled(value);
  return items instanceof List ? `<root>${element("item", items, run, 0)}</root>` : element("root", items, run, 0);
};

/** JSON text, maps and lists as XML under `root`; other text is XML already (§9.8). */
function xmlOf(run: Run, self: Value): string {
  if (typeof self !== "string") return rootOf(self, run);
  const text = self.trimStart();
  return text.startsWith("{") || text.startsWith("[") ? rootOf(parseJson(self, run), run) : self;
}

function select(run: Run, xml: string, path: string): string[] {
  run.spend(xml.length);
  let found: string[];
  try {
    found = run.host.tools.xpath(xml, path);
  } catch (error) {
    if (error instanceof ScriptError) throw error;
    return fail(`The XML or the XPath can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  spendElements(found.length, run);
  return found;
}

/** XML (spec/deluge.md §9.8): XPath 1.0. */
export const xmlBuiltins: readonly Builtin[] = section("§9.8", [
  {
    ...{ name: "executeXPath", on: ["text", "map", "list"], parameters: [parameter("path", "text")], returns: "text" },
    doc: "What an XPath selects from XML, or from JSON under /root: elements and attributes as markup, text as text, joined.",
    example: '"<a><b>1</b><b>2</b></a>".executeXPath("/a/b/text()") -> 12',
    call: (run, self, path) => made(select(run, xmlOf(run, self), asText(path ?? null, run)).join(""), run),
  },
  {
    ...{
      name: "toXML",
      on: ["text", "map", "list"],
      parameters: [],
      returns: "text",
      doc: "JSON as XML under root; XML as it is.",
    },
    example: '{"a": {"b": 1}}.toXML() -> <root><a><b>1</b></a></root>',
    call: (run, self) => {
      const xml = xmlOf(run, typeof self === "string" ? self : (settled(self) as Value));
      if (typeof self === "string" && xml === self) select(run, xml, "/*");
      return made(xml, run);
    },
  },
  {
    ...{
      name: "toXmlList",
      on: ["text"],
      parameters: [],
      returns: "list",
      doc: "Each element of a piece of XML, as text.",
    },
    example: '"<b>1</b><b>2</b>".toXmlList().size() -> 2',
    call(run, self) {
      const xml = asText(self, run).replace(/^\s*<\?xml[^>]*\?>/, "");
      if (xml.trim() === "") return new List([]);
      return new List(select(run, `<list>${xml}</list>`, "/list/*"));
    },
  },
]);
