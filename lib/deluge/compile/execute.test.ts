import { expect, test } from "vitest";
import { builtins, freeFunctions, tasks } from "../builtins/index";
import type { Program, RunSettings, Signature } from "../run";
import { fakeHost } from "../testing/fake-host";
import { KeyValue, type Value } from "../values/value";
import { coerceArguments } from "./arguments";
import { compile } from "./compile";
import { execute } from "./execute";

function programOf(source: string, signature?: Signature): Program {
  const { program, diagnostics } = compile(source, signature ? { signature } : {});
  if (!program) throw new Error(diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return program;
}

const run = (source: string, settings: RunSettings = {}, given: Record<string, Value> = {}) =>
  execute(programOf(source), { arguments: given, host: fakeHost(), settings });

const form = (type: Signature["parameters"][number]["type"]): Signature => ({
  parameters: [{ name: "x", type }],
  returnType: null,
});
const coerced = (type: Signature["parameters"][number]["type"], json: string) =>
  coerceArguments(form(type), json, fakeHost({ timeZone: "UTC" })).x;

test("a failure has the text of the reply", async () => {
  expect(await run("x = 1;\ny = x / 0;")).toMatchObject({
    ...{ status: "failed", kind: "script", line: 2, message: "Division by zero", statements: 2 },
    text: "Error at line number : 2. Division by zero",
  });
});

test("a source with errors has no program", () => {
  expect(compile("return nothing;").program).toBe(null);
  expect(compile("return nothing;").diagnostics).toMatchObject([{ severity: "error", line: 1 }]);
});

test("a program runs many times and keeps nothing", async () => {
  const program = programOf("l = {1}; l.add(2); d = '01-Jan-2019'; return l + \" \" + d;");
  for (const timeZone of ["UTC", "Asia/Kolkata", "UTC"]) {
    const outcome = await execute(program, { arguments: {}, host: fakeHost({ timeZone }) });
    expect(outcome).toMatchObject({ output: "1,2 01-Jan-2019" });
  }
});

test("executions of one program at the same time don't mix", async () => {
  const source =
    'string f(string x) { a = invokeurl [ url: "https://example.com/" + x ]; return x + g(x) + a; } string g(string y) { return y; }';
  const program = programOf(source);
  const outcomes = await Promise.all(
    ["a", "b", "c"].map((x) => execute(program, { arguments: { x }, host: fakeHost({ replies: [{ body: x }] }) })),
  );
  expect(outcomes.map((outcome) => ("output" in outcome ? outcome.output : outcome.text))).toEqual([
    "aaa",
    "bbb",
    "ccc",
  ]);
});

test("arguments by declared type (§1.5)", () => {
  expect(coerced("string", '{"x": 12}')).toBe("12");
  expect(coerced("string", '{"x": true}')).toBe("true");
  expect(coerced("int", '{"x": 409553000000123457}')).toBe(409553000000123457n);
  expect(coerced("int", '{"x": " 42 "}')).toBe(42);
  expect(coerced("float", '{"x": "1.5"}')).toMatchObject({ value: 1.5 });
  expect(coerced("bool", '{"x": "TRUE"}')).toBe(true);
  expect(coerced("date", '{"x": "2020-01-02"}')).toMatchObject({ ms: Date.UTC(2020, 0, 2), isDateOnly: true });
  expect(coerced("date", '{"x": 1577923200000}')).toMatchObject({ ms: 1577923200000 });
  expect(coerced("map", '{"x": {"a": 1}}')).toBeInstanceOf(KeyValue);
  expect(coerced("map", '{"x": "{\\"a\\": 1}"}')).toBeInstanceOf(KeyValue);
  expect(coerced("int", '{"other": 1}')).toBe(null);
  expect(coerced("int", "")).toBe(null);
});

test("an argument that can't be read so", () => {
  const json: [Parameters<typeof coerced>[0], string][] = [
    ["int", '{"x": "abc"}'],
    ["int", '{"x": 1.5}'],
    ["bool", '{"x": 1}'],
    ["date", '{"x": "soon"}'],
    ["map", '{"x": [1]}'],
    ["string", '{"x": {}}'],
    ["float", '{"x": true}'],
    ["file", '{"x": "f"}'],
  ];
  for (const [type, text] of json) expect(() => coerced(type, text), text).toThrow("The argument 'x' is a");
  expect(() => coerced("int", "[1]")).toThrow("not a JSON object");
  expect(() => coerced("int", "{x")).toThrow("Invalid JSON");
});

test("an argument may be called __proto__", async () => {
  const signature: Signature = { parameters: [{ name: "__proto__", type: "string" }], returnType: null };
  const given = coerceArguments(signature, '{"__proto__": "mine"}', fakeHost());
  const outcome = await execute(programOf("return __proto__;", signature), { arguments: given, host: fakeHost() });
  expect(outcome).toMatchObject({ output: "mine" });
});

test("the form's signature stands over the header's types", async () => {
  const program = programOf("string f(string x) { return x; }", { ...form("int"), returnType: "int" });
  expect(program.signature).toEqual({ parameters: [{ name: "x", type: "int" }], returnType: "int" });
});

test("another stored function", async () => {
  const program = programOf('return standalone.greet("you") + "!";');
  const host = fakeHost({ callFunction: async (path, [who]) => `${path} ${who}` });
  expect(await execute(program, { arguments: {}, host })).toMatchObject({ output: "standalone.greet you!" });
});

test("the trace tells the steps, the changes and the calls", async () => {
  const source = `string main() {
  m = Map();
  m.put("k", 1);
  for each v in {7} {
    x = twice(v);
  }
  r = invokeurl [ url: "https://example.com/a" type: GET ];
  return x;
}
int twice(int n) {
  return n * 2;
}`;
  const outcome = await run(source, { traceSteps: 6 });
  expect(outcome.trace?.map(({ line, function: name, depth }) => `${line} ${name} ${depth}`)).toEqual([
    ...["2 main 0", "3 main 0", "4 main 0", "5 main 0", "11 twice 1", "7 main 0"],
  ]);
  expect(outcome.trace?.map(({ changes }) => changes)).toMatchObject([
    ...[[{ name: "m", text: "{}" }], [{ name: "m", text: '{"k":1}' }], [{ name: "v", text: "7" }]],
    ...[[{ name: "x", text: "14" }], [], [{ name: "r", text: "" }]],
  ]);
  expect(outcome.trace?.at(-1)?.calls).toEqual(["invokeurl GET https://example.com/a"]);
  expect(outcome).toMatchObject({ status: "returned", output: "14" });
  expect((await run(source)).trace).toBe(undefined);
});

test("every promise of the library is marked", () => {
  const isPromising = (call: unknown) => Object.prototype.toString.call(call) === "[object AsyncFunction]";
  const unmarked = [...builtins, ...freeFunctions].filter(({ call, isAsync }) => isPromising(call) && !isAsync);
  expect(unmarked).toEqual([]);
  expect(tasks.length).toBeGreaterThan(0);
});
