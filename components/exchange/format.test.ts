import { expect, test } from "vitest";
import { formatBytes, formatMs, indentJson, isJsonType, splitUrl, statusText } from "./format";
import { phasesOf } from "./phases";
import { rawRequest, rawResponse } from "./raw-text";

test("times and sizes read at a glance", () => {
  expect([0.04, 9.94, 340.4, 1240, 12_400, 125_000].map(formatMs)).toEqual([
    "0 ms",
    "9.9 ms",
    "340 ms",
    "1.24 s",
    "12.4 s",
    "2 min 5 s",
  ]);
  expect([0, 999, 1200, 64_000, 3_400_000].map(formatBytes)).toEqual(["0 B", "999 B", "1.2 KB", "64 KB", "3.4 MB"]);
  expect([statusText(200), statusText(299)]).toEqual(["200 OK", "299"]);
});

test("a URL falls into host and rest", () => {
  expect(splitUrl("https://api.example.com:8443/a?x=1")).toEqual({ host: "api.example.com:8443", rest: "/a?x=1" });
  expect(splitUrl("nonsense")).toEqual({ host: "nonsense", rest: "" });
});

test("JSON is indented without touching a token", () => {
  const text = '{"big":9007199254740993,"e":1.0e5,"a":[],"o":{},"s":"a,{\\"b\\":[1]}","n":[1,{"x":null}]}';
  const indented = indentJson(text);
  expect(indented).toBe(
    '{\n  "big": 9007199254740993,\n  "e": 1.0e5,\n  "a": [],\n  "o": {},\n  "s": "a,{\\"b\\":[1]}",\n  "n": [\n    1,\n    {\n      "x": null\n    }\n  ]\n}',
  );
  expect(JSON.parse(indented)).toEqual(JSON.parse(text));
  expect(indentJson('["{"]')).toBe('[\n  "{"\n]');
  expect(indentJson("<html>")).toBe("<html>");
});

test("JSON media types", () => {
  const types = ["application/json; charset=utf-8", "application/problem+json", "text/html", undefined];
  expect(types.map(isJsonType)).toEqual([true, true, false, false]);
});

test("phases follow each other; one that did not happen is left out", () => {
  expect(phasesOf({ dnsMs: 5, connectMs: 15, tlsMs: 40, firstByteMs: 100, totalMs: 110 })).toEqual([
    { label: "DNS lookup", startMs: 0, ms: 5 },
    { label: "Connect", startMs: 5, ms: 10 },
    { label: "TLS", startMs: 15, ms: 25 },
    { label: "First byte", startMs: 40, ms: 60 },
    { label: "Download", startMs: 100, ms: 10 },
  ]);
  expect(phasesOf({ firstByteMs: 20, totalMs: 21 }).map(({ label }) => label)).toEqual(["First byte", "Download"]);
  expect(phasesOf({ connectMs: 3, totalMs: 1000 })).toEqual([
    { label: "Connect", startMs: 0, ms: 3 },
    { label: "Until it ended", startMs: 3, ms: 997 },
  ]);
});

test("raw texts are what goes over the wire", () => {
  const request = {
    method: "POST",
    url: "https://a.example?x=1#top",
    headers: {},
    body: "{}",
    connectionId: null,
  } as const;
  expect(rawRequest(request, { accept: "text/html" })).toBe(
    "POST /?x=1 HTTP/1.1\nhost: a.example\naccept: text/html\n\n{}",
  );
  expect(rawResponse({ status: 204, headers: { date: "now" }, body: "", bodyBytes: 0, isTruncated: false })).toBe(
    "HTTP/1.1 204 No Content\ndate: now\n\n",
  );
});
