import { parseDateText } from "../dates/parse-date";
import type { DeclaredType } from "../run";
import type { Context } from "../values/context";
import { asList, asMap } from "../values/convert";
import { ScriptError } from "../values/errors";
import { doubleOf, isNumeric, numeralOf } from "../values/numeral";
import { textOf } from "../values/text";
import { DateValue, Decimal, FileValue, KeyValue, kindOf, List, settled, type Value } from "../values/value";

/** The value as a declared type, the way arguments are read (spec/deluge.md §1.5); undefined when it is none. null fits any. */
export function coerce(value: Value, type: DeclaredType, context: Context): Value | undefined {
  const self = settled(value);
  if (self === null || type === "void") return self;
  switch (type) {
    case "string":
      return typeof self === "object" && ["list", "map", "collection", "file"].includes(kindOf(self))
        ? undefined
        : textOf(self, context);
    case "int":
      return wholeNumber(self);
    case "float": {
      const number = typeof self === "string" ? numeralOf(self) : self;
      return isNumeric(number) ? new Decimal(doubleOf(number)) : undefined;
    }
    case "bool": {
      if (typeof self === "boolean") return self;
      const word = typeof self === "string" ? self.trim().toLowerCase() : "";
      return word === "true" ? true : word === "false" ? false : undefined;
    }
    case "date":
      if (self instanceof DateValue) return self;
      if (typeof self === "number") return new DateValue(self, false);
      return typeof self === "string" ? (parseDateText(self, context.host.timeZone) ?? undefined) : undefined;
    case "map":
      return self instanceof KeyValue || isBrace(self) ? asMap(self, context) : fromText(self, asMap, context);
    case "list":
      return self instanceof List ? self : fromText(self, asList, context);
    case "file":
      return self instanceof FileValue ? self : undefined;
  }
}

const isBrace = (value: Value) => value instanceof List && value.isUndecided;

function wholeNumber(value: Value): number | bigint | undefined {
  const number = typeof value === "string" ? numeralOf(value) : value;
  if (typeof number === "number" || typeof number === "bigint") return number;
  return number instanceof Decimal && Number.isSafeInteger(number.value) ? number.value : undefined;
}

function fromText(value: Value, read: (value: Value, context: Context) => Value, context: Context): Value | undefined {
  if (typeof value !== "string") return undefined;
  try {
    return read(value, context);
  } catch (error) {
    if (error instanceof ScriptError) return undefined;
    throw error;
  }
}
