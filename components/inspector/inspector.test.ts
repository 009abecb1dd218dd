import { expect, test } from "vitest";
import type { CapturedRequest } from "@/lib/inspector/bin";
import { countNewer } from "./count-newer";
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
