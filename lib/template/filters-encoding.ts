import { escapeForm, escapeJson, escapeUrl, escapeXml, type Mode } from "./escape";
import type { Filter } from "./filter";
import { readText } from "./filters-text";
import { jsonText, textOf } from "./text";

type Strategy = { escape: (text: string) => string; finalIn: readonly Mode[] };

const xml: Strategy = { escape: escapeXml, finalIn: ["xml"] };
const strategies = new Map<string, Strategy>([
  ["html", xml],
  ["xml", xml],
  ["url", { escape: escapeUrl, finalIn: ["url", "form"] }],
  ["form", { escape: escapeForm, finalIn: ["form"] }],
  ["json", { escape: escapeJson, finalIn: ["json-string", "json-whole"] }],
]);
const names = [...strategies.keys()].join(", ");

const strategyOf = (name: unknown): Strategy => strategies.get(typeof name === "string" ? name : "html") ?? xml;

export const escapeFilter: Filter = {
  doc: `Escapes for HTML, or for another format: ${names}. Placeholders are escaped for their place anyway.`,
  args: [{ name: "format", isOptional: true }],
  check: ([name]) =>
    typeof name === "string" && !strategies.has(name) ? `The filter escape knows ${names}, not ${name}` : undefined,
  finalIn: (name) => strategyOf(name).finalIn,
  call: (value, [name], env) => strategyOf(name).escape(readText(value, env)),
};

export const encodingFilters: Record<string, Filter> = {
  escape: escapeFilter,
  e: { ...escapeFilter, doc: "Short for escape." },
  raw: {
    doc: "As it is, not escaped for its place. Only at the end. Headers still lose line breaks.",
    args: [],
    finalIn: () => ["text", "url", "xml", "form", "json-value", "json-string", "json-whole"],
    call: (value) => value,
  },
  url_encode: {
    doc: "Percent-encoded, for part of a URL.",
    args: [],
    finalIn: () => ["url", "form"],
    call: (value, _args, env) => escapeUrl(readText(value, env)),
  },
  json_encode: {
    doc: "As JSON text. Inside quotes it becomes a text that holds JSON.",
    args: [],
    finalIn: () => ["json-value"],
    call: (value, _args, env) => {
      if (typeof value === "string") return JSON.stringify(readText(value, env));
      readText(textOf(value, env), env);
      return jsonText(value, env);
    },
  },
};
