import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toCurl } from "@/lib/inspector/curl";
import { importCurl } from "./import";

const draft = (command: string) => {
  const result = importCurl(command);
  if (!result.ok) throw new Error(result.message);
  return result.draft;
};

test("the command of a partner's document", () => {
  const { config, auth, notes } = draft(`curl -X POST 'https://api.example.com/v2/incidents?sync=1' \\
    -H "Content-Type: application/json; charset=utf-8" \\
    -H 'Accept: application/json' -H 'X-Source: desk' \\
    -u 'desk:s3:cret' \\
    --data-raw '{"title": "It'\\''s down"}'`);
  expect(config).toEqual({
    url: "https://api.example.com/v2/incidents?sync=1",
    method: "POST",
    headers: [{ name: "X-Source", value: "desk" }],
    body: '{"title": "It\'s down"}',
    hasEncodedUrlParameters: true,
    requestContentType: "application/json",
    responseContentType: "application/json",
  });
  expect(auth).toEqual({ type: "basic", username: "desk", password: "s3:cret" });
  expect(notes).toEqual([]);
});

test.each([
  ["curl x.example", { url: "https://x.example", method: "GET", body: "" }],
  [
    "curl -d a=1 -d b=2 http://x",
    { method: "POST", body: "a=1&b=2", requestContentType: "application/x-www-form-urlencoded" },
  ],
  ["curl -G -d a=1 http://x/?z=1", { method: "GET", url: "http://x/?z=1&a=1", body: "" }],
  ["curl -XDELETE http://x", { method: "DELETE" }],
  [
    "curl --request=PATCH --json '{}' http://x",
    { method: "PATCH", body: "{}", requestContentType: "application/json" },
  ],
  ["curl --data-urlencode 'q=a b&c' http://x", { body: "q=a%20b%26c" }],
  ["curl http://x -d $'a\\nb\\u00e9'", { body: "a\nbé" }],
  [
    "curl -H 'Content-Type: application/vnd.x+json' -d '{}' http://x",
    { requestContentType: "text/plain", headers: [{ name: "Content-Type", value: "application/vnd.x+json" }] },
  ],
  ["curl -sSL -o /dev/null http://x", { url: "http://x", method: "GET" }],
  ["curl -H 'X-Empty;' -H 'X-None:' http://x", { headers: [] }],
])("%s", (command, expected) => {
  expect(draft(command).config).toMatchObject(expected);
});

describe("credentials become an authentication type", () => {
  test.each([
    ["-H 'Authorization: Bearer abc'", { type: "bearer", token: "abc" }],
    ["-H 'authorization: Basic ZGVzazpww6Q='", { type: "basic", username: "desk", password: "pä" }],
    ["--oauth2-bearer abc", { type: "bearer", token: "abc" }],
    ["--ntlm -u 'CORP\\desk:pw'", { type: "ntlm", domain: "CORP", username: "desk", password: "pw" }],
    ["--digest -u desk:pw", { type: "digest", username: "desk", password: "pw" }],
  ])("%s", (options, auth) => {
    const made = draft(`curl ${options} http://x`);
    expect(made.auth).toEqual(auth);
    expect(made.config.headers).toEqual([]);
  });
});

test.each([
  ["curl https://desk:p%40ss@x.example/a?b=c@d", "https://x.example/a?b=c@d", "p@ss"],
  ["curl desk:pw@x.example", "https://x.example", "pw"],
  ["curl -u desk:mine https://desk:pw@x.example/", "https://x.example/", "mine"],
])("%s: the password leaves the URL", (command, url, password) => {
  const { config, auth } = draft(command);
  expect([config.url, auth]).toEqual([url, { type: "basic", username: "desk", password }]);
});

test.each([
  ["curl -k http://x", "--insecure"],
  ["curl -L http://x", "Redirects"],
  ["curl -d @body.json http://x", "body.json"],
  ["curl -F file=@a http://x", "Multipart"],
  ["curl -X TRACE http://x", "TRACE"],
  ["curl -H 'Authorization: AWS4 x' http://x", "AWS4"],
  ["curl -d '{{x}}' http://x", "placeholder"],
  ["curl -H 'Host: y' http://x", "Host"],
])("%s is noted", (command, part) => {
  expect(draft(command).notes.join(" ")).toContain(part);
});

test.each([
  ["", "begins with curl"],
  ["wget http://x", "begins with curl"],
  ["curl", "names no URL"],
  ["curl 'http://x", "never closed"],
  ["curl http://x -H", "needs a value"],
])("%j is refused: %s", (command, part) => {
  const result = importCurl(command);
  expect(result.ok ? "" : result.message).toContain(part);
});

test("whatever is copied as cURL comes back the same", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), (body, path) => {
      const text = body.replaceAll("\0", "").replaceAll("\r\n", "\n").toWellFormed();
      fc.pre(text !== "" && !/^[@{]/.test(text));
      const url = `https://x.example/${encodeURIComponent(path.toWellFormed())}?a=b`;
      const headers: [string, string][] = [
        ["content-type", "text/plain"],
        ["x-a", "it's $HOME `x`"],
      ];
      const { config } = draft(toCurl({ method: "POST", headers, body: text, bodyEncoding: "utf8" }, url));
      expect(config).toMatchObject({
        url,
        method: "POST",
        body: text,
        headers: [{ name: "x-a", value: "it's $HOME `x`" }],
      });
    }),
  );
});

test("never throws", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void importCurl(`curl ${text}`)));
});
