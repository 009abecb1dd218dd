import fc from "fast-check";
import { XmlDocument } from "libxml2-wasm";
import { describe, expect, test } from "vitest";
import { renderTemplate } from "@/lib/template/render";
import { compileTemplate } from "@/lib/template/template";
import { checkXmlBody } from "./check-xml-body";
import { xmlMistake } from "./request";
import { sampleForms } from "./testing/samples";

const check = (body: string) => checkXmlBody(body, sampleForms, [{ name: "Ref" }]);

describe("the body template", () => {
  test.each([
    '<?xml version="1.0"?>\n<t id="{{ticket.id}}"><d>{{ticket.title}}</d><![CDATA[{{ticket.title}}]]></t>',
    "<t>{% for row in ticket.linkedassets %}<a>{{row.asset}}</a>{% endfor %}</t>",
    '<s:E xmlns:s="urn:s"><s:B>{{parameters.Ref}}</s:B></s:E>',
    "{{ticket.title | raw}}",
    '<t when="{{ticket.createdAt | date("Y")}}"/>',
  ])("%s is fine", (body) => expect(check(body)).toBeUndefined());

  test.each<[string, string, { line: number; column: number } | undefined]>([
    ["<t>{{ticket.id}}</t", "once its placeholders are filled: <t> of line 1 is never closed", { line: 1, column: 20 }],
    ["<t>\n <a>{{ticket.id}} & co</a></t>", "& must be written as &amp;", { line: 2, column: 19 }],
    ["<t id={{ticket.id}}/>", "the value of an attribute needs quotes", { line: 1, column: 7 }],
    ["<{{ticket.title}}/>", "when its placeholders are empty: a tag has no name", { line: 1, column: 19 }],
    ["<t><!-- {{ticket.title}} --></t>", "when a value contains two hyphens: a comment may not contain --", undefined],
    ["<s:t/>", "the prefix “s” is not declared with xmlns:s", undefined],
    ["<!DOCTYPE t><t/>", "a DOCTYPE is not accepted", undefined],
    ["{{ticket.title}}", "there is text before the first tag", undefined],
    ["<t>{% if ticket.id %}</t>{% endif %}", "when its placeholders are empty", undefined],
  ])("%s", (body, message, place) => {
    const mistake = check(body);
    expect(mistake?.message).toContain(message);
    if (place) expect(mistake?.place).toEqual(place);
  });
});

test("the mistake of a sent body has its place", () => {
  expect(xmlMistake("<a/>")).toBeUndefined();
  expect(xmlMistake("<a>\n<b></a>")).toEqual({ line: 2, column: 4, reason: "</a> doesn't close <b> of line 2" });
});

test("no value breaks a body: it is well-formed to libxml2 and to us, and the values arrive", () => {
  const source =
    '<?xml version="1.0"?>\n<t a="{{a}}" b=\'{{b}}\'><x>{{a}}</x><y>{{b | upper}}</y><![CDATA[{{a}}]]>{% for i in list %}<i>{{i}}</i>{% endfor %}<?p {{b}}?></t>';
  const template = compileTemplate(source);
  const unit = fc.constantFrom(
    ..."<>&'\"]-?!=%{}#;x \t\n\r\0\u0001\u000b\ud800\udfff\ufffe\u2028é日😀".split(""),
    "]]>",
    "-->",
    "?>",
    "<!--",
    "&lt;",
  );
  const value = fc.oneof(fc.string({ unit }), fc.string({ unit: "binary" }));
  // What XML 1.0 can hold, as escapeXml documents.
  const allowed = (text: string) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
  fc.assert(
    fc.property(value, value, fc.array(value, { maxLength: 3 }), (a, b, list) => {
      const values: Record<string, unknown> = { a, b, list };
      const text = renderTemplate(template, "xml", { get: ([name = ""]) => values[name] });
      expect(xmlMistake(text)).toBeUndefined();
      const document = XmlDocument.fromString(text);
      try {
        expect(document.root.attrs).toHaveLength(2);
        const x = document.get("/t/x");
        // XML reads CR and CRLF as LF.
        expect(x?.content).toBe(allowed(a).replace(/\r\n?/g, "\n"));
        expect(document.find("/t/i")).toHaveLength(list.length);
        expect(document.find("/t/*")).toHaveLength(2 + list.length);
      } finally {
        document.dispose();
      }
    }),
    { numRuns: 300 },
  );
});
