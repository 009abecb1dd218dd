import type { Host } from "../host";
import { defaultLimits, defaultOptions } from "../options";
import type { DeclaredType, Outcome, Program, RunSettings } from "../run";
import { LimitError } from "../values/errors";
import { textOf } from "../values/text";
import { kindOf, typeNames, type Value } from "../values/value";
import { coerce } from "./coerce";
import type { CompiledProgram } from "./compile";
import { Execution } from "./execution";
import { failureOf } from "./failure";
import { Trace } from "./trace";

export type ExecuteOptions = {
  /** Coerced already (arguments.ts); one that is missing is null. */
  arguments: Readonly<Record<string, Value>>;
  host: Host;
  settings?: RunSettings;
};

/** Executes a compiled program. Never throws: whatever fails is in the outcome (spec/deluge.md §1.4, §1.6, §11). */
export async function execute(program: Program, given: ExecuteOptions): Promise<Outcome> {
  const { limits, options, traceSteps = 0 } = given.settings ?? {};
  const { entry, traced, parameters, signature } = program as CompiledProgram;
  const trace = traceSteps > 0 ? new Trace(traceSteps) : null;
  const allOptions = { ...defaultOptions, ...options };
  const run = new Execution(given.host, allOptions, { ...defaultLimits, ...limits }, trace);
  let result: Result;
  try {
    const values = parameters.map((name) =>
      Object.hasOwn(given.arguments, name) ? (given.arguments[name] ?? null) : null,
    );
    const pending = (trace ? traced() : entry)(run, 0, ...values);
    result = returned(pending instanceof Promise ? await pending : pending, signature.returnType, run);
  } catch (error) {
    const failure = failureOf(error);
    const kind = failure instanceof LimitError ? "limit" : "script";
    result = failed(kind, failure.line, failure.message, failure.cause);
  }
  const { statements, elapsedMs: durationMs, lines: info } = run;
  return { statements, durationMs, info, ...(trace ? { trace: trace.steps } : {}), ...result };
}

type Ended<Whole> = Whole extends Outcome ? Omit<Whole, "statements" | "durationMs" | "info" | "trace"> : never;
type Result = Ended<Outcome>;

const failed = (kind: "script" | "limit" | "type", line: number, message: string, cause?: unknown): Result => ({
  ...{ status: "failed", kind, line, message, text: `Error at line number : ${line}. ${message}` },
  ...(cause instanceof Error ? { internal: cause.stack ?? cause.message } : {}),
});

/** The value as the declared return type, and its text (§1.4, §1.6). */
function returned(value: Value, type: DeclaredType | null, run: Execution): Result {
  if (type === "void") return { status: "returned", value: null, output: "" };
  const fitting = type === null ? value : coerce(value, type, run);
  if (fitting !== undefined) return { status: "returned", value: fitting, output: textOf(fitting, run) };
  const found = typeNames[kindOf(value)];
  return failed("type", 0, `Invalid return Type: the function returns ${type} but the value is a ${found}`);
}
