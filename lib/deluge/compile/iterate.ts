import type { Run } from "../builtins/builtin";
import { builtinsNamed } from "../builtins/lookup";
import { asList } from "../values/convert";
import { fail } from "../values/errors";
import { Caught, Collection, FileValue, KeyValue, List, settled, type Value } from "../values/value";

/**
 * What `for each` goes through, as it was when the loop began: elements of a list, keys of a map, values of a collection,
 * pieces of a text (spec/deluge.md §6.4).
 */
export function each(run: Run, iterable: Value): readonly Value[] {
  const value = settled(iterable);
  if (value instanceof List) {
    run.spend(value.items.length);
    return value.items.slice();
  }
  if (value === null) return fail("Function specified in criteria has returned null value");
  if (value instanceof KeyValue || value instanceof Collection) {
    run.spend(value.entries.size);
    return [...(value instanceof KeyValue ? value.entries.keys() : value.entries.values())];
  }
  if (value instanceof FileValue) return valuesOfFile(run, value);
  return asList(value instanceof Caught ? value.message : value, run).items;
}

/** Values of a CSV file, line by line. */
function valuesOfFile(run: Run, file: FileValue): readonly Value[] {
  run.spend(file.bytes.length);
  const [csv] = builtinsNamed("toliststring");
  const text = new TextDecoder().decode(file.bytes);
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  return lines.flatMap((line) => (csv ? asList(csv.call(run, line) as Value, run).items : line.split(",")));
}

/** How many times `for each index` runs. */
export const indexes = (run: Run, iterable: Value): number => each(run, iterable).length;
