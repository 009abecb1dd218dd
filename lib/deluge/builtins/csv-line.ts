import type { Context } from "../values/context";
import { spendElements } from "../values/size";
import { List } from "../values/value";

/** The values of comma-separated text; between double quotes commas count as text, two quotes as one (spec/deluge.md §9.1). */
export function splitLine(text: string, context: Context): List {
  const items: string[] = [];
  if (text === "") return new List(items);
  let at = 0;
  for (;;) {
    const isQuoted = text.charCodeAt(at) === 34;
    const [value, end] = isQuoted ? quotedValue(text, at) : plainValue(text, at);
    items.push(value);
    if (end >= text.length) break;
    at = end + 1;
  }
  spendElements(items.length, context);
  return new List(items);
}

function plainValue(text: string, from: number): [string, number] {
  const comma = text.indexOf(",", from);
  const end = comma < 0 ? text.length : comma;
  return [text.slice(from, end), end];
}

/** A value that begins with a quote; what follows the closing one up to the comma belongs to it as it is. */
function quotedValue(text: string, from: number): [string, number] {
  let value = "";
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return [value + text.slice(at), text.length];
    value += text.slice(at, quote);
    if (text.charCodeAt(quote + 1) !== 34) {
      const [rest, end] = plainValue(text, quote + 1);
      return [value + rest, end];
    }
    value += '"';
    at = quote + 2;
  }
}
