import { expect, test } from "vitest";
import { localPath } from "./local-path";

test.each(["/tickets", "/tickets/IN164?tab=history#x", "/admin/audit?q=a%20b&page=2"])("%j is kept", (path) =>
  expect(localPath(path)).toBe(path),
);

test.each([
  undefined,
  "",
  "tickets",
  "http://evil.test",
  "javascript:alert(1)",
  "//evil.test",
  " //evil.test",
  "/\\evil.test",
  "/\t/evil.test",
  "/\n/evil.test",
  "/\r\\evil.test",
  "/.//evil.test",
  "/./\\evil.test",
  "/x/../..//evil.test",
  "/%2e//evil.test",
])("%j leads nowhere else", (path) => expect(localPath(path)).toBe("/"));

test("what headers can't carry is encoded or dropped", () => {
  expect(localPath("/a\nb/ü")).toBe("/ab/%C3%BC");
});
