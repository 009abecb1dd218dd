import { expect, test } from "vitest";
import { countChanges } from "./count-changes";

test("counts changed leaves through lists and groups", () => {
  expect(countChanges({})).toBe(0);
  expect(
    countChanges({ name: true, url: false, headers: [{ name: true, value: true }, undefined], auth: { user: true } }),
  ).toBe(4);
});
