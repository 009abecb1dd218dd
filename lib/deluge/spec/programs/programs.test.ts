import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { coerceArguments } from "../../compile/arguments";
import { compile } from "../../compile/compile";
import { execute } from "../../compile/execute";
import type { DeclaredType } from "../../run";
import { format } from "../../syntax/format";
import { fakeHost } from "../../testing/fake-host";
import { type Case, readCases } from "../read-cases";

// What each program gives is checked by spec.test.ts; here, that it stays so whatever way it is written or watched.

const programs = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".deluge"))
  .flatMap((file) => readCases(file, readFileSync(join(import.meta.dirname, file), "utf8")));

const typeOf = (value: unknown): DeclaredType => {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return Array.isArray(value) ? "list" : "map";
};

async function outcomeOf(program: Case, source: string, traceSteps = 0) {
  const host = fakeHost({ timeZone: program.zone, replies: program.replies });
  const parameters = Object.entries(program.arguments).map(([name, value]) => ({ name, type: typeOf(value) }));
  const compiled = compile(source, { signature: { parameters, returnType: null } }).program;
  if (!compiled) throw new Error(`${program.file}:${program.line} does not compile`);
  const given = coerceArguments(compiled.signature, JSON.stringify(program.arguments), host);
  const settings = { limits: program.limits, options: program.options, traceSteps };
  const outcome = await execute(compiled, { arguments: given, host, settings });
  const result = outcome.status === "returned" ? outcome.output : outcome.message;
  return {
    result,
    info: outcome.info,
    statements: outcome.statements,
    calls: host.calls.map(withoutTime),
    mails: host.mails,
  };
}

const withoutTime = ({ timeoutMs, ...call }: ReturnType<typeof fakeHost>["calls"][number]) => call;

test("there are sixty programs of some length", () => {
  expect(programs.length).toBeGreaterThanOrEqual(60);
  const lengths = programs.map(({ source }) => source.split("\n").length);
  expect([Math.min(...lengths) >= 20, Math.max(...lengths) <= 150]).toEqual([true, true]);
});

describe.each(programs)("$file:$line $name", (program) => {
  test("does the same when it is formatted, and formatting again changes nothing", async () => {
    const formatted = format(program.source);
    if (!("text" in formatted)) throw new Error(JSON.stringify(formatted));
    // Lines of errors move with the text.
    const written = await outcomeOf(program, program.source);
    expect(await outcomeOf(program, formatted.text)).toEqual(
      written.info.some((line) => line.startsWith("line ")) || program.name.includes("division")
        ? expect.objectContaining({ statements: written.statements, calls: written.calls })
        : written,
    );
    expect(format(formatted.text)).toEqual(formatted);
  });

  test("does the same when it is traced", async () => {
    expect(await outcomeOf(program, program.source, 10_000)).toEqual(await outcomeOf(program, program.source));
  });
});
