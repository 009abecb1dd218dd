import { describe, expect, test } from "vitest";
import type { Expression } from "../ast";
import type { TextEdit } from "../diagnostic";
import { sourceLimits } from "../options";
import { lineIndex } from "./line-index";
import { parse } from "./parse";

const said = (source: string) =>
  parse(source).diagnostics.map(({ severity, line, column, message }) => `${severity} ${line}:${column} ${message}`);

const firstOf = (source: string) => {
  const [statement] = parse(source).script.body;
  if (!statement) throw new Error("no statement");
  return statement;
};

const assigned = (source: string): Expression => {
  const statement = firstOf(`x = ${source};`);
  if (statement.kind !== "assignment") throw new Error(statement.kind);
  return statement.value;
};

/** Source after the first fix that is offered. */
function mended(source: string): string {
  const fixes = parse(source).diagnostics.flatMap((diagnostic) => diagnostic.fixes ?? []);
  const edits: TextEdit[] = [...(fixes[0]?.edits ?? [])].sort((a, b) => b.start - a.start);
  return edits.reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), source);
}

test("nodes know their place", () => {
  const source = "  x = a.f(1);";
  expect(firstOf(source)).toMatchObject({ start: 2, end: 13, target: { start: 2, end: 3 } });
  expect(firstOf(source)).toMatchObject({ value: { start: 6, end: 12, name: { start: 8, end: 9, text: "f" } } });
});

test("names keep their spelling, attribute keys are lower-cased", () => {
  expect(assigned("InvokeUrl [ URL : A Reply To : b Content-Type : c ]")).toMatchObject({
    path: [{ text: "InvokeUrl" }],
    attributes: [{ key: { text: "url" } }, { key: { text: "reply to" } }, { key: { text: "content-type" } }],
  });
});

test("numbers: 64 bits, fractions, methods", () => {
  expect(assigned("9007199254740991")).toMatchObject({ kind: "number", value: 9007199254740991 });
  expect(assigned("9007199254740993")).toMatchObject({ kind: "number", value: 9007199254740993n });
  expect(assigned("5.")).toMatchObject({ kind: "decimal", value: 5 });
  expect(assigned("1000.round(0)")).toMatchObject({ kind: "method", object: { kind: "number", value: 1000 } });
});

test("texts: escapes, and backslash n as an option", () => {
  expect(assigned(String.raw`"a\n\"\\\d"`)).toMatchObject({ value: 'a\n"\\\\d' });
  const { script } = parse(String.raw`x = "a\n";`, { backslashN: "literal" });
  expect(script.body[0]).toMatchObject({ value: { value: "a\\n" } });
  expect(assigned("'01-Jan-2019'")).toMatchObject({ kind: "date" });
  expect(assigned("'Lead'")).toMatchObject({ kind: "text", quote: "single" });
});

test("a byte order mark, CRLF and comments", () => {
  const { script, diagnostics } = parse("\ufeffx = 1; // one\r\n/* two */ y = 2;\r\n");
  expect(diagnostics).toEqual([]);
  expect(script.comments.map(({ kind, text }) => [kind, text])).toEqual([
    ["line", " one"],
    ["block", " two "],
  ]);
});

describe("fixes", () => {
  test.each([
    ["x = 1\ny = 2;", "x = 1;\ny = 2;"],
    ["x = a === b;", "x = a == b;"],
    ["x = a !== b;", "x = a != b;"],
    ["x = a & b;", "x = a && b;"],
    ["x = a | b;", "x = a || b;"],
    ["if(a = 1){}", "if(a == 1){}"],
    ["x = a ? 1 : 2;", "x = if(a , 1 , 2);"],
    ["i++;", "i = i + 1;"],
    ["--i;", "i = i - 1;"],
    ["for x in y {}", "for each x in y {}"],
    ["foreach x in y {}", "for each x in y {}"],
    ["if(a){} elseif(b){}", "if(a){} else if(b){}"],
    ["if(a) x = 1;", "if(a) { x = 1; }"],
    ["const a = 1;", "a = 1;"],
    ["x = “a”;", 'x = "a";'],
    ["r = invokeurl [ url : a; type : GET ];", "r = invokeurl [ url : a type : GET ];"],
  ])("%s", (source, whole) => {
    expect(mended(source)).toBe(whole);
    expect(parse(whole).diagnostics).toEqual([]);
  });
});

describe("recovery", () => {
  test("one error a statement, the next one is whole again", () => {
    expect(said("a = (1;\nb = 2 +;\nc = 3;\nd = [1;")).toEqual([
      "error 1:7 Expecting ')' but found ';'",
      "error 2:8 Unexpected token found ';'",
      "error 4:7 Expecting ']' but found ';'",
    ]);
    expect(parse("a = (1;\nb = 2 +;\nc = 3;").script.body).toHaveLength(3);
  });

  test("half a member is kept for completion", () => {
    expect(firstOf("x = m.\nreturn 1;")).toMatchObject({ value: { kind: "member", name: { text: "" } } });
  });

  test("a forgotten quote is reported where it is", () => {
    expect(said('a = "x;\nb = "y";\nc = f("z");')).toEqual(['error 1:5 Text is not closed properly: " is missing']);
  });

  test("a forgotten brace does not swallow the next function", () => {
    const { script } = parse("void a()\n{\n if(true)\n {\n  info 1;\n}\nvoid b()\n{\n info 2;\n}");
    expect(script.functions.map(({ path }) => path[0]?.text)).toEqual(["a", "b"]);
  });

  test("endless nonsense gets a list that ends", () => {
    const { diagnostics } = parse("? ;\n".repeat(5_000));
    expect(diagnostics).toHaveLength(101);
    expect(diagnostics.at(-1)).toMatchObject({ message: "Too many errors, the rest is not listed" });
  });
});

describe("limits", () => {
  const deep: [string, string][] = [
    ["parentheses", "("],
    ["braces", "{"],
    ["literals", "x = {"],
    ["brackets", "x = [["],
    ["calls", "f("],
    ["signs", "x = -"],
    ["conditions", "if(a){"],
    ["branches", "if(a) "],
    ["helpers", "x = if("],
    ["choices", "x = a ? "],
    ["tasks", "x = invokeurl [ url : "],
    ["tries", "try {"],
  ];
  test.each(deep)("10,000 %s: one clear error, no overflow", (_, piece) => {
    const source = piece.startsWith("x = ") ? `x = ${piece.slice(4).repeat(10_000)}` : piece.repeat(10_000);
    expect(said(source).filter((text) => text.includes("Nested more than 250 levels deep"))).toHaveLength(1);
  });

  test("a chain that is too long", () => {
    expect(parse(`x = ${"a + ".repeat(900)}a;`).diagnostics).toEqual([]);
    expect(said(`x = ${"a + ".repeat(5_000)}a;`)).toHaveLength(1);
    expect(said(`x = a${".f()".repeat(5_000)};`)).toHaveLength(1);
    expect(said(`x = a${".f".repeat(5_000)};`)).toHaveLength(1);
  });

  test("a source that is too long", () => {
    const { diagnostics, script } = parse(" ".repeat(sourceLimits.length + 1));
    expect(diagnostics).toMatchObject([{ code: "source-length", line: 1 }]);
    expect(script.body).toEqual([]);
  });
});

describe("linear time", () => {
  const pieces: [string, string][] = [
    ["open texts", '"\\'],
    ["escaped quotes", "\\'"],
    ["quotes", "'"],
    ["comments", "/*"],
    ["conditions", "if(a\n{}\n"],
    ["calls", "f(a b "],
    ["headers", "foo bar(a, "],
    ["keys", "[ a-b-c-d "],
    ["signs", "a++ "],
    ["digits", "1234567890"],
    ["letters", "äöü"],
    ["curly quotes", "“a"],
    ["loops", "for each x in "],
    ["braces", "}{"],
  ];
  test.each(pieces)("%s", (_, piece) => {
    const whole = piece.repeat(sourceLimits.length / piece.length);
    const start = performance.now();
    parse(whole);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

test("lines end at LF, CR and CRLF", () => {
  const lines = lineIndex("a\nb\r\nc\rd");
  expect(lines.count).toBe(4);
  expect([0, 2, 5, 7].map(lines.lineAt)).toEqual([1, 2, 3, 4]);
  expect([0, 3, 7].map(lines.columnAt)).toEqual([1, 2, 1]);
  expect(lines.startOf(3)).toBe(5);
});
