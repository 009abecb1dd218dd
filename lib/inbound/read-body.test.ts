import fc from "fast-check";
import { expect, test } from "vitest";
import { readBody } from "./read-body";
import { acceptedTypes } from "./web-method";

const found = (type: string, text: string, path: string) => {
  const read = readBody([...acceptedTypes], type, text);
  return read.ok ? read.body.find(path) : read;
};

test("each content type by its own paths", () => {
  expect(found("application/json", '{"a":{"b":[1,2]}}', "a.b[1]")).toBe(2);
  expect(found("application/vnd.partner+json; charset=utf-8", '{"a":1}', "a")).toBe(1);
  expect(found("text/xml", "<a><b id='7'>x</b></a>", "a.b.@id")).toBe("7");
  expect(found("application/soap+xml", "<a><b>x</b></a>", "a.b")).toBe("x");
  expect(found("application/x-www-form-urlencoded", "a[b]=x+y&c=%C3%A9", "a.b")).toBe("x y");
  expect(found("application/x-www-form-urlencoded; charset=iso-8859-1", "c=caf%E9+%21", "c")).toBe("café !");
  expect(found("application/x-www-form-urlencoded; charset=nonsense", "c=caf%C3%A9", "c")).toBe("café");
});

test("a type that is not accepted is refused by name; none at all means the only one", () => {
  expect(readBody(["application/json"], "text/html", "x")).toEqual({
    ok: false,
    status: 415,
    message: "The call is text/html. Send it as application/json.",
  });
  expect(readBody(["application/json", "application/xml"], "", "{}")).toMatchObject({ status: 415 });
  expect(readBody(["application/json"], "", "{}")).toMatchObject({ ok: true });
  expect(readBody(["application/xml"], "application/json", "{}")).toMatchObject({ status: 415 });
});

test("malformed text is refused with its place", () => {
  expect(found("application/json", '{"a": 1,\n "b": }', "a")).toMatchObject({
    status: 400,
    message: expect.stringMatching(/^The JSON body is not valid JSON: line 2, column 7/),
  });
  expect(found("application/xml", "<a>\n<b></a>", "a")).toMatchObject({
    status: 400,
    message: expect.stringMatching(/^The XML body is not valid XML: line 2/),
  });
  expect(found("application/json", "  ", "a")).toMatchObject({ status: 400 });
  expect(found("application/xml", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "a")).toMatchObject({ status: 400 });
});

test("no text makes it throw, whatever is asked of it", () => {
  fc.assert(
    fc.property(fc.constantFrom(...acceptedTypes), fc.string(), fc.string(), (type, text, path) => {
      const read = readBody([...acceptedTypes], type, text);
      if (read.ok) read.body.find(path);
    }),
  );
});
