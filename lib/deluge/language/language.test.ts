import { describe, expect, test } from "vitest";
import { marked } from "../testing/cursor";
import { codeActions, withEdits } from "./code-actions";
import type { LanguageContext } from "./document";
import { folding } from "./folding";
import { editing, highlight } from "./highlight";
import { hover } from "./hover";
import { semanticTokens } from "./semantic-tokens";
import { signatureHelp } from "./signature-help";
import { symbols } from "./symbols";

const context: LanguageContext = {
  functions: [
    {
      path: "standalone.fullName",
      signature: {
        parameters: [
          { name: "first", type: "string" },
          { name: "last", type: "string" },
        ],
        returnType: "string",
      },
      doc: "Joins both names.",
    },
  ],
};

describe("hover", () => {
  const at = (text: string) => {
    const { source, offset } = marked(text);
    return hover(source, offset, context);
  };
  test.each<[text: string, code: string]>([
    ['x = "a"; info x|;', "x: TEXT"],
    ['x = "a"; x = 5; info |x;', "x: NUMBER"],
    ['|x = "a";', "x: TEXT"],
    ["void f(map re|c) { info rec; }", "rec: KEY-VALUE"],
    ["for each ite|m in {1} { info item; }", "item"],
    ["for each index i| in {1} { info i; }", "i: NUMBER"],
    ["try { info 1; } catch (e|) { info e; }", "e: ERROR"],
    ['info "a".tr|im();', "trim() → TEXT"],
    ["info zoho.currentd|ate;", "zoho.currentdate: DATE-TIME"],
    ["info to|day;", "today: DATE-TIME"],
    ['info standalone.full|Name("a");', "standalone.fullName(first: string, last: string) → string"],
    ["string f(int a) { return g|(1); }\nstring g(int b) { return b; }", "g(b: int) → string"],
    ["string f|(int a) { return 1; }", "f(a: int) → string"],
    ['x = invoke|url [ url : "a" ];', "invokeurl [ url: … ]"],
    ['x = invokeurl [ ur|l : "a" ];', "url : TEXT"],
    ['x = invokeurl [ url : "a" ty|pe : POST ];', "type : GET | POST | PUT | PATCH | DELETE | OPTIONS"],
    ['x = invokeurl [ url : "a" type : PO|ST ];', "POST"],
    ["fo|r each x in {1} { info x; }", "for"],
    ["ret|urn 1;", "return"],
  ])("%s", (text, code) => expect(at(text)?.code).toBe(code));

  test.each(["info 1|2;", 'info "te|xt";', "// com|ment", "|", "x = 1 | ;"])("nothing at %s", (text) => {
    expect(at(text)).toBeNull();
  });

  test("says what the function does and shows an example", () => {
    const { text } = at('info leftp|ad("1", 3);') ?? { text: "" };
    expect(text.length).toBeGreaterThan(20);
    expect(text).toContain("`");
  });
});

describe("signature help", () => {
  const at = (text: string) => {
    const { source, offset } = marked(text);
    const help = signatureHelp(source, offset, context);
    return help && `${help.signatures[help.active]?.text} #${help.parameter}`;
  };
  test.each<[text: string, expected: string | null]>([
    ['info "abc".subString(|', "subString(start: NUMBER, end?: NUMBER) → TEXT #0"],
    ['info "abc".subString(1, |', "subString(start: NUMBER, end?: NUMBER) → TEXT #1"],
    ['info "abc".subString(1, 2|);', "subString(start: NUMBER, end?: NUMBER) → TEXT #1"],
    ['info "abc".subString(|)', "subString(start: NUMBER, end?: NUMBER) → TEXT #0"],
    ['info subString("abc", |)', "subString(value: TEXT, start: NUMBER, end?: NUMBER) → TEXT #1"],
    ['info standalone.fullName("a", |', "standalone.fullName(first: string, last: string) → string #1"],
    ["void f() { g(1, | }\nvoid g(int a, int b) { info a + b; }", "g(a: int, b: int) → void #1"],
    ["info if(true, |", "if(condition, value, other value) → either #1"],
    ["x = List(|", "List(items?: LIST) → LIST #0"],
    ['info "abc".subString("x,y".length(), |', "subString(start: NUMBER, end?: NUMBER) → TEXT #1"],
    ['info "abc".subString({1,2,3}.size(), |', "subString(start: NUMBER, end?: NUMBER) → TEXT #1"],
    ['info "abc".subString({1, |', "subString(start: NUMBER, end?: NUMBER) → TEXT #0"],
    ['info "abc".subString("a, b|', "subString(start: NUMBER, end?: NUMBER) → TEXT #0"],
    ['info "abc".sub|String(1)', null],
    ['info "abc".subString(1)|', null],
    ['info "abc".subString(1);\nx = |', null],
    ["if(|", null],
    ["void f(|", null],
    ["info (1 + |", null],
    ["|", null],
  ])("%s", (text, expected) => expect(at(text)).toBe(expected));
});

describe("symbols", () => {
  test("functions with parameters and variables", () => {
    const source =
      "string ns.first(map rec)\n{\n\tx = 5;\n\tx = 6;\n\tfor each y in {1} { info y; }\n\treturn x;\n}\nvoid second() { }";
    const shown = symbols(source).map(({ name, detail, children }) => [
      name,
      detail,
      children.map((child) => `${child.name} ${child.kind} ${child.detail}`),
    ]);
    expect(shown).toEqual([
      ["ns.first", "string", ["rec parameter KEY-VALUE", "x variable NUMBER", "y variable loop variable"]],
      ["second", "void", []],
    ]);
    const [first] = symbols(source);
    expect(first && source.slice(first.selection.start, first.selection.end)).toBe("first");
  });

  test("of a bare body, without the form's parameters", () => {
    const signature = { parameters: [{ name: "p", type: "int" as const }], returnType: null };
    expect(symbols("x = p;", { signature }).map(({ name }) => name)).toEqual(["x"]);
  });
});

describe("folding", () => {
  const folds = (source: string) => folding(source).map(({ start, end, kind }) => [source.slice(start, end), kind]);
  test.each<[source: string, expected: [string, string][]]>([
    ["if(true)\n{\n\tinfo 1;\n}", [["{\n\tinfo 1;\n}", "block"]]],
    ["if(true) { info 1; }", []],
    ["x = invokeurl\n[\n\turl : 1\n];", [["[\n\turl : 1\n]", "block"]]],
    ["/* a\nb */", [["/* a\nb */", "comment"]]],
    ["// a\n// b\ninfo 1; // c\n// d", [["// a\n// b", "comment"]]],
    ["if(true)\n{\n\tinfo (1;\n}", [["{\n\tinfo (1;\n}", "block"]]],
    ["}\n]\n{", []],
  ])("%j", (source, expected) => expect(folds(source)).toEqual(expected));
});

describe("semantic tokens", () => {
  test("every word by what it means", () => {
    const source =
      'string ns.f(map rec)\n{\n\tx = rec.get("a");\n\tx += 1; // now\n\tr = invokeurl [ url : x type : POST reply-to : today ];\n\tfor each index i in {1} { info zoho.encryption.md5(i) + r.Field; }\n\treturn ns.f(rec);\n}';
    const told = semanticTokens(source).map(
      ({ start, end, type, modifiers }) => `${source.slice(start, end)} ${[type, ...modifiers].join(".")}`,
    );
    expect(told).toEqual([
      ...["string type", "ns function.declaration", "f function.declaration", "map type", "rec parameter.declaration"],
      ...["x variable.declaration", "rec parameter", "get method.defaultLibrary", '"a" string'],
      ...["x variable.modification", "1 number", "// now comment", "r variable.declaration"],
      ...["invokeurl keyword.defaultLibrary", "url property", "x variable", "type property", "POST enumMember"],
      ...["reply property", "to property", "today variable.defaultLibrary", "for keyword", "each keyword"],
      ...["index keyword", "i variable.declaration", "in keyword", "1 number", "info keyword", "zoho namespace"],
      ...["encryption namespace", "md5 function.defaultLibrary", "i variable", "r variable", "Field property"],
      ...["return keyword", "ns namespace", "f function", "rec parameter"],
    ]);
  });
});

describe("code actions", () => {
  test("mend what is wrong at the place", () => {
    const source = 'x = "a-b".split("-");\ninfo x.frob();';
    const [action, ...others] = codeActions(source, { start: 12, end: 12 });
    expect(others).toEqual([]);
    expect(action).toMatchObject({ title: "Change to toList", isPreferred: true });
    expect(withEdits(source, action?.edits ?? [])).toBe('x = "a-b".toList("-");\ninfo x.frob();');
    expect(codeActions(source, { start: 0, end: 0 })).toEqual([]);
  });
});

describe("highlighting", () => {
  test("knows the library's words", () => {
    expect(highlight.keywords).toContain("for");
    expect(highlight.blockTasks).toEqual(expect.arrayContaining(["invokeurl", "sendmail"]));
    expect(highlight.types).toContain("map");
    expect(editing.brackets).toContainEqual(["{", "}"]);
  });

  test("every rule begins where it is tried and takes something", () => {
    for (const rules of Object.values(highlight.tokenizer))
      for (const [pattern] of rules) if (pattern instanceof RegExp) expect(pattern.exec("")).toBeNull();
  });
});
