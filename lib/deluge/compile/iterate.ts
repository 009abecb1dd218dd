import type { Run } from "../builtins/builtin";
import { splitLine } from "../builtins/csv-line";
import { decodeText } from "../values/bytes";
import { asList } from "../values/convert";
import { fail } from "../values/errors";
import { checkElements } from "../values/size";
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
  const values: Value[] = [];
  for (const line of decodeText(file.bytes, file.charset ?? "utf-8").split(/\r?\n/)) {
    for (const value of splitLine(line, run).items) values.push(value);
    checkElements(values.length, run);
  }
  return values;
}

/** How many times `for each index` runs. */
export const indexes = (run: Run, iterable: Value): number => each(run, iterable).length;
