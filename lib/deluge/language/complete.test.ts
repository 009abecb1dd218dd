import { describe, expect, test } from "vitest";
import { marked } from "../testing/cursor";
import { complete } from "./complete";
import type { LanguageContext } from "./document";

const context: LanguageContext = {
  functions: [
    { path: "standalone.fullName", signature: { parameters: [{ name: "a", type: "string" }], returnType: "string" } },
    { path: "automation.notify", doc: "Tells everybody." },
  ],
  hostTasks: [{ path: "zoho.sdp.create", doc: "Creates a record." }],
};

const itemsAt = (text: string, given = context) => {
  const { source, offset } = marked(text);
  return complete(source, offset, given);
};
const labels = (text: string, given?: LanguageContext) => itemsAt(text, given).map(({ label }) => label);

/** What the source becomes when the item is taken, tab stops as they are. */
function taken(text: string, label: string): string {
  const { source } = marked(text);
  const item = itemsAt(text).find((one) => one.label === label);
  if (!item) throw new Error(`no ${label} at ${text}`);
  return source.slice(0, item.span.start) + item.text + source.slice(item.span.end);
}

describe("behind a dot, by type", () => {
  test.each<[text: string, first: string[], absent: string[]]>([
    ['x = "a"; x.|', ["trim", "toUpperCase"], ["putAll", "addHour2"]],
    ['x = "a";\nx.tr|', ["trim"], ["put"]],
    ["m = Map();\nm.|", ["put", "get", "keys"], ["trim", "addDay"]],
    ['m = {"a":1};\ninfo m.|;', ["put", "get"], ["trim"]],
    ["l = {1,2};\nl.|\ny = 1;", ["add", "size"], ["trim", "putAll"]],
    ["l = List(); l.|", ["add", "addAll"], ["keys"]],
    ["x = {}; x.put(1,2); x.|", ["put", "keys"], ["trim"]],
    ["x = {}; x.add(1); x.|", ["add"], ["keys"]],
    ["d = zoho.currentdate; d.|", ["addDay", "toString"], ["putAll"]],
    ["zoho.currentdate.|", ["addDay"], ["putAll"]],
    ["zoho.currentdate.addDay(3).|", ["addDay"], ["putAll"]],
    ["info (1 + 2).|", ["round"], ["putAll"]],
    ["info 'a'.length().|", ["round"], ["putAll"]],
    ["n = 5; info n.|", ["round", "toString"], ["putAll"]],
    ["x = unknown.get(1); x.|", ["put", "trim", "addDay"], []],
    ["try { info 1; } catch (e) { info e.| }", ["message", "lineNo"], ["put"]],
    ["void f(map rec) { rec.| }", ["put", "get"], ["trim"]],
    ["void f(string s) { if(s.|) { info 1; } }", ["contains", "trim"], ["putAll"]],
    ['string g() { return "a"; }\nvoid f() { info g().| }', ["trim"], ["putAll"]],
    ["c = Collection(); c.|", ["insert"], ["trim"]],
    ['x = 1; x = "a"; x.|', ["trim"], ["putAll"]],
    ['x = "a"; for each y in x { y.| }', ["trim"], ["putAll"]],
    ['x = invokeurl [ url: "https://a.b" headers: Map().| ];', ["put"], ["trim"]],
    ['foo(bar("a".|', ["trim"], ["putAll"]],
    ['x = "a" + "b".|', ["trim"], ["putAll"]],
    ['if("a".|', ["trim"], ["putAll"]],
  ])("%s", (text, first, absent) => {
    const found = labels(text);
    for (const label of first) expect(found).toContain(label);
    for (const label of absent) expect(found).not.toContain(label);
  });

  test("the best matches come first", () => {
    expect(
      labels('"a".to|')
        .slice(0, 3)
        .every((label) => label.toLowerCase().startsWith("to")),
    ).toBe(true);
    expect(labels("m = Map(); m.|").indexOf("put")).toBeLessThan(labels("m = Map(); m.|").indexOf("isNull"));
  });

  test("is quiet where a name or number is written", () => {
    expect(labels("x = 5.|")).toEqual([]);
    expect(labels("x = 12|")).toEqual([]);
  });

  test("takes the place of what is written, and of no parentheses", () => {
    expect(taken('"a".tr|', "trim")).toBe('"a".trim()');
    expect(taken('"a".tr|im', "trim")).toBe('"a".trim()');
    expect(taken('"a".left|(1)', "leftpad")).toBe('"a".leftpad(1)');
    expect(taken('"a".left|', "leftpad")).toMatch(/^"a"\.leftpad\(\$\{1:\w+\}\)\$0$/);
  });
});

describe("behind a dot, by path", () => {
  test.each<[text: string, present: string[], absent: string[]]>([
    ["zoho.|", ["currentdate", "encryption", "sdp", "device"], ["md5", "trim"]],
    ["info zoho.cur|;", ["currentdate", "currenttime"], ["encryption"]],
    ["zoho.encryption.|", ["md5", "base64Encode"], ["currentdate"]],
    ["info zoho.encryption.ba|", ["base64Encode"], ["md5"]],
    ["zoho.device.|", ["type"], ["currentdate"]],
    ["zoho.sdp.|", ["create", "invokeurl"], ["md5"]],
    ["standalone.|", ["fullName"], ["notify"]],
    ["automation.|", ["notify"], ["fullName"]],
    ["void f(string name, int age) { info input.| }", ["name", "age"], ["trim"]],
    ["void ns.a() { ns.| }\nvoid ns.b() { }", ["a", "b"], ["trim"]],
    ["zoho.\nx = 1;|".replace("zoho.", "zoho.|").replace(";|", ";"), ["currentdate"], ["trim"]],
  ])("%s", (text, present, absent) => {
    const found = labels(text);
    for (const label of present) expect(found).toContain(label);
    for (const label of absent) expect(found).not.toContain(label);
  });

  test("of a function with its parameters", () => {
    expect(taken("standalone.|", "fullName")).toBe(`standalone.fullName(\${1:a})$0`);
  });
});

describe("statements and expressions", () => {
  test.each<[text: string, present: string[], absent: string[]]>([
    ["|", ["if", "for each", "invokeurl", "sendmail", "info", "zoho.currentdate", "ifNull"], ["else"]],
    ["name = 1;\nna|", ["name"], ["if else"]],
    ["name = 1;\nx = na|", ["name"], ["for each"]],
    ["if(true) { info 1; }\nel|", ["else", "else if"], []],
    ["for each item in {1} { info it| }", ["item"], ["if else"]],
    ["for each |", [], ["if"]],
    ["for each x |", ["in"], ["if"]],
    ["l = {1};\nfor each x in |", ["l"], ["if else"]],
    ["x = sendm|", [], ["sendmail"]],
    ["sendm|", ["sendmail"], []],
    ["late = 1; x = la| ; last = 2;", ["late"], ["last"]],
    ["try { a = 1; } catch (err) { info er| }", ["err"], []],
    ["try { a = 1; } catch (err) { b = 1; }\ninfo er|", [], ["err"]],
    ["void f(string subject) { info su| }\nvoid g() { sum = 1; }", ["subject"], ["sum"]],
    ["void f() { g| }\nvoid gather() { }", ["gather"], []],
    ["standalone.|f", ["fullName"], []],
    ["sta|", ["standalone.fullName"], []],
    ["x = foo(1, na|", ["nextWeekDay"], ["if else"]],
    ["if(|", ["true", "null"], ["for each"]],
    ["// if|", [], ["if"]],
    ["/* if| */", [], ["if"]],
    ["info 1;| // if", [], []],
    ['info "if|";', [], ["if"]],
    ['info "if|', [], ["if"]],
    ["x = 1 |", ["and", "is null"], ["if"]],
    ['m = {"a": |', ["null"], ["for each"]],
    ["x = {1, |", ["null"], ["for each"]],
  ])("%s", (text, present, absent) => {
    const found = labels(text);
    for (const label of present) expect(found).toContain(label);
    for (const label of absent) expect(found).not.toContain(label);
  });

  test("statements are skeletons with tab stops", () => {
    expect(taken("for|", "for each")).toBe(`for each \${1:item} in \${2:list}\n{\n\t$0\n}`);
    expect(taken("x = invo|", "invokeurl")).toContain(`\n\turl : \${1:url}`);
  });
});

describe("inside tasks", () => {
  test.each<[text: string, present: string[], absent: string[]]>([
    ["x = invokeurl [ |", ["url", "type", "headers"], ["trim", "if"]],
    ["x = invokeurl [ ty|", ["type"], ["url", "trim"]],
    ['x = invokeurl [ url : "a" | ];', ["type", "headers"], ["url"]],
    ['x = invokeurl\n[\n\turl : "a"\n\tpara|\n];', ["parameters"], ["url"]],
    ['x = invokeurl\n[\n\turl : "a"\n\tresponse-|\n];', ["response-format", "response-decoding"], ["url"]],
    ["x = invokeurl [ type : |", ["GET", "POST"], ["url"]],
    ["x = invokeurl [ type : PO| ];", ["POST"], ["GET", "url"]],
    ["x = invokeurl [ detailed : | ];", ["true", "false"], ["url"]],
    ['name = "a"; x = invokeurl [ url : na|', ["name"], ["type"]],
    ['name = "a"; x = invokeurl [ url : "https://" + na| ];', ["name"], ["type"]],
    ['x = invokeurl [ url : "a".tr| ];', ["trim"], ["type"]],
    ['x = invokeurl [ headers : {"a": nu| } ];', ["null"], ["type"]],
    ['x = invokeurl [ type : "PO|" ];', ["POST"], ["url"]],
    ["sendmail [ |", ["from", "to", "subject", "reply to"], ["url"]],
    ["sendmail\n[\n\tfrom : zoho.adminuserid\n\trep|", ["reply to"], ["from"]],
    ["sendmail [ from : zoho.|", ["adminuserid"], ["subject"]],
    ["sendmail [ attachments : |", ["file"], ["subject"]],
    ["x = zoho.sdp.invokeurl [ |", ["url"], ["trim"]],
  ])("%s", (text, present, absent) => {
    const found = labels(text);
    for (const label of present) expect(found).toContain(label);
    for (const label of absent) expect(found).not.toContain(label);
  });

  test("a key brings its colon, unless it is there", () => {
    expect(taken("x = invokeurl [ ur|", "url")).toBe("x = invokeurl [ url : $0");
    expect(taken('x = invokeurl [ ur| : "a" ];', "url")).toBe('x = invokeurl [ url : "a" ];');
  });
});

describe("inside texts", () => {
  test.each<[text: string, expected: string[]]>([
    ['m = {"name": 1, "age": 2}; info m.get("|");', ["age", "name"]],
    ['m = {"name": 1, "age": 2}; info m.get("na|', ["name"]],
    ['m = Map(); m.put("city", 1); info m.get("|");', ["city"]],
    ['m = Map(); m.put("city", 1); m.get("street"); info m.containKey("|");', ["city", "street"]],
    ['void f(map rec) { info rec.get("Id"); info rec.getJSON("|") }', ["Id"]],
    [
      'r = invokeurl [ url : "a" detailed : true ]; info r.get("|");',
      ["responseCode", "responseHeader", "responseText"],
    ],
    ['for each r in {1} { info r.get("Id"); info r.get("|"); }', ["Id"]],
    ['info "a".trim("|");', []],
    ['info "|";', []],
  ])("%s", (text, expected) => expect(labels(text)).toEqual(expected));

  test("date patterns", () => {
    expect(labels('info today.toString("yyyy|");')).toContain("yyyy-MM-dd HH:mm:ss");
  });
});
