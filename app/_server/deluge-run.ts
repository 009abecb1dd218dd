import { AppError } from "@/lib/core/errors";
import { coerceArguments } from "@/lib/deluge/compile/arguments";
import { compile } from "@/lib/deluge/compile/compile";
import { execute } from "@/lib/deluge/compile/execute";
import type { Host } from "@/lib/deluge/host";
import type { DeclaredType, Signature } from "@/lib/deluge/run";
import { parse } from "@/lib/deluge/syntax/parse";
import { ScriptError } from "@/lib/deluge/values/errors";
import { createTransport } from "@/lib/http/transport";
import { scriptFetch } from "@/lib/runtime/script-fetch";
import { scriptTools } from "@/lib/runtime/script-tools";
import { type Config, ConfigError, readConfig } from "./config";
import { outgoing } from "./outgoing";

type Given = { source: string; args: string; mayCall: boolean; env: Record<string, string | undefined> };

/** What a script may take in at once (spec/deluge.md §7). */
const mostReplyBytes = 5_000_000;

/** One line of `npm run deluge -- run`. */
export type ScriptRun = {
  result: "success" | "failed";
  /** Text of the returned value; "" when there is none. */
  output: string;
  info: readonly string[];
  statements: number;
  durationMs: number;
  /** "invalid": the source has errors and did not run; "argument": an argument is not of its type. */
  error: { kind: "invalid" | "argument" | "script" | "limit" | "type"; line: number; message: string } | null;
};

const notRun = { result: "failed", output: "", info: [], statements: 0, durationMs: 0 } as const;

/** Runs a script once in this process, with the settings of the environment and, when it may, the guarded way out. */
export async function runScript({ source, args, mayCall, env }: Given): Promise<ScriptRun> {
  const { program, diagnostics } = compile(source, { signature: signatureFor(source, args) });
  const first = diagnostics.find(({ severity }) => severity === "error");
  if (!program)
    return {
      ...notRun,
      error: { kind: "invalid", line: first?.line ?? 0, message: first?.message ?? "Improper Statement" },
    };
  const config = settings(env);
  const out = mayCall ? createTransport({ ...outgoing(config), limits: { bodyBytes: mostReplyBytes } }) : undefined;
  try {
    const host = commandHost(config.timeZone, out?.transport);
    const outcome = await execute(program, { arguments: coerceArguments(program.signature, args, host), host });
    const { statements, info } = outcome;
    const ran = { info, statements, durationMs: Math.round(outcome.durationMs * 10) / 10 };
    if (outcome.status === "returned") return { result: "success", output: outcome.output, ...ran, error: null };
    const { kind, line, message } = outcome;
    return { result: "failed", output: "", ...ran, error: { kind, line, message } };
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    return { ...notRun, error: { kind: "argument", line: 0, message: error.message } };
  } finally {
    await out?.close();
  }
}

/** AppError("invalid") names a variable that is wrong. Nothing stored is opened: the key that seals it is not asked for. */
function settings(env: Given["env"]): Config {
  try {
    return readConfig({ ...env, HOOKDESK_SECRET: "unused-unused-unused" });
  } catch (error) {
    throw error instanceof ConfigError ? new AppError("invalid", error.message) : error;
  }
}

/** A source without a header takes the arguments as they come. */
function signatureFor(source: string, args: string): Signature | undefined {
  if (parse(source).script.functions.length > 0) return undefined;
  const given: Record<string, unknown> = JSON.parse(args);
  return {
    parameters: Object.entries(given).map(([name, value]) => ({ name, type: typeOf(value) })),
    returnType: null,
  };
}

function typeOf(value: unknown): DeclaredType {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" && value !== null ? "map" : "string";
}

function commandHost(timeZone: string, transport: Parameters<typeof scriptFetch>[0] | undefined): Host {
  const refuse = (message: string) => () => Promise.reject(new ScriptError(message));
  return {
    timeZone,
    now: Date.now,
    random: Math.random,
    tools: scriptTools,
    variable: () => undefined,
    fetch: transport
      ? scriptFetch(transport, {
          withConnection(_request, connection) {
            throw new ScriptError(`The connection '${connection}' is stored in the console; this command has none`);
          },
          explain: ({ message }) => message,
        })
      : refuse("Outgoing calls are off; run with --allow-net to make them"),
    sendMail: refuse("This command sends no mails"),
    hasTask: () => false,
    runTask: (path) => refuse(`${path} is not available to this command`)(),
  };
}
