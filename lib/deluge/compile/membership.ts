import type { Run } from "../builtins/builtin";
import { asList, asText } from "../values/convert";
import { equal } from "../values/equal";
import { fail } from "../values/errors";
import { hasKey } from "../values/keys";
import { KeyValue, settled, type Value } from "../values/value";

/** `a in b`: an element of a list or of a text with commas, a key of a map (spec/deluge.md §4.2). */
export function isIn(wanted: Value, container: Value, run: Run): boolean {
  const value = settled(container);
  if (value === null) return fail("Function specified in criteria has returned null value");
  if (value instanceof KeyValue) return hasKey(value, wanted);
  const { items } = asList(value, run);
  run.spend(items.length);
  return items.some((item) => equal(item, wanted, run));
}

/** `a like "%b%"`: `%` stands for any characters; without one, b is anywhere in a (§4.2). */
export function isLike(value: Value, pattern: Value, run: Run): boolean {
  if (value === null) return false;
  const [text, like] = [asText(value, run), asText(pattern, run)];
  run.spend(text.length + like.length);
  const [first = "", ...rest] = like.split("%");
  const last = rest.pop();
  if (last === undefined) return text.includes(first);
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
