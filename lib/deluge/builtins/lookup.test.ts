import { expect, test } from "vitest";
import { builtinsNamed, freeFunctionNamed, similarNames, systemVariableNamed, taskNamed } from "./lookup";

test("functions are found by their lower-cased name and by every alias", () => {
  expect(builtinsNamed("tostring").length).toBeGreaterThan(3);
  expect(builtinsNamed("len")).toEqual(builtinsNamed("length"));
  expect(builtinsNamed("containskey")).toHaveLength(2);
  expect(builtinsNamed("nothing")).toEqual([]);
});

test("names of JavaScript are no functions", () => {
  for (const name of ["constructor", "__proto__", "valueof", "hasownproperty"]) {
    expect(builtinsNamed(name)).toEqual([]);
    expect(freeFunctionNamed(name)).toBeUndefined();
    expect(systemVariableNamed(name)).toBeUndefined();
    expect(taskNamed(name)).toBeUndefined();
  }
});

test("misspelt names have suggestions", () => {
  expect(similarNames("substrng")).toContain("subString");
  expect(similarNames("containz")).toContain("contains");
  expect(similarNames("xyzxyzxyz")).toEqual([]);
  expect(similarNames("a".repeat(10_000))).toEqual([]);
});
