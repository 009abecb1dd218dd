import { expect, test } from "vitest";
import type { Wire } from "./script-wire";
import type { FromThread } from "./script-wire-messages";
import { createRuns } from "./script-worker-runs";

const ended = async (source: string, variables: Readonly<Record<string, Wire>> = {}) =>
  new Promise<Extract<FromThread, { type: "ended" }>>((resolve) => {
    const take = createRuns((message) => message.type === "ended" && resolve(message), new Int32Array(2), Date.now());
    take({
      ...{ type: "surroundings", number: 1 },
      surroundings: { timeZone: "UTC", variables, tasks: [], functions: [] },
    });
    take({ type: "program", number: 2, source: { source }, surroundings: 1 });
    take({
      ...{ type: "run", id: 1, program: 2, surroundings: 1, arguments: "{}", settings: {}, now: null, budgetMs: 1_000 },
    });
  });

test("what breaks inside the interpreter is told as a fault, the script hears nothing of it", async () => {
  const broken = await ended("return zoho.loginuser;", { "zoho.loginuser": {} as Wire });
  expect(broken.fault).toContain("TypeError");
  expect(broken.ended).toMatchObject({
    message: "This statement could not be executed because of an internal error",
  });
});

test("an error of the script is no fault", async () => {
  expect((await ended("return 1/0;")).fault).toBeUndefined();
  expect((await ended("return 1;")).fault).toBeUndefined();
});
