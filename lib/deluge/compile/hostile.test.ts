import { describe, expect, test } from "vitest";
import type { Limits } from "../options";
import type { Outcome } from "../run";
import { fakeHost } from "../testing/fake-host";
import { Caught, Collection, DateValue, Decimal, FileValue, KeyValue, List, type Value } from "../values/value";
import { compile } from "./compile";
import { execute } from "./execute";

const roomy: Partial<Limits> = { statements: 1_000_000_000, timeMs: 1_500 };

async function outcomeOf(
  source: string,
  limits: Partial<Limits> = {},
  given: Record<string, Value> = {},
): Promise<Outcome> {
  const parameters = Object.keys(given).map((name) => ({ name, type: "void" as const }));
  const { program, diagnostics } = compile(source, { signature: { parameters, returnType: null } });
  if (!program) throw new Error(diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return execute(program, { arguments: given, host: fakeHost(), settings: { limits } });
}

const failed = async (source: string, limits?: Partial<Limits>) => {
  const outcome = await outcomeOf(source, limits);
  if (outcome.status !== "failed") throw new Error(`returned ${outcome.output}`);
  return outcome;
};

describe("what would run on ends in time", () => {
  test("a loop of 10^9 rounds at the statement limit", async () => {
    const loops = 'n = "".leftpad(1000).toList(""); for each a in n { for each b in n { for each c in n { x = 1; } } }';
    expect(await failed(loops)).toMatchObject({ kind: "limit", statements: 5_000, line: 1 });
  });

  test("a loop of 10^9 rounds at the time limit", async () => {
    const start = performance.now();
    const loops = 'n = "".leftpad(1000).toList(""); for each a in n { for each b in n { for each c in n { x = 1; } } }';
    const outcome = await failed(loops, { ...roomy, made: 1e12, timeMs: 200 });
    expect(outcome).toMatchObject({
      kind: "limit",
      message: "The limit of Execution Time has reached its maximum 0.2 seconds",
    });
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test("endless recursion, of functions that wait too", async () => {
    expect(await failed("void f() { f(); }")).toMatchObject({ kind: "limit" });
    const waits = 'void f() { g(); x = invokeurl [ url: "https://example.com" ]; } void g() { f(); }';
    expect(await failed(waits, { outgoing: 1_000_000 })).toMatchObject({
      message: "The limit of Function Call has reached its maximum 75",
    });
  });

  test("a text that doubles", async () => {
    const doubling = 'x = "ab"; for each v in "".leftpad(99).toList("") { x = x + x; }';
    expect(await failed(doubling)).toMatchObject({ kind: "limit" });
  });

  test("a value that holds itself over and over", async () => {
    const graph = 'x = {"a"}; for each v in "".leftpad(99).toList("") { x = {x, x}; }';
    for (const use of ["info x;", "info {1:x};", "y = x == {x};", "y = x.toString();", "y = x.contains(x);"])
      expect(await failed(`${graph} y = 0; ${use} throw y;`, roomy)).toHaveProperty("status", "failed");
  }, 60_000);

  test("catastrophic patterns", async () => {
    const start = performance.now();
    const pattern =
      'x = "a".leftpad(30000).replaceAll(" ", "a") + "!"; return x.matches("(a+)+$") + "" + x.matches("(a|a)*b");';
    expect(await outcomeOf(pattern)).toMatchObject({ output: "falsefalse" });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test("huge lists", async () => {
    const doubling = 'l = {1}; for each v in "".leftpad(99).toList("") { l.addAll(l); }';
    expect(await failed(doubling)).toMatchObject({ kind: "limit" });
    const copies = 'l = "".leftpad(400000).toList(""); for each v in l { m = l.duplicate(0); }';
    expect(await failed(copies)).toMatchObject({ kind: "limit" });
  });

  test("a host that never answers", async () => {
    const { program } = compile('x = zoho.sdp.create("Request");');
    if (!program) throw new Error("not compiled");
    const host = fakeHost({ hasTask: () => true, runTask: () => new Promise(() => {}) });
    const outcome = await execute(program, { arguments: {}, host, settings: { limits: { timeMs: 50 } } });
    expect(outcome).toMatchObject({ kind: "limit", line: 1 });
  });
});

describe("deep and long sources", () => {
  const compiles = (source: string) => compile(source).program !== null;

  test("long chains of operators and calls run", async () => {
    expect(compiles(`return 0${" + 1".repeat(100_000)};`)).toBe(false);
    const sum = `return 0${" + 1".repeat(900)};`;
    expect(await outcomeOf(sum)).toMatchObject({ output: "900" });
    const text = `x = 1; return "a"${' + x + "b"'.repeat(450)};`;
    expect(await outcomeOf(text)).toMatchObject({ status: "returned" });
    const calls = `return " a "${".trim()".repeat(900)};`;
    expect(await outcomeOf(calls)).toMatchObject({ output: "a" });
    const conditions = `return true${" && true".repeat(900)};`;
    expect(await outcomeOf(conditions)).toMatchObject({ output: "true" });
  });

  test("a chain of mixed operators runs", async () => {
    expect(await outcomeOf(`x = 3; return x${" * 2 - x".repeat(40)} ;`)).toMatchObject({ status: "returned" });
    expect(await outcomeOf(`x = 1; x = "a"; return x${" == x != x".repeat(450)};`)).toMatchObject({
      status: "returned",
    });
    expect(await outcomeOf(`return false${" || true && true".repeat(300)};`)).toMatchObject({ output: "true" });
  });

  test("deep nesting runs or is refused, and never crashes", async () => {
    for (const depth of [100, 10_000])
      for (const [open, close] of [
        ["(", ")"],
        ["{", "}"],
        ["!(", ")"],
        ["ifnull(", ",1)"],
        ["if(true,", ",1)"],
        ["-(", ")"],
      ]) {
        const source = `x = ${open?.repeat(depth)}1${close?.repeat(depth)};`;
        if (depth === 100 && open !== "!(") expect(compiles(source), source.slice(0, 30)).toBe(true);
        else expect(compiles(source)).toBe(depth === 100);
      }
    const ifs = `${"if(true){".repeat(10_000)}x=1;${"}".repeat(10_000)}`;
    expect(compiles(ifs)).toBe(false);
  });

  test("thousands of variables, constants and branches", async () => {
    const many = Array.from({ length: 3_000 }, (_, at) => `v${at} = "text ${at}";`).join("\n");
    expect(await outcomeOf(`${many}\nreturn v2999;`)).toMatchObject({ output: "text 2999" });
    const branches = Array.from({ length: 2_000 }, (_, at) => `else if(x == ${at}) { y = "${at}"; }`).join("\n");
    expect(await outcomeOf(`x = 1999; if(x == "no") {} ${branches} return y;`)).toMatchObject({ output: "1999" });
  });
});

const names = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "then",
  "arguments",
  "eval",
];
const words = [
  "undefined",
  "this",
  "globalThis",
  "process",
  "r",
  "d",
  "line",
  "v0",
  "t0",
  "k0",
  "K",
  "R",
  "f0",
  "a0",
  "await",
  "new",
];

describe("nothing of JavaScript is reachable", () => {
  test.each([...names, ...words])("%s as a name", async (name) => {
    expect(await outcomeOf(`${name} = 7; return ${name} + 1;`)).toMatchObject({ output: "8" });
    expect(await outcomeOf(`for each ${name} in {5} { } return ${name};`)).toMatchObject({ output: "5" });
    expect(await outcomeOf(`try { throw "t"; } catch (${name}) { return ${name} + ${name}.message; }`)).toMatchObject({
      output: "tt",
    });
    expect(await outcomeOf(`m = Map(); return m.get("${name}");`)).toMatchObject({ value: null });
    expect(await outcomeOf(`m = Map(); return m.${name};`)).toMatchObject({ value: null });
    expect(
      await outcomeOf(`m = Map(); m.put("${name}", 1); return m.${name} + m.size() + "" + m.keys();`),
    ).toMatchObject({
      output: `2${name}`,
    });
    expect(await outcomeOf(`return ${name};`, {}, { [name]: "argument" })).toMatchObject({ output: "argument" });
    const calls = `string main() { return a.${name}("x"); } string a.${name}(string p) { return p + p; }`;
    expect(await outcomeOf(calls)).toMatchObject({ output: "xx" });
  });

  test.each(names)("%s of any value", async (name) => {
    for (const value of ['"text"', "1", "1.5", "true", "{1}", "'01-Jan-2019'", '"a".toFile("f")', "Collection(1)"]) {
      const outcome = await outcomeOf(`x = ${value}; try { return x.${name}; } catch (e) { return "refused"; }`);
      expect(["refused", "null"], `${value}.${name}`).toContain("output" in outcome ? outcome.output : outcome.text);
    }
    const method = compile(`x = "a"; x.${name}();`);
    const builtin = ["toString"].includes(name);
    expect(method.program === null, name).toBe(!builtin);
  });

  test("every value a script can obtain is one of the language's", async () => {
    const source = `try { throw "x"; } catch (e) { caught = e; }
      try { y = 1 / 0; } catch (e) { second = e; }
      m = "{\\"__proto__\\":{\\"a\\":[1,2.5,12345678901234567890123]}}".toMap();
      return {caught, second, m, m.keys(), {}, List(), Collection("k" : 1), 1.5, 9007199254740993, '01-Jan-2019', "a".toFile("f"),
        zoho.currenttime, zoho.loginuser, "1,2".toList(), "x".getPrefix("y"), {1, 2}.sort(), m.size(), null, true, {"a":{"b":{}}}};`;
    const outcome = await outcomeOf(source);
    if (outcome.status !== "returned") throw new Error(outcome.text);
    walk(outcome.value);
  });

  test("an error of JavaScript tells nothing of it", async () => {
    const { program } = compile("x = zoho.sdp.fail(); return x;");
    if (!program) throw new Error("not compiled");
    const host = fakeHost({
      hasTask: () => true,
      runTask: async () => (undefined as unknown as { secret: { stack: Value } }).secret.stack,
    });
    const outcome = await execute(program, { arguments: {}, host });
    expect(outcome).toMatchObject({
      kind: "script",
      message: "This statement could not be executed because of an internal error",
      internal: expect.stringContaining("TypeError"),
    });
  });

  test("an error of the host reaches catch with its message", async () => {
    const { program } = compile('try { zoho.sdp.fail(); } catch (e) { return "host said: " + e; }');
    if (!program) throw new Error("not compiled");
    const host = fakeHost({ hasTask: () => true, runTask: () => Promise.reject(new Error("no such record")) });
    expect(await execute(program, { arguments: {}, host })).toMatchObject({ output: "host said: no such record" });
  });
});

const kinds = [Decimal, DateValue, List, KeyValue, Collection, FileValue, Caught];

function walk(value: unknown): void {
  if (value === null || ["string", "number", "bigint", "boolean"].includes(typeof value)) return;
  expect(kinds.some((kind) => Object.getPrototypeOf(value) === kind.prototype)).toBe(true);
  if (value instanceof List) for (const item of value.items) walk(item);
  if (value instanceof KeyValue || value instanceof Collection)
    for (const entry of value.entries) for (const part of entry) walk(part);
}
