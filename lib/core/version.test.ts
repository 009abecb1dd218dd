import { expect, test } from "vitest";
import { version as packaged } from "@/package.json";
import { version } from "./version";

test("the version is the package's", () => {
  expect(version).toBe(packaged);
});
