import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { check } from "@/lib/deluge/check/check";
import type { Diagnostic } from "@/lib/deluge/diagnostic";
import type { CallbackFunction, FunctionInput, FunctionTest } from "@/lib/functions/function";
import { newAccessKey } from "./access-key";
import { signatureOf } from "./function-runner";
import { callableNames } from "./function-surroundings";
import { deskTasks } from "./function-tasks";
import type { Functions } from "./functions";
import type { Stores } from "./stores";

type Ports = { stores: Stores; functions: Functions };

const isDeskTask = (path: string) => deskTasks.some((task) => task.toLowerCase() === path.toLowerCase());

/** What the language has to say of a script, as the editor says it while typing. */
export async function diagnose(
  stores: Stores,
  { source, parameters, returnType }: Pick<FunctionInput, "source" | "parameters" | "returnType">,
): Promise<readonly Diagnostic[]> {
  const functions = await storedPaths(stores);
  const context = { signature: { parameters, returnType }, hasTask: isDeskTask, functions };
  return check(source, context).diagnostics;
}

/** Paths of the stored functions that a script may call, with what they take. */
export async function storedPaths(stores: Stores) {
  const { items } = await stores.functions.list({ page: 1, pageSize: 10_000 });
  return items.flatMap((callable) =>
    callableNames(callable).map((text) => ({ path: `standalone.${text}`, signature: signatureOf(callable) })),
  );
}

export type TestResult = {
  test: FunctionTest;
  passed: boolean;
  output: string;
  error: string | null;
  durationMs: number;
};

/** Saves a new function. AppError("invalid") names the line a script fails to parse at. */
export async function createFunction({ stores }: Ports, actor: Actor, input: FunctionInput): Promise<CallbackFunction> {
  await mustParse(stores, input);
  return stores.functions.create(actor, input);
}

/**
 * Saves; of a published function this is what callers get from now on, so its test cases must pass unless `anyway`
 * (AppError "invalid" with `tests`). AppError("conflict") when `expectedVersion` is no longer current.
 */
export async function updateFunction(
  ports: Ports,
  actor: Actor,
  id: string,
  input: FunctionInput,
  { expectedVersion, anyway = false }: { expectedVersion?: number; anyway?: boolean } = {},
): Promise<CallbackFunction> {
  const { stores } = ports;
  await mustParse(stores, input);
  const before = await stores.functions.get(id);
  if (before?.isPublished && !anyway) await mustPass(ports, actor, { ...before, ...input }, "Save anyway");
  return stores.functions.update(actor, id, input, expectedVersion);
}

/** Publishes, or publishes again, with a new token; whatever URL there was stops working at once (systems.md S8). */
export async function publishFunction(
  ports: Ports,
  actor: Actor,
  id: string,
  { anyway = false }: { anyway?: boolean } = {},
): Promise<{ callable: CallbackFunction; token: string }> {
  const { functions } = ports.stores;
  const found = await functions.get(id);
  if (!found) throw new AppError("not_found", "This function no longer exists.");
  await mustParse(ports.stores, found);
  if (!anyway) await mustPass(ports, actor, found, "Publish anyway");
  const token = newAccessKey();
  return { callable: await functions.publish(actor, id, token), token };
}

/** Runs test cases one after another against a function as given, saved or not; the runs are kept in the history. */
export async function runTests(
  { functions }: Pick<Ports, "functions">,
  actor: Actor,
  callable: CallbackFunction,
  tests: readonly FunctionTest[],
): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const test of tests) {
    const ran = await functions.runner.run({ callable, arguments: test.arguments, origin: "test", actor });
    await functions.record(ran.run);
    const { kind, text } = test.expects;
    const passed = ran.ok ? kind === "output" && ran.output === text : kind === "error" && ran.error.includes(text);
    const { durationMs } = ran.run;
    results.push({ test, passed, durationMs, output: ran.ok ? ran.output : "", error: ran.ok ? null : ran.error });
  }
  return results;
}

async function mustParse(stores: Stores, input: Pick<FunctionInput, "source" | "parameters" | "returnType">) {
  const errors = (await diagnose(stores, input)).filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const told = errors.slice(0, 20).map(({ line, message }) => `Line ${line}: ${message}`);
  throw new AppError("invalid", `The script can’t be saved. ${told[0]}`, { source: told });
}

async function mustPass(ports: Ports, actor: Actor, callable: CallbackFunction, otherwise: string) {
  const tests = await ports.stores.functions.tests(callable.id);
  const failed = (await runTests(ports, actor, callable, tests)).filter(({ passed }) => !passed);
  if (failed.length === 0) return;
  const names = failed.map(({ test }) => `“${test.name}”`).join(", ");
  const count = failed.length === 1 ? "A test case fails" : `${failed.length} test cases fail`;
  throw new AppError("invalid", `${count}: ${names}. Mend the script, or choose “${otherwise}”.`, {
    tests: failed.map(({ test, output, error }) => `${test.name}: ${error ?? `gave “${output}”`}`),
  });
}
