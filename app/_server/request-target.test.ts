import { expect, test } from "vitest";
import { pathOfTarget } from "./request-target";

test.each([
  ["/tickets?page=2", "/tickets?page=2"],
  ["//evil.test/x", "//evil.test/x"],
  ["http://localhost:3000/api/v1/tickets?q=1", "/api/v1/tickets?q=1"],
  ["HTTP://evil.test", "/"],
  ["https://evil.test?x=1", "/?x=1"],
  ["*", undefined],
  ["", undefined],
  ["tickets", undefined],
  ["ftp://evil.test/x", undefined],
])("%j asks for %j", (target, path) => expect(pathOfTarget(target)).toBe(path));
