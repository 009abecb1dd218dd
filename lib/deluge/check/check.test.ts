import { describe, expect, test } from "vitest";
import { withEdits } from "../language/code-actions";
import { check } from "./check";
import type { CheckContext } from "./state";

const context: CheckContext = {
  hasTask: (path) => path === "zoho.sdp.create",
  functions: [
    {
      path: "standalone.fullName",
      signature: { parameters: [{ name: "a", type: "string" }], returnType: "string" },
    },
  ],
};

const found = (source: string, given: CheckContext = context) =>
  check(source, given).diagnostics.map(({ severity, line, message }) => `${severity} ${line}: ${message}`);

/** Every first fix made, one diagnostic after the other. */
function mended(source: string): string {
  const fix = check(source, context).diagnostics.find(({ fixes }) => fixes?.length)?.fixes?.[0];
  return fix ? withEdits(source, fix.edits) : source;
}

const undefinedAt = (line: number, name: string) => `error ${line}: Variable '${name}' is not defined`;

describe("variables", () => {
  test.each<[what: string, source: string, expected: string[]]>([
    ["reading before any assignment", "info x;\nx = 1;", [undefinedAt(1, "x"), "hint 2: Variable 'x' is never read"]],
    ["assigned in a branch is enough", "if(true) { x = 1; }\ninfo x;", []],
    ["the value comes before the target", "x = x + 1;", ["hint 1: Variable 'x' is never read", undefinedAt(1, "x")]],
    ["a compound assignment reads", "x += 1;", [undefinedAt(1, "x"), "hint 1: Variable 'x' is never read"]],
    ["case counts", "Name = 1;\ninfo Name + name;", [undefinedAt(2, "name")]],
    ["a loop's variable lives on", "for each x in {1} { info x; }\ninfo x;", []],
    ["a caught error does not", "try { info 1; } catch (e) { info e; }\ninfo e;", [undefinedAt(2, "e")]],
    ["unless a variable has its name", "e = 1;\ntry { info 1; } catch (e) { info e.message; }\ninfo e;", []],
    ["functions share nothing", "void a() { x = 1; info x; }\nvoid b() { info x; }", [undefinedAt(2, "x")]],
    ["parameters", "void a(string p) { info p + input.p; input.p = 1; }", []],
    ["input has the parameters alone", "void a(string p) { info p + input.q; }", [undefinedAt(1, "input.q")]],
    ["today is the system's", "info today; info now.getYear(); today = today.addDay(1); info today;", []],
    ["zoho is no value", "info zoho;", [undefinedAt(1, "zoho")]],
    ["unknown system variables", "info zoho.curentdate;", [undefinedAt(1, "zoho.curentdate")]],
    ["any letter case", "info ZOHO.CurrentDate;", []],
    ["variables of the host", "info zoho.appvariable.X;", []],
    ["a variable may be called zoho", "zoho = Map();\ninfo zoho.get(1);", []],
    ["self-assignment", "x = 1;\nx = x;", ["warning 2: The variable is assigned to itself"]],
    ["unused", "x = 1;", ["hint 1: Variable 'x' is never read"]],
    ["a map put to is read", "x = Map();\nx.put(1,2);", []],
  ])("%s", (_, source, expected) => expect(found(source)).toEqual(expected));

  test("parameters of the form", () => {
    const signature = { parameters: [{ name: "p", type: "string" as const }], returnType: null };
    expect(found("info p + input.p;", { signature })).toEqual([]);
    expect(found("void f() {}", { signature })).toEqual([
      "warning 1: The header takes 0 parameters, the function is declared with 1",
    ]);
  });
});

describe("functions", () => {
  test.each<[what: string, source: string, expected: string[]]>([
    ["both forms of a call", 'info "a".leftpad(5) + leftpad("a", 5);', []],
    ["too many", 'info "a".trim(1);', ["error 1: No. of arguments mismatches for the function trim"]],
    ["too few", 'info "a".text();', ["error 1: No. of arguments mismatches for the function text"]],
    ["no receiver", "info trim();", ["error 1: No. of arguments mismatches for the function trim"]],
    ["unknown", 'info "a".frob();', ["error 1: Not able to find 'frob' function"]],
    ["unknown, free", "frob(1);", ["error 1: Not able to find 'frob' function"]],
    ["own", "void a() { b(1); }\nvoid b(int x) { info x; }", []],
    ["own, fewer are null", "void a() { b(); }\nvoid b(int x) { info x; }", []],
    [
      "own, too many",
      "void a() { b(1, 2); }\nvoid b(int x) { info x; }",
      ["error 1: No. of arguments mismatches for the function b"],
    ],
    ["own by path", "void standalone.a() { ns.b(); thisapp.ns.b(); }\nvoid ns.b() { info 1; }", []],
    ["own, case counts", "void a() { B(); }\nvoid b() { info 1; }", ["error 1: Not able to find 'B' function"]],
    ["stored", 'info standalone.fullName("a");', []],
    [
      "stored, too many",
      'info standalone.fullName("a", 1);',
      ["error 1: No. of arguments mismatches for the function fullName"],
    ],
    ["not stored", "standalone.other();", ["error 1: Not able to find 'standalone.other' function"]],
    ["twice", "void a() {}\nvoid a() {}", ["error 2: Function 'a' is already defined"]],
    ["parameter twice", "void a(int x, int x) { info x; }", ["error 1: Parameter 'x' is already defined"]],
    ["known tasks of the host", "zoho.sdp.create(1);", []],
    [
      "unknown tasks of the host",
      'zoho.crm.getRecordById("Leads", 1);',
      ["warning 1: Not able to find 'zoho.crm.getRecordById' function here: calling it is an error at run time"],
    ],
    ["today()", "info today();", ["warning 1: 'today' is read without parentheses"]],
    ["a free function is no method", 'info "a".zoho();', ["error 1: Not able to find 'zoho' function"]],
    [
      "nothing given back",
      "l = List();\nx = l.clear();\ninfo x;",
      ["warning 2: This gives nothing: the variable becomes null"],
    ],
  ])("%s", (_, source, expected) => expect(found(source)).toEqual(expected));

  test("without knowing other functions, their paths are let pass", () => {
    expect(found("standalone.other(); automation.x(1); zoho.crm.y();", {})).toEqual([]);
  });
});

describe("what other languages have", () => {
  test.each<[before: string, after: string]>([
    ['x = "a".split(","); info x;', 'x = "a".toList(","); info x;'],
    ['x = {1}.join("-"); info x;', 'x = {1}.toString("-"); info x;'],
    ['info "a".replace("a", "b");', 'info "a".replaceAll("a", "b", true);'],
    ['info "abc".substr(1);', 'info "abc".subString(1);'],
    ['info "abc".slice(1);', 'info "abc".subString(1);'],
    ['info "abc".charAt(1);', 'info "abc".subString(1, 2);'],
    ['i = 1; info "abc".charAt(i);', 'i = 1; info "abc".subString(i, i + 1);'],
    ["l = List(); l.push(1);", "l = List(); l.add(1);"],
    ["l = List(); l.append(1);", "l = List(); l.add(1);"],
    ['info "1".toInt();', 'info "1".toLong();'],
    ['info parseInt("1");', 'info toLong("1");'],
    ["info Map().keySet();", "info Map().keys();"],
    ['info "a".length;', 'info "a".length();'],
    ['info "a".toUpper();', 'info "a".toUpperCase();'],
    ["console.log(1);", "info 1;"],
    ["print(1 + 2);", "info 1 + 2;"],
    ["info undefined;", "info null;"],
    ["info today();", "info today;"],
    ["if(true & false) { info 1; }", "if(true && false) { info 1; }"],
    ["if(1 === 2) { info 1; }", "if(1 == 2) { info 1; }"],
    ["l = {1}; info l[0];", "l = {1}; info l.get(0);"],
    ['m = Map(); m["a"] = 1;', 'm = Map(); m.put("a", 1);'],
    ["name = 1; info nmae;", "name = 1; info name;"],
    ['info "a".toLowercas();', 'info "a".toLowerCase();'],
    ["info zoho.curentdate;", "info zoho.currentdate;"],
    ["info standalone.fulName(1);", "info standalone.fullName(1);"],
    ['info zoho.encryption.mdd5("a");', 'info zoho.encryption.md5("a");'],
  ])("%s", (before, after) => {
    expect(mended(before)).toBe(after);
    expect(found(after).filter((text) => text.startsWith("error"))).toEqual([]);
  });

  test.each(["getType", "typeof", "isList"])("%s: there is none", (name) => {
    expect(found(`x = 1;\ninfo ${name}(x);`)[0]).toContain(
      `error 2: Not able to find '${name}' function. There is none`,
    );
  });
});

describe("flow", () => {
  test.each<[what: string, source: string, expected: string[]]>([
    ["after return", "return 1;\ninfo 2;\ninfo 3;", ["warning 2: This is never reached"]],
    ["after throw", 'throw "x";\ninfo 2;', ["warning 2: This is never reached"]],
    ["after break", "for each x in {1}\n{ break;\ninfo x; }", ["warning 3: This is never reached"]],
    [
      "both branches return",
      "if(true) { return 1; } else { return 2; }\ninfo 3;",
      ["warning 2: This is never reached"],
    ],
    ["one branch returns", "if(true) { return 1; }\ninfo 3;", []],
    [
      "try and catch return",
      "try { return 1; } catch (e) { return 2; }\ninfo 3;",
      ["warning 2: This is never reached"],
    ],
    ["break outside", "break;\ninfo 1;", ["error 1: 'break' can be used only inside for each"]],
    ["continue outside", "if(true) { continue; }", ["error 1: 'continue' can be used only inside for each"]],
    ["a loop around counts", "for each x in {1} { if(x == 1) { continue; } info x; }", []],
    [
      "missing return",
      "string f(bool b)\n{ if(b) { return 1; } }",
      ["hint 1: Not every path ends with return: without one the function returns null"],
    ],
    ["nothing missing", 'string f(bool b)\n{ if(b) { return 1; } throw "x"; }', []],
    ["a value unused", "x = 1;\nx + 1;", ["hint 2: This value is not used"]],
  ])("%s", (_, source, expected) => expect(found(source)).toEqual(expected));
});

describe("types", () => {
  const criteria = (line: number, a: string, b: string, operator: string) =>
    `error ${line}: In Criteria left expression is of type ${a} and right expression is of type ${b} and the operator ${operator} is not valid`;
  test.each<[what: string, source: string, expected: string[]]>([
    ["a map has no order", "m = Map();\nif(m > 5) { info 1; }", [criteria(2, "KEY-VALUE", "NUMBER", ">")]],
    ["nor has a boolean", "if(true < 5) { info 1; }", [criteria(1, "BOOLEAN", "NUMBER", "<")]],
    ["dates and numbers", "if(today > 5) { info 1; }", [criteria(1, "DATE-TIME", "NUMBER", ">")]],
    ["text reads as anything", 'if(today > "01-Jan-2019" && "5" < 6) { info 1; }', []],
    ["a declared parameter", "void f(map m) { if(m <= 5) { info 1; } }", [criteria(1, "KEY-VALUE", "NUMBER", "<=")]],
    ["an assignment elsewhere makes it open", "m = Map();\nif(true) { m = 1; }\nif(m > 5) { info 1; }", []],
    ["what a map holds is open", 'm = Map();\nif(m.get("a") > 5) { info 1; }', []],
    ["never equal", "if({1} == 5) { info 1; }", [criteria(1, "LIST", "NUMBER", "==").replace("error", "warning")]],
    ["null compares with all", "m = Map();\nif(m == null || m != null) { info 1; }", []],
    ["return type", "map f() { return 5; }", ["error 1: Invalid return Type. The function is declared to return map"]],
    [
      "return nothing",
      "void f() { return 5; }",
      ["warning 1: Invalid return Type. The function is void: the value is dropped"],
    ],
    ["return null", "map f() { return null; }", []],
    ["return what may fit", "map f(string s) { return s; }", []],
    ["no such method", "x = true.addDay(1);\ninfo x;", ["warning 1: Not able to find 'addDay' function for BOOLEAN"]],
  ])("%s", (_, source, expected) => expect(found(source)).toEqual(expected));

  test("the return type of the form", () => {
    const signature = { parameters: [], returnType: "map" as const };
    expect(found("return 5;", { signature })).toEqual([
      "error 1: Invalid return Type. The function is declared to return map",
    ]);
  });
});

describe("tasks", () => {
  test.each<[what: string, source: string, expected: string[]]>([
    ["all is well", 'x = invokeurl [ url : "https://a.b" type : post ];\ninfo x;', []],
    ["missing", "x = invokeurl [ type : GET ];\ninfo x;", ["error 1: 'URL' message is missing for invokeurl task"]],
    [
      "wrong word",
      'x = invokeurl [ url : "https://a.b" type : PSOT ];\ninfo x;',
      ["error 1: 'PSOT' is no type: write GET, POST, PUT, PATCH, DELETE or OPTIONS"],
    ],
    ["a variable may hold the word", 'm = "GET";\nx = invokeurl [ url : "https://a.b" type : m ];\ninfo x;', []],
    [
      "wrong text",
      'x = invokeurl [ url : "https://a.b" type : "PSOT" ];\ninfo x;',
      ["error 1: 'PSOT' is no type: write GET, POST, PUT, PATCH, DELETE or OPTIONS"],
    ],
    [
      "body and parameters",
      'x = invokeurl [ url : "https://a.b" body : "a" parameters : "b" ];\ninfo x;',
      ["error 1: 'body' and 'parameters' can't be given together: keep one"],
    ],
    [
      "twice",
      'x = invokeurl [ url : "https://a.b" url : "https://a.b" ];\ninfo x;',
      ["error 1: 'url' is given twice to invokeurl"],
    ],
    [
      "from",
      'sendmail [ to : "a@b.c" subject : "s" message : "m" ];',
      ["error 1: 'FROM' message is missing for sendmail task"],
    ],
    [
      "no value",
      'x = sendmail [ from : zoho.adminuserid to : "a@b.c" subject : "s" message : "m" ];\ninfo x;',
      ["error 1: Improper Statement: sendmail gives no value: it stands alone"],
    ],
  ])("%s", (_, source, expected) => expect(found(source)).toEqual(expected));

  test("an unknown key names the known ones and mends", () => {
    const source = 'x = invokeurl [ ulr : "https://a.b" ]; info x;';
    expect(found(source)[0]).toContain("invokeurl has no attribute 'ulr'. It takes url, type");
    expect(mended(source)).toBe('x = invokeurl [ url : "https://a.b" ]; info x;');
  });

  test.each<[source: string, expected: string]>([
    ['alert "a";', "'ALERT' task can be used only in on load, on validate and on change actions"],
    ["cancel submit;", "'CANCEL SUBMIT' task can be used only in on load, on validate and on change actions"],
    ["hide Field;", "'HIDE' task can be used only in on load, on validate and on change actions"],
    ["insert into Form [ A = 1 ];", "'INSERT' task is not available here"],
    ["delete from Form[ID == 1];", "'DELETE' task is not available here"],
    ["for each r in Form[ID == 1] { info r; }", "Improper Statement"],
    ['sendsms [ to : "1" message : "m" ];', "'SENDSMS' task is not available here"],
  ])("%s is refused", (source, expected) => {
    const errors = found(source).filter((text) => text.startsWith("error"));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(expected);
  });
});
