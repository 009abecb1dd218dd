import { expect, test } from "vitest";
import { countChanges, unsavedText } from "./count-changes";

test("counts changed leaves through lists and groups", () => {
  expect(countChanges({})).toBe(0);
  expect(
    countChanges({ name: true, url: false, headers: [{ name: true, value: true }, undefined], auth: { user: true } }),
  ).toBe(4);
});

test("unsaved changes are counted", () => {
  expect(unsavedText({ name: true })).toBe("1 unsaved change");
  expect(unsavedText({ name: true, auth: { username: true } })).toBe("2 unsaved changes");
});
