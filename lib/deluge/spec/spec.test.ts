import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../check/check";
import { coerceArguments } from "../compile/arguments";
import { compile } from "../compile/compile";
import { execute } from "../compile/execute";
import type { DeclaredType, Signature } from "../run";
import { fakeHost } from "../testing/fake-host";
import { type Case, isChecked, readCases } from "./read-cases";

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".deluge"))
  .sort();

for (const file of files)
  describe(file, () => {
    for (const one of readCases(file, readFileSync(join(import.meta.dirname, file), "utf8")))
      test(`${one.line} ${one.name}`, () => verify(one));
  });

test("there is a case for every rule", () => {
  const all = files.flatMap((file) => readCases(file, readFileSync(join(import.meta.dirname, file), "utf8")));
  expect(all.length).toBeGreaterThanOrEqual(600);
});

async function verify(one: Case) {
  const { expected } = one;
  expect(isChecked(expected), "a case says what it expects").toBe(true);
  const signature = signatureOf(one.arguments);
  const host = fakeHost({ timeZone: one.zone, replies: one.replies });
  const context = { signature, options: one.options, hasTask: host.hasTask };
  const found = check(one.source, context).diagnostics;
  const said = (severity: string) =>
    found.filter((diagnostic) => diagnostic.severity === severity).map(({ line, message }) => `${line}: ${message}`);
  const missing = (severity: string, wanted: string[]) =>
    wanted.filter((text) => !said(severity).some((candidate) => candidate.startsWith(text)));
  expect(missing("error", expected.save), `found: ${said("error").join(" | ")}`).toEqual([]);
  expect(missing("warning", expected.warnings), `found: ${said("warning").join(" | ")}`).toEqual([]);
  if (expected.save.length > 0) {
    expect(said("error")).toHaveLength(expected.save.length);
    return;
  }
  expect(said("error")).toEqual([]);
  const { program } = compile(one.source, context);
  if (!program) throw new Error("no program, and no error that says why");
  const { signature: own } = program;
  const outcome = await execute(program, {
    arguments: coerceArguments(own, JSON.stringify(one.arguments), host),
    host,
    settings: { limits: one.limits, options: one.options },
  });
  if (expected.error !== undefined)
    expect(outcome.status === "failed" ? `${outcome.line}: ${outcome.message}` : outcome).toBe(expected.error);
  else expect(outcome).toMatchObject({ status: "returned" });
  if (expected.result !== undefined) expect("output" in outcome && outcome.output).toBe(expected.result);
  if (expected.info.length > 0) expect(outcome.info).toEqual(expected.info);
  if (expected.sent.length > 0)
    expect(host.calls.map(({ method, url, body }) => `${method} ${url} ${bodyText(body)}`.trim())).toEqual(
      expected.sent,
    );
}

const bodyText = (body: string | Uint8Array | null) =>
  typeof body === "string" ? body : body ? new TextDecoder().decode(body) : "";

const signatureOf = (given: Record<string, unknown>): Signature => ({
  parameters: Object.entries(given).map(([name, value]) => ({ name, type: typeOf(value) })),
  returnType: null,
});

function typeOf(value: unknown): DeclaredType {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return Array.isArray(value) ? "list" : "map";
}
