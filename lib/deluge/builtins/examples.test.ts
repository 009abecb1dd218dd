import { describe, expect, test } from "vitest";
import { compile } from "../compile/compile";
import { execute } from "../compile/execute";
import { fakeHost } from "../testing/fake-host";
import { builtins, freeFunctions } from "./index";

/** What a documented example returns; its last statement is the value. */
async function resultOf(source: string): Promise<string> {
  const at = source.lastIndexOf("; ") + 1;
  const body = `${source.slice(0, at)} return ${source.slice(at).trim()};`;
  const { program, diagnostics } = compile(body);
  if (!program) return diagnostics.map(({ message }) => message).join(" | ");
  const outcome = await execute(program, { arguments: {}, host: fakeHost(), settings: {} });
  return outcome.status === "returned" ? outcome.output : outcome.message;
}

const documented = [
  ...builtins.map((entry) => ({ title: `${entry.on.join("/")} ${entry.name}`, entry })),
  ...freeFunctions.map((entry) => ({ title: entry.path, entry })),
];

describe("documented examples", () => {
  for (const { title, entry } of documented) {
    const [source, result] = entry.example?.split(" -> ") ?? [];
    if (source === undefined || result === undefined) continue;
    test(`${title}: ${entry.example}`, async () => expect(await resultOf(source)).toBe(result));
  }
});

describe("every entry of the library", () => {
  const mine = documented.filter(({ entry }) => /^§(4\.3|5$|9\.[125-9]$)/.test(entry.section));
  test("says what it does, where that is specified, and shows it", () => {
    expect(
      mine.filter(({ entry }) => !entry.doc || !entry.example?.includes(" -> ")).map(({ title }) => title),
    ).toEqual([]);
    expect(mine.length).toBeGreaterThan(140);
  });

  test("is the only one of its name for a kind of receiver", () => {
    const seen = new Map<string, string[]>();
    for (const entry of builtins) {
      for (const name of [entry.name, ...(entry.aliases ?? [])]) {
        for (const kind of entry.on) {
          const key = `${kind}.${name.toLowerCase()}`;
          seen.set(key, [...(seen.get(key) ?? []), entry.section]);
        }
      }
    }
    expect([...seen].filter(([, sections]) => sections.length > 1)).toEqual([]);
  });
});
