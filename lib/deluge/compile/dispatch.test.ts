import { describe, expect, test } from "vitest";
import type { Builtin } from "../builtins/builtin";
import { builtinsNamed } from "../builtins/lookup";
import { defaultLimits, defaultOptions } from "../options";
import { fakeHost } from "../testing/fake-host";
import { textOf } from "../values/text";
import { Collection, DateValue, Decimal, FileValue, KeyValue, kindOf, List, type Value } from "../values/value";
import { CallSite, sightOf } from "./call-site";
import { compile } from "./compile";
import { execute } from "./execute";
import { Execution } from "./execution";
import { matchReceiver } from "./receiver";

const host = fakeHost({ timeZone: "UTC" });
const makeRun = () => new Execution(host, defaultOptions, defaultLimits);

/** Fresh each time: calls change their receivers. */
const receivers: Record<string, () => Value> = {
  null: () => null,
  text: () => "a,b",
  "empty text": () => "",
  "text of a number": () => "12",
  "text of a map": () => '{"k":5}',
  "text of a list": () => '["x","y"]',
  "text of a date": () => "2020-01-02",
  number: () => 12,
  "large number": () => 9007199254740993n,
  decimal: () => new Decimal(99.9),
  boolean: () => true,
  date: () => new DateValue(0, true),
  list: () => new List(["a", 1]),
  "typed list": () => new List(["a"], "string"),
  brace: () => new List([], null, true),
  "brace that is a map": () => {
    const brace = new List([], null, true);
    brace.asMap = new KeyValue(new Map<Value, Value>([["k", 1]]));
    return brace;
  },
  map: () =>
    new KeyValue(
      new Map<Value, Value>([
        ["k", null],
        ["7", "seven"],
      ]),
    ),
  collection: () => new Collection(),
  file: () => new FileValue("f", "text/plain", new Uint8Array([65])),
};

const given: Record<string, () => Value> = {
  ...{ k: () => "k", zero: () => 0, seven: () => 7, far: () => 99, below: () => -1, half: () => new Decimal(0.5) },
  ...{ digits: () => "1", nothing: () => null, brace: () => new List([], null, true), list: () => new List([1]) },
};

async function viaSource(call: string, values: Record<string, Value>) {
  const parameters = Object.keys(values).map((name) => ({ name, type: "void" as const }));
  const { program } = compile(`r = x.${call}; return {"result": r, "receiver": x};`, {
    signature: { parameters, returnType: null },
  });
  if (!program) throw new Error(call);
  const outcome = await execute(program, { arguments: values, host });
  return "output" in outcome ? outcome.output : outcome.message;
}

function viaLibrary(name: string, receiver: Value, values: Value[]) {
  const run = makeRun();
  const both = (result: Value) =>
    new KeyValue(
      new Map<Value, Value>([
        ["result", result],
        ["receiver", receiver],
      ]),
    );
  try {
    return textOf(
      both(new CallSite(name, builtinsNamed(name.toLowerCase())).slow(run, receiver, ...values) as Value),
      run,
    );
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

const calls: [string, string, number][] = [
  ["get", "get(a)", 1],
  ["put", "put(a, b)", 2],
  ["add", "add(a)", 1],
  ["size", "size()", 0],
  ["toString", "toString()", 0],
  ["toLong", "toLong()", 0],
  ["length", "length()", 0],
  ["contains", "contains(a)", 1],
];

describe.each(calls)("%s answers as the library does", (name, call, count) => {
  test.each(Object.keys(receivers))("of a %s", async (kind) => {
    const receiver = receivers[kind] ?? receivers.null;
    for (const [label, argument] of Object.entries(given)) {
      const values = () => [argument(), "value"].slice(0, count);
      const [a = null, b = null] = values();
      const found = await viaSource(call, {
        x: receiver?.() ?? null,
        ...(count > 0 ? { a } : {}),
        ...(count > 1 ? { b } : {}),
      });
      expect(found, `${name}(${label})`).toBe(viaLibrary(name, receiver?.() ?? null, values()));
    }
  });
});

const entry = (...on: Builtin["on"]): Builtin => ({
  ...{ name: "f", on, parameters: [], returns: "any", doc: "", section: "9" },
  call: (_run, self) => self,
});

describe("which entry a receiver belongs to (§3.2)", () => {
  const matched = (self: Value, ...entries: Builtin[]) => {
    const match = matchReceiver(entries, self, [], makeRun());
    return match && `${match.entry.on[0]} ${kindOf(match.self)}`;
  };

  test("its own kind goes first, any last", () => {
    expect(matched("12", entry("number"), entry("text"))).toBe("text text");
    expect(matched("12", entry("any"), entry("number"))).toBe("number number");
    expect(matched(null, entry("any"))).toBe("any null");
    expect(matched(null, entry("text"))).toBe(undefined);
  });

  test("text reads as what it looks like", () => {
    expect(matched("2020-01-02", entry("list"), entry("date"))).toBe("date date");
    expect(matched("1.5", entry("list"), entry("number", "decimal"))).toBe("number decimal");
    expect(matched("1.5", entry("decimal"))).toBe("decimal decimal");
    expect(matched('{"a":1}', entry("list"), entry("map"))).toBe("map map");
    expect(matched("a,b", entry("map"), entry("list"))).toBe("list list");
  });

  test("numbers, dates and lists read as text, numbers as dates", () => {
    expect(matched(5, entry("text"), entry("date"))).toBe("text text");
    expect(matched(5, entry("date"))).toBe("date date");
    expect(matched(true, entry("text"))).toBe("text text");
    expect(matched(new List([1]), entry("text"))).toBe("text text");
    expect(matched(new KeyValue(), entry("text"))).toBe(undefined);
  });

  test("what reads as nothing says why", () => {
    expect(() => matched("soon", entry("date"))).toThrow("DATE-TIME");
    expect(() => matched("many", entry("number"))).toThrow("NUMBER");
    expect(() => matched("{", entry("map"))).toThrow("KEY-VALUE");
  });

  test("an empty brace is never remembered", () => {
    expect(sightOf(new List([], null, true))).toBe("other");
    expect(sightOf(new List([]))).toBe("list");
  });
});
