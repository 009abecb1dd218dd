import { expect, test } from "vitest";
import type { CapturedRequest } from "@/lib/inspector/bin";
import { defaultBinResponse } from "@/lib/inspector/bin";
import { replyWith } from "@/lib/inspector/script";
import { comparedTexts } from "./compared-texts";
import { countNewer } from "./count-newer";
import { describeResponse } from "./describe-response";
import { hexDump } from "./hex";
import { shownRequest } from "./shown-request";
import { queryOf, urlOfTarget } from "./target";

test("bytes are dumped sixteen a line, up to the limit", () => {
  const base64 = Buffer.from("\0\x01Hello, hex dump!ÿ", "latin1").toString("base64");
  expect(hexDump(base64, 1000)).toBe(
    [
      "00000000  00 01 48 65 6c 6c 6f 2c  20 68 65 78 20 64 75 6d  ..Hello, hex dum",
      "00000010  70 21 ff                                          p!.",
    ].join("\n"),
  );
  expect(hexDump(base64, 4)).toBe("00000000  00 01 48 65                                       ..He");
  expect(hexDump("", 16)).toBe("");
});

test("a target below a bin", () => {
  expect(urlOfTarget("http://h/inspect/b", "/")).toBe("http://h/inspect/b");
  expect(urlOfTarget("http://h/inspect/b", "/a?x=1")).toBe("http://h/inspect/b/a?x=1");
  expect(queryOf("/a")).toEqual([]);
  expect(queryOf("/a?x=1&x=%26&y=a+b&z")).toEqual([
    ["x", "1"],
    ["x", "&"],
    ["y", "a b"],
    ["z", ""],
  ]);
});

test("counts what came in after the newest one known", () => {
  const at = (...ids: string[]) => ids.map((id) => ({ id }));
  expect(countNewer(at("c", "b", "a"), "a")).toBe(2);
  expect(countNewer(at("a"), "a")).toBe(0);
  expect(countNewer(at("b", "a"), undefined)).toBe(2);
  // The known one was cleared or fell out: ids grow with time.
  expect(countNewer(at("d"), "c")).toBe(1);
  expect(countNewer(at(), "c")).toBe(0);
});

test("a body too long for a page is cut where base64 stays whole", () => {
  const request = { body: "A".repeat(400_000), bodyEncoding: "base64" } as CapturedRequest;
  const shown = shownRequest(request);
  expect([shown.isCut, shown.body.length % 4, shown.body.length < request.body.length]).toEqual([true, 0, true]);
  expect(shownRequest({ ...request, body: "abc" })).toMatchObject({ isCut: false, body: "abc" });
});

test("requests compare by decoded query, sorted headers and readable body", () => {
  const request = {
    id: "req_1",
    binId: "bin_1",
    receivedAt: new Date(0),
    method: "POST",
    target: "/a?y=%26&x=1",
    headers: [
      ["X-B", "2"],
      ["Content-Type", "application/json"],
    ] as [string, string][],
    body: '{"a":1}',
    bodyEncoding: "utf8" as const,
    bodyBytes: 7,
    isTruncated: false,
    isPinned: false,
    remoteAddress: "::1",
    isCut: false,
  };
  expect(comparedTexts(request)).toEqual({
    line: "POST /a",
    query: "y=&\nx=1",
    headers: "content-type: application/json\nx-b: 2",
    body: '{\n  "a": 1\n}',
  });
  const form = { ...request, headers: [["content-type", "application/x-www-form-urlencoded"]] as [string, string][] };
  expect(comparedTexts({ ...form, body: "a[b]=1+2&c=%26" }).body).toBe("a[b]=1 2\nc=&");
  expect(comparedTexts({ ...request, body: "AAE=", bodyEncoding: "base64" }).body).toContain("00 01");
});

test("what a bin answers, in words", () => {
  const sequence = { ...replyWith(500), followedBy: [replyWith(500), replyWith(200)] };
  expect(describeResponse({ ...defaultBinResponse, delayMs: 2000 }, 0)).toBe("200 OK, application/json, after 2.00 s");
  expect(describeResponse(sequence, 1)).toBe("500, 500, 200, then the last again; next is reply 2 of 3");
  expect(describeResponse({ ...sequence, afterLast: "repeat" }, 3)).toContain("over again; next is reply 1 of 3");
  expect(describeResponse({ ...replyWith(200), fault: "close" }, 0)).toBe("by closing the connection");
  expect(describeResponse({ ...replyWith(200), challenge: { kind: "ntlm", user: "", password: "" } }, 0)).toContain(
    "NTLM",
  );
});
