import { describe, expect, test } from "vitest";
import type { Limits } from "../options";
import { fakeHost } from "../testing/fake-host";
import { compile } from "./compile";
import { execute } from "./execute";

const outcomeOf = (source: string, limits: Partial<Limits> = {}) => {
  const { program, diagnostics } = compile(source);
  if (!program) throw new Error(diagnostics.map(({ message }) => message).join());
  return execute(program, { arguments: {}, host: fakeHost(), settings: { limits } });
};

const wide = (expression: string, times: number) => `{${Array(times).fill(expression).join(",")}}`;

describe("one statement of many calls that only read looks at the clock", () => {
  const list = 'l = repeat("x,",400000).toList();';
  const text = 't = "aB".repeat(2000000); u = "aB".repeat(2000000);';
  test.each([
    ["contains of a list", `${list} y = ${wide("l.contains(1)", 2_000)};`],
    ["lastIndexOf of a list", `${list} y = ${wide("l.lastIndexOf(1)", 2_000)};`],
    ["remove at the front", `${list} y = ${wide("l.remove(0)", 20_000)};`],
    [
      "containsValue of a collection",
      `c = Collection(); c.insertAll(repeat("x,",200000).toList()); y = ${wide("c.containsValue(1)", 4_000)};`,
    ],
    ["contains of a text", `${text} y = ${wide('t.contains("aBa" + "Ba".repeat(14) + "c")', 4_000)};`],
    ["containsIgnoreCase", `${text} y = ${wide('t.containsIgnoreCase("zz")', 4_000)};`],
    ["getOccurenceCount", `${text} y = ${wide('t.getOccurenceCount("a")', 4_000)};`],
    ["getPrefixIgnoreCase", `${text} y = ${wide('t.getPrefixIgnoreCase("zz")', 4_000)};`],
    ["isAscii", `${text} y = ${wide("t.isAscii()", 9_000)};`],
    ["trim", `t = " ".repeat(4000000); y = ${wide("t.trim()", 4_000)};`],
    ["<", `${text} y = ${wide("(t < u)", 4_000)};`],
    ["==", `${text} y = ${wide("(t == u)", 20_000)};`],
    ["== of lists", `${text} a = ${wide("t", 9_000)}; b = ${wide("u", 9_000)}; return a == b;`],
    ["matches", `t = "ab".repeat(200000); y = ${wide('t.matches("[ab]*a[ab]{20}c")', 4_000)};`],
  ])("%s", async (_name, source) => {
    const outcome = await outcomeOf(source, { timeMs: 300 });
    expect(outcome).toMatchObject({ status: "failed", kind: "limit" });
    expect(outcome.durationMs).toBeLessThan(3_000);
  });
});

describe("what literals and calls of one statement make is charged", () => {
  test.each([
    ["lists", wide("x", 60_000)],
    ["maps", `{${Array.from({ length: 20_000 }, (_, at) => `${at}:x`).join(",")}}`],
    ["empty braces", wide("{}", 60_000)],
    ["texts", wide("t.left(20)", 60_000)],
  ])("%s", async (_name, literal) => {
    const loop = `t = "a".repeat(1000); all = List(); for each x in repeat(",",1600).toList() { all.add(${literal}); }`;
    expect(await outcomeOf(loop, { made: 2_000_000 })).toMatchObject({ kind: "limit", line: 1 });
  });

  test("what is added element by element", async () => {
    const loop = `for each x in repeat(",",1600).toList() { l = List(); y = ${wide("l.add(1)", 20_000)}; }`;
    expect(await outcomeOf(loop, { made: 2_000_000 })).toMatchObject({ kind: "limit" });
  });

  test("in conditions, in loops and in fields", async () => {
    const literal = wide("x", 20_000);
    for (const use of [`if(${literal} == 1) {}`, `for each y in ${literal} { break; }`, `m.f = ${literal};`]) {
      const loop = `m = Map(); for each x in repeat(",",1000).toList() { ${use} }`;
      expect(await outcomeOf(loop, { made: 2_000_000 }), use.slice(0, 12)).toMatchObject({ kind: "limit" });
    }
  });
});

test("a map that is its own key fails like any other circle, and can be caught", async () => {
  const circle = "m = Map(); m.put(m, 1);";
  expect(await outcomeOf(`${circle} return m.toString();`)).toMatchObject({
    ...{ kind: "script", message: "Lists and maps may be nested 500 deep" },
  });
  expect(await outcomeOf(`${circle} try { info m; } catch (e) { return "caught"; }`)).toMatchObject({
    output: "caught",
  });
});

test("a collection takes as many values as one may have", async () => {
  expect(await outcomeOf(`return Collection(${Array(70_000).fill(1).join()}).size();`)).toMatchObject({
    output: "70000",
  });
});

describe("sources at the edge of what JavaScript takes", () => {
  test.each([
    ["arguments", `c = Collection(); c.insert(${Array(70_000).fill("x").join()});`],
    ["parameters", `int g(${Array.from({ length: 70_000 }, (_, at) => `a${at}`).join()}) { return 1; }`],
  ])("too many %s are refused with a diagnostic", (_name, source) => {
    const { program, diagnostics } = compile(`x = 1; ${source}`.replace("x = 1; int", "int"));
    expect(program).toBeNull();
    expect(diagnostics.filter(({ severity }) => severity === "error")).toMatchObject([{ code: "too-large" }]);
  });

  test("a decimal beyond every double is refused", () => {
    expect(compile(`return 1${"0".repeat(400)}.5;`).diagnostics).toMatchObject([
      { severity: "error", code: "number-range", message: "A number beyond the range of DECIMAL" },
    ]);
  });
});

describe("types in a header", () => {
  const typesOf = (header: string) =>
    compile(`${header} { return x; }`).program?.signature.parameters.map(({ type }) => type);

  test("are the same words everywhere", () => {
    expect(typesOf("string f(long x, double y, datetime z)")).toEqual(["int", "float", "date"]);
  });

  test("are never a property of a JavaScript object", () => {
    for (const word of ["constructor", "__proto__", "toString", "valueOf"])
      expect(typesOf(`string f(${word} x)`)).toEqual(["void"]);
  });
});
