import type { Builtin } from "../builtins/builtin";
import { parseDateText } from "../dates/parse-date";
import type { Context } from "../values/context";
import { asDate, asList, asMap, asNumeric } from "../values/convert";
import { ScriptError } from "../values/errors";
import { doubleOf, numeralOf } from "../values/numeral";
import { textOf } from "../values/text";
import { Decimal, KeyValue, type Kind, kindOf, List, type Value } from "../values/value";

// Which entry of a name a receiver belongs to, and as what (spec/deluge.md §3.2): its own kind first, then the kinds it can
// be read as, in a fixed order, then "any".

/** What a receiver's value is read as for one entry. */
export type Match = { entry: Builtin; self: Value };

const takes = (entries: readonly Builtin[], kind: Kind | "any") => entries.find(({ on }) => on.includes(kind));

/** The kinds a receiver can be read as, besides its own; the first one that an entry takes and the value reads as wins. */
const readings: Partial<Record<Kind, readonly Kind[]>> = {
  text: ["date", "number", "decimal", "list", "map"],
  number: ["decimal", "text", "date"],
  decimal: ["text", "date"],
  boolean: ["text"],
  date: ["text"],
  list: ["text"],
  error: ["text"],
};

/** The value as that kind; undefined when it doesn't read so. */
function readAs(value: Value, kind: Kind, context: Context): Value | undefined {
  if (kind === "text") return textOf(value, context);
  if (typeof value !== "string") {
    if (kind === "decimal" && (typeof value === "number" || typeof value === "bigint"))
      return new Decimal(doubleOf(value));
    return kind === "date" ? asDate(value, context) : undefined;
  }
  if (kind === "date") return parseDateText(value, context.host.timeZone) ?? undefined;
  if (kind === "list") return asList(value, context);
  if (kind === "map") return unlessUnreadable(() => asMap(value, context));
  const number = numeralOf(value);
  if (number === null || kind === "number") return number === null || number instanceof Decimal ? undefined : number;
  return number instanceof Decimal ? number : new Decimal(doubleOf(number));
}

function unlessUnreadable(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ScriptError) return undefined;
    throw error;
  }
}

/** A text of a JSON object is a map before it is a list with commas. */
const inOrder = (value: Value, kinds: readonly Kind[]): readonly Kind[] =>
  typeof value === "string" && value.trimStart().startsWith("{")
    ? ["map", ...kinds.filter((kind) => kind !== "map")]
    : kinds;

/** An empty brace is a map for what only maps can do, and for a key that no list has (§3.1). */
function decided(brace: List, entries: readonly Builtin[], given: readonly Value[]): Value {
  const onList = takes(entries, "list");
  const onMap = takes(entries, "map");
  if (!onMap) return brace;
  const name = onMap.name.toLowerCase();
  if (name.startsWith("put")) {
    brace.asMap = new KeyValue();
    return brace.asMap;
  }
  const isKey = name === "get" && typeof given[0] === "string" && numeralOf(given[0]) === null;
  return !onList || isKey ? new KeyValue() : brace;
}

/** Finds the entry for a receiver; undefined when none takes it. */
export function matchReceiver(
  entries: readonly Builtin[],
  receiver: Value,
  given: readonly Value[],
  context: Context,
): Match | undefined {
  const isBrace = receiver instanceof List && receiver.isUndecided;
  const self = isBrace ? (receiver.asMap ?? decided(receiver, entries, given)) : receiver;
  const kind = kindOf(self);
  const own = takes(entries, kind);
  if (own) return { entry: own, self };
  const kinds = inOrder(self, readings[kind] ?? []);
  for (const other of kinds) {
    const entry = takes(entries, other);
    const read = entry && readAs(self, other, context);
    if (entry && read !== undefined) return { entry, self: read };
  }
  const any = takes(entries, "any");
  if (any) return { entry: any, self };
  refuse(entries, self, kinds, context);
  return undefined;
}

/** A text that should have been a date, a number or a map: the conversion's own error says why it is none. */
function refuse(entries: readonly Builtin[], self: Value, kinds: readonly Kind[], context: Context): void {
  if (typeof self !== "string") return;
  const wanted = kinds.find((kind) => takes(entries, kind));
  if (wanted === "date") asDate(self, context);
  else if (wanted === "map") asMap(self, context);
  else if (wanted === "number" || wanted === "decimal") asNumeric(self, context);
}
