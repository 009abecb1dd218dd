import type { Builtin, Run } from "../builtins/builtin";
import { fail } from "../values/errors";
import { numeralOf } from "../values/numeral";
import {
  Collection,
  DateValue,
  Decimal,
  KeyValue,
  type Kind,
  kindOf,
  List,
  typeNames,
  type Value,
} from "../values/value";
import { matchReceiver } from "./receiver";

/** What a receiver is at first sight; "other" is for `CallSite.slow` to tell. */
export type Sight = Exclude<Kind, "error" | "file"> | "other";

/** Kind of a receiver as a call site remembers it: an empty brace is never remembered, it may change its mind. */
export function sightOf(value: Value): Sight {
  if (typeof value === "string") return "text";
  if (value instanceof KeyValue) return "map";
  if (value instanceof List) return value.isUndecided ? "other" : "list";
  if (typeof value === "number") return "number";
  if (value === null) return "null";
  if (value instanceof Decimal) return "decimal";
  if (value instanceof DateValue) return "date";
  if (typeof value === "boolean") return "boolean";
  return value instanceof Collection ? "collection" : "other";
}

type Call = (run: Run, self: Value, ...given: Value[]) => Value | Promise<Value>;

const neverSeen: Call = () => fail("Nothing was called here yet");

/** One call of a built-in in the source. It remembers the entry for the kind of receiver it saw last. */
export class CallSite {
  /** Of the receivers that `call` takes as they are. */
  seen: Sight | "none" = "none";
  call: Call = neverSeen;

  constructor(
    readonly name: string,
    readonly entries: readonly Builtin[],
  ) {}

  /** Any other receiver: picks the entry, reads the receiver as what it wants (spec/deluge.md §3.2), and remembers. */
  slow(run: Run, receiver: Value, ...given: Value[]): Value | Promise<Value> {
    const match = matchReceiver(this.entriesFor(receiver, given), receiver, given, run);
    if (!match) {
      if (receiver === null) return fail("Function specified in criteria has returned null value");
      return fail(`Not able to find '${this.name}' function for ${typeNames[kindOf(receiver)]}`);
    }
    const { entry, self } = match;
    const sight = sightOf(receiver);
    if (self === receiver && sight !== "other") {
      this.seen = sight;
      this.call = entry.call;
    }
    return entry.call(run, self, ...given);
  }

  /** `get("key")` of a text reads it as JSON (§3.2). */
  private entriesFor(receiver: Value, [key]: readonly Value[]): readonly Builtin[] {
    const isKey = typeof key === "string" && numeralOf(key) === null;
    if (!isKey || typeof receiver !== "string" || this.name.toLowerCase() !== "get") return this.entries;
    return this.entries.filter(({ on }) => on.includes("map") || on.includes("text"));
  }
}
