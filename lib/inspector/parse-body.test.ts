import fc from "fast-check";
import { expect, test } from "vitest";
import { type FormNode, parseBody } from "./parse-body";

const parse = (type: string, body: string, more = {}) =>
  parseBody({ headers: type ? [["CONTENT-type", type]] : [], body, bodyEncoding: "utf8", isTruncated: false, ...more });
const form = (body: string): FormNode[] => {
  const parsed = parse("application/x-www-form-urlencoded; charset=utf-8", body);
  return parsed.kind === "form" ? parsed.nodes : [];
};
const leaf = (name: string, ...values: string[]) => ({ name, values, children: [] });

test("JSON by content type, and by looks where there is none", () => {
  expect(parse("application/json; charset=utf-8", '{"a":[1]}')).toEqual({ kind: "json", value: { a: [1] } });
  expect(parse("application/vnd.api+json", "3")).toEqual({ kind: "json", value: 3 });
  expect(parse("", ' {"a":1}')).toMatchObject({ kind: "json" });
  expect(parse("text/plain", '{"a":1}')).toEqual({ kind: "text", text: '{"a":1}' });
});

test("what can't be read as JSON stays text and says why", () => {
  expect(parse("application/json", "{oops")).toMatchObject({
    kind: "text",
    text: "{oops",
    note: expect.stringContaining("not valid JSON"),
  });
  expect(parse("application/json", '{"a":', { isTruncated: true })).toMatchObject({
    note: expect.stringContaining("beginning"),
  });
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  expect(parse("application/json", deep)).toMatchObject({ kind: "text", note: expect.any(String) });
});

test("__proto__ is a name like any other", () => {
  const parsed = parse("application/json", '{"__proto__":{"isAdmin":true}}');
  expect(parsed.kind === "json" && Object.keys(parsed.value as object)).toEqual(["__proto__"]);
  expect(form("__proto__[isAdmin]=1&constructor[prototype][x]=2")).toEqual([
    { name: "__proto__", values: [], children: [leaf("isAdmin", "1")] },
    { name: "constructor", values: [], children: [{ name: "prototype", values: [], children: [leaf("x", "2")] }] },
  ]);
  expect(Object.hasOwn(Object.prototype, "isAdmin")).toBe(false);
});

test("brackets nest, in the order sent", () => {
  expect(form("ticket[id]=1&ticket[agent][name]=Ann+B%C3%A9&x=1&ticket[labels][]=a&ticket[labels][]=b&x=2")).toEqual([
    {
      name: "ticket",
      values: [],
      children: [
        leaf("id", "1"),
        { name: "agent", values: [], children: [leaf("name", "Ann Bé")] },
        { name: "labels", values: [], children: [leaf("", "a", "b")] },
      ],
    },
    leaf("x", "1", "2"),
  ]);
  expect(form("a[b=1&[c]=2&d]=3")).toEqual([leaf("a[b", "1"), leaf("[c]", "2"), leaf("d]", "3")]);
  expect(form("a=1&a[b]=2")).toEqual([{ name: "a", values: ["1"], children: [leaf("b", "2")] }]);
});

test("limits hold", () => {
  expect(parse("application/x-www-form-urlencoded", "a=1&".repeat(2001))).toMatchObject({
    kind: "text",
    note: expect.stringContaining("2,000"),
  });
  const deep = `a${"[b]".repeat(10_000)}`;
  expect(form(`${deep}=1`)).toEqual([leaf(deep, "1")]);
});

test("binary and empty bodies", () => {
  expect(parse("application/json", "AAEC", { bodyEncoding: "base64" })).toEqual({ kind: "binary", base64: "AAEC" });
  expect(parse("application/json", "")).toEqual({ kind: "empty" });
});

test("never throws", () => {
  const type = fc.constantFrom(
    "application/json",
    "application/x-www-form-urlencoded",
    "text/xml",
    "",
    ";;;",
    "text/html",
  );
  fc.assert(fc.property(type, fc.string({ unit: "binary", maxLength: 200 }), (kind, body) => void parse(kind, body)));
});

test("XML as a tree: attributes first, repeated elements apart, indentation left out", () => {
  const body =
    '<?xml version="1.0"?>\n<ticket id="7">\n  <tag>vpn</tag>\n  <tag>a &amp; b</tag>\n  <empty/>\n</ticket>';
  expect(parse("text/xml; charset=utf-8", body)).toEqual({
    kind: "xml",
    nodes: [
      {
        name: "ticket",
        values: [],
        children: [leaf("@id", "7"), leaf("tag", "vpn"), leaf("tag", "a & b"), leaf("empty")],
      },
    ],
  });
  expect(parse("", "<a>1</a>")).toMatchObject({ kind: "xml" });
  expect(parse("application/soap+xml", "<a>")).toMatchObject({ kind: "text", note: expect.stringContaining("XML") });
  expect(parse("text/xml", `<a>${"<b/>".repeat(2001)}</a>`)).toMatchObject({ note: expect.stringContaining("2,000") });
  expect(parse("text/xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).toMatchObject({ kind: "text" });
  expect(parse("text/xml", "<a>1</a>", { isTruncated: true })).toMatchObject({ kind: "text" });
});
