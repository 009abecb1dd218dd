import { describe, expect, test } from "vitest";
import { check } from "@/lib/deluge/check/check";
import { format } from "@/lib/deluge/syntax/format";
import { deskTasks } from "@/lib/runtime/function-tasks";
import { functionInput } from "./function";
import { sampleFunctions } from "./samples";

const tasks = new Set(deskTasks.map((task) => task.toLowerCase()));

describe.each(sampleFunctions)("$name", (sample) => {
  const { source, parameters, returnType } = sample;

  test("is a form as it is", () => {
    expect(functionInput.parse(sample)).toMatchObject(sample);
  });

  test("has nothing that the editor would mark", () => {
    const hasTask = (path: string) => tasks.has(path.toLowerCase());
    expect(check(source, { signature: { parameters, returnType }, hasTask, functions: [] }).diagnostics).toEqual([]);
  });

  test("is written as “Format” writes it", () => {
    expect(format(source)).toEqual({ text: source });
  });

  test("can be published: it has an API name", () => {
    expect(sample.apiName).not.toBe("");
    expect(sampleFunctions.filter(({ apiName }) => apiName === sample.apiName)).toEqual([sample]);
  });
});
