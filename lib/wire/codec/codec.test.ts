import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getPath } from "@/lib/core/json";
import { decodeReply, findInReply, problemWithPath } from ".";
import { type ResponseContentType, responseContentTypes } from "./content-types";
import { jsonErrorAt } from "./json-position";

const value = (type: ResponseContentType, body: string) => {
  const decoded = decodeReply(type, body);
  return decoded.ok ? decoded.value : decoded.message;
};
const json = (body: string) => value("application/json", body);
const form = (body: string) => value("application/x-www-form-urlencoded", body);

test("every type has a codec that never throws, on any text", () => {
  for (const type of responseContentTypes) {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (body) => typeof decodeReply(type, body).ok === "boolean"));
  }
});

test("JSON and form share their paths", () => {
  for (const type of ["application/json", "application/x-www-form-urlencoded"] as const) {
    expect(findInReply(type, { a: [{ b: 1 }] }, "a[0].b")).toBe(1);
    expect(problemWithPath(type, "a[0].b")).toBeUndefined();
    expect(problemWithPath(type, "a[")).toContain("not a path");
  }
});

describe("JSON", () => {
  test("a byte order mark is tolerated, an empty reply is named", () => {
    expect(json('\ufeff{"result":{"number":"INC1"}}')).toEqual({ result: { number: "INC1" } });
    expect(json(" \n")).toBe("The reply is empty, but JSON was expected.");
  });

  test.each([
    ['{"a": 1,\n "b": oops}', 'line 2, column 7, near "{\\"a\\": 1, \\"b\\": oops}"'],
    ["<html>", 'line 1, column 1, near "<html>"'],
    ['{"a":1,}', "line 1, column 8"],
    ["[1 2]", "line 1, column 4"],
    ["{a:1}", "line 1, column 2"],
    ["{'a':1}", "line 1, column 2"],
    ['{"a" 1}', "line 1, column 6"],
    ["[01]", "line 1, column 3"],
    ['["\\x"]', "line 1, column 2"],
    ["1 1", "line 1, column 3"],
    ["]", "line 1, column 1"],
    ["[1}", "line 1, column 3"],
    ["NaN", "line 1, column 1"],
    ['{"a":[1,2', "the text ends too early"],
  ])("%s", (body, where) => {
    expect(json(body)).toContain(`The reply is not valid JSON: ${where}`);
  });

  test("the error is found in any broken text, deep nesting included, and never in a good one", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        expect(jsonErrorAt(text)).toBe(text.length);
        const at = cut % (text.length + 1);
        const broken = `${text.slice(0, at)}\u0001${text.slice(at)}`;
        expect(jsonErrorAt(broken)).toBeLessThanOrEqual(at);
      }),
      { numRuns: 300 },
    );
    expect(json("[".repeat(300_000))).toContain("ends too early");
  });

  test("prototype keys are data", () => {
    expect(Object.hasOwn(json('{"__proto__":{"x":1}}') as object, "__proto__")).toBe(true);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe("form", () => {
  test.each<[string, unknown]>([
    ["a=1&b=two+words&c=%C3%A9\r\n", { a: "1", b: "two words", c: "é" }],
    ["a=1&a=2", { a: ["1", "2"] }],
    ["ticket[id]=7&ticket[by][name]=Ann", { ticket: { id: "7", by: { name: "Ann" } } }],
    ["list[]=x&list[]=y", { list: ["x", "y"] }],
    ["rows[1][n]=b&rows[0][n]=a", { rows: [{ n: "a" }, { n: "b" }] }],
    ["rows[999999999]=x", { rows: ["x"] }],
    ["list[1]=x&list[]=y", { list: ["x", "y"] }],
    ["0=a&1=b", { 0: "a", 1: "b" }],
    ["a[b=1&]c=2&=3", { "a[b": "1", "]c": "2", "": "3" }],
    ["a=%zz", { a: "%zz" }],
    ["", {}],
  ])("%s", (body, expected) => {
    expect(JSON.parse(JSON.stringify(form(body)))).toEqual(expected);
  });

  test("a mapping path reaches into it", () => {
    expect(getPath(form("result[items][0][number]=INC1"), "result.items[0].number")).toBe("INC1");
  });

  test("limits and contradictions are named", () => {
    expect(form("a=1&a[b]=2")).toBe('The form field "a[b]" is used both as a value and as a group.');
    expect(form("a[b]=2&a=1")).toBe('The form field "a" is used both as a value and as a group.');
    expect(form("a=1&".repeat(1001))).toBe("The form reply has more than 1000 fields.");
    expect(form(`a${"[b]".repeat(10)}=1`)).toContain("nested more than 10 levels deep");
  });

  test("no body reaches a prototype or throws", () => {
    form("__proto__[polluted]=1&constructor[prototype][polluted]=1&a[__proto__][polluted]=1");
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    fc.assert(
      fc.property(
        fc.string(),
        (body) => typeof decodeReply("application/x-www-form-urlencoded", body).ok === "boolean",
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "[", "]", "=", "&", "0", "__proto__", "[]")), (parts) => {
        form(parts.join(""));
        return !Object.hasOwn(Object.prototype, "a") && !Object.hasOwn(Object.prototype, "0");
      }),
    );
  });
});
