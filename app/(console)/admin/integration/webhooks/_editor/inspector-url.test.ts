import { expect, test } from "vitest";
import { emptyAllowList } from "@/lib/http/allow-list";
import { checkUrl } from "@/lib/http/guard";
import { inspectorUrl } from "./inspector-url";

const here = { host: "127.0.0.1", port: 3000 };
const policy = { allow: emptyAllowList, ownOrigins: ["http://127.0.0.1:3000"] };

test.each([
  ["https://x.example/api/a?b=%20c", "http://127.0.0.1:3000/inspect/bin_1/api/a?b=%20c"],
  ["https://x.example", "http://127.0.0.1:3000/inspect/bin_1"],
  ["https://x.example/a%2Fb?c=1", "http://127.0.0.1:3000/inspect/bin_1?c=1"],
  ["https://x.example/a//b", "http://127.0.0.1:3000/inspect/bin_1"],
  ["https://x.example/a/../b", "http://127.0.0.1:3000/inspect/bin_1/b"],
])("%s is inspected at %s", (url, expected) => {
  expect(inspectorUrl(here, "bin_1", url)).toBe(expected);
  expect(() => checkUrl(expected, policy)).not.toThrow();
});

test("a server that listens everywhere is called on loopback", () => {
  expect(inspectorUrl({ host: "0.0.0.0", port: 1 }, "b", "https://x/")).toBe("http://127.0.0.1:1/inspect/b");
  expect(inspectorUrl({ host: "::1", port: 1 }, "b", "https://x/")).toBe("http://[::1]:1/inspect/b");
});
