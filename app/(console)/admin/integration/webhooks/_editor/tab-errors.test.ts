import { expect, test } from "vitest";
import { firstError, tabsWithErrors } from "./tab-errors";

const tabs = [
  { id: "basic", fields: ["name", "auth"] },
  { id: "parameters", fields: ["parameters"] },
  { id: "body", fields: ["body"] },
];
const error = { type: "check", message: "No" };

test("tabs that hold an error, in their order", () => {
  expect(tabsWithErrors(tabs, { body: error, name: error })).toEqual(["basic", "body"]);
  expect(tabsWithErrors(tabs, { root: error })).toEqual([]);
});

test("the first failed field is found below lists and objects", () => {
  expect(firstError({ auth: { password: error } }, ["name", "auth"])).toBe("auth.password");
  expect(firstError({ parameters: [undefined, { name: error }] }, ["parameters"])).toBe("parameters.1.name");
  expect(firstError({}, ["name"])).toBeUndefined();
});
