import { expect, test } from "vitest";
import { format } from "./format";

const formatted = (source: string) => {
  const result = format(source);
  return "text" in result ? result.text : result.diagnostics.map(({ message }) => message);
};

test("statements, blocks and spaces", () => {
  expect(formatted('if(a=="x"){x=1;;y={"a":1,"b":{1,2}};}else if(-b>1){info (a+b);}else{return}')).toBe(
    [
      'if(a == "x")',
      "{",
      "\tx = 1;",
      '\ty = {"a": 1, "b": {1, 2}};',
      "}",
      "else if(-b > 1)",
      "{",
      "\tinfo (a + b);",
      "}",
      "else",
      "{",
      "\treturn;",
      "}",
      "",
    ].join("\n"),
  );
});

test("a task has a line for each attribute", () => {
  expect(formatted('r=invokeurl[url:a type : POST, content-type :"b" // how\n headers:{"A":"b"}]')).toBe(
    'r = invokeurl\n[\n\turl: a\n\ttype: POST\n\tcontent-type: "b" // how\n\theaders: {"A": "b"}\n];\n',
  );
});

test("comments and blank lines", () => {
  expect(formatted("// a\n\n\n\nx = 1; // b\n/* c\n  d */\nfor  each  y in z{// e\n\n// f\n}\n\n\n// g")).toBe(
    "// a\n\nx = 1; // b\n/* c\n  d */\nfor each y in z\n{ // e\n\n\t// f\n}\n\n// g\n",
  );
});

test("line breaks inside expressions stay", () => {
  expect(formatted('x = "a"\n + b\n .trim();\ny = f(1,\n{\n"a":1\n});\nz\n=\n1;')).toBe(
    'x = "a"\n\t+ b\n\t.trim();\ny = f(1,\n\t{\n\t\t"a": 1\n\t});\nz = 1;\n',
  );
});

test("functions are a blank line apart", () => {
  expect(formatted("void a(string b,int c){}\nmap d(){}")).toBe("void a(string b, int c)\n{\n}\n\nmap d()\n{\n}\n");
});

test("what the checks refuse later is laid out, too", () => {
  expect(formatted("insert into F[A=1,B:c]\nalert  x;for each r in F[a==1] sort by B range from 1 to 2{}")).toBe(
    "insert into F [A = 1, B: c];\nalert x;\nfor each r in F[a == 1] sort by B range from 1 to 2\n{\n}\n",
  );
});

test("a source with errors is left alone", () => {
  expect(formatted("x = ;")).toEqual(["Unexpected token found ';'"]);
  expect(formatted("")).toBe("");
});
