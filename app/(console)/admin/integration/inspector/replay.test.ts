import { expect, test } from "vitest";
import type { CapturedRequest } from "@/lib/inspector/bin";
import { replayOf } from "./replay";

const captured: CapturedRequest = {
  id: "req_1",
  binId: "bin_1",
  receivedAt: new Date(),
  method: "PUT",
  target: "/a",
  headers: [
    ["Host", "localhost"],
    ["Content-Length", "2"],
    ["Connection", "close"],
    ["Content-Type", "application/json"],
    ["X-Two", "1"],
    ["x-two", "2"],
    ["Authorization", "Bearer t"],
    ["Cookie", "a=1"],
  ],
  body: "{}",
  bodyEncoding: "utf8",
  bodyBytes: 2,
  isTruncated: false,
  remoteAddress: "127.0.0.1",
  isPinned: false,
};

test("method, headers and body as they came, without the connection's own", () => {
  expect(replayOf(captured, "https://example.com/b", true)).toEqual({
    method: "PUT",
    url: "https://example.com/b",
    headers: {
      "content-type": "application/json",
      "x-two": "1, 2",
      authorization: "Bearer t",
      cookie: "a=1",
    },
    body: "{}",
  });
});

test("credentials only when asked for", () => {
  expect(Object.keys(replayOf(captured, "https://example.com", false).headers)).toEqual(["content-type", "x-two"]);
});

test("a body that would not be the same is refused", () => {
  expect(() => replayOf({ ...captured, isTruncated: true }, "", false)).toThrow("beginning");
  expect(() => replayOf({ ...captured, bodyEncoding: "base64" }, "", false)).toThrow("not text");
});
