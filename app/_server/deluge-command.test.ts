import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { delugeCommand } from "./deluge-command";

const cwd = mkdtempSync(join(tmpdir(), "deluge-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

function file(name: string, source: string) {
  writeFileSync(join(cwd, name), source);
  return name;
}

async function command(argv: string[], env: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await delugeCommand(argv, {
    ...{ cwd, env: { DATA_DIR: join(cwd, "data"), ...env } },
    ...{ out: (line) => out.push(line), err: (line) => err.push(line) },
  });
  return { code, out: out.map((line) => JSON.parse(line)), err: err.join("\n") };
}

test("check prints one line per file, and its code says whether one has errors", async () => {
  const good = file("good.deluge", "return 1;");
  const bad = file("bad.deluge", "x = 1;\nreturn y;");
  expect(await command(["check", good])).toEqual({ code: 0, out: [{ file: good, diagnostics: [] }], err: "" });
  const { code, out } = await command(["check", bad, good]);
  expect(code).toBe(1);
  expect(out.map(({ file }) => file)).toEqual([bad, good]);
  expect(out[0].diagnostics).toContainEqual({
    ...{ severity: "error", line: 2, column: 8, code: "undefined-variable" },
    message: "Variable 'y' is not defined",
  });
});

test("check goes on after a file that can't be read", async () => {
  const good = file("good.deluge", "return 1;");
  const { code, out, err } = await command(["check", "missing.deluge", ".", good]);
  expect(code).toBe(2);
  expect(out).toHaveLength(1);
  expect(err).toBe("missing.deluge cannot be read: there is no such file.\n. cannot be read: it is a folder.");
});

test("run gives arguments to a bare body and to a header, with large numbers as they are", async () => {
  const bare = file("bare.deluge", 'info name;\nreturn {"n":n + 1};');
  const { code, out } = await command(["run", bare, "--args", '{"name":"Ann","n":9007199254740993}']);
  expect(code).toBe(0);
  expect(out[0]).toEqual({
    ...{ result: "success", output: '{"n":9007199254740994}', info: ["Ann"], statements: 2, error: null },
    durationMs: expect.any(Number),
  });
  const header = file("header.deluge", 'string f(int a) { return "a" + a; }');
  expect((await command(["run", header, '--args={"a":"5"}'])).out[0].output).toBe("a5");
});

test("run tells what failed", async () => {
  const failing = file("failing.deluge", "x = null;\nreturn x.size();");
  expect(await command(["run", failing])).toMatchObject({
    code: 1,
    out: [{ result: "failed", error: { kind: "script", line: 2 } }],
  });
  const invalid = file("invalid.deluge", "return nowhere;");
  expect((await command(["run", invalid])).out[0].error).toEqual({
    ...{ kind: "invalid", line: 1, message: "Variable 'nowhere' is not defined" },
  });
  const header = file("header.deluge", "string f(int a) { return a; }");
  expect((await command(["run", header, "--args", '{"a":"x"}'])).out[0].error).toMatchObject({ kind: "argument" });
});

test("run reaches out only when told to, and then only where the settings allow", async () => {
  const server = createServer((_, response) => response.setHeader("content-type", "application/json").end('{"ok":1}'));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const calling = file(
      "calling.deluge",
      `try { r = invokeurl [ url : "${url}" type : GET ]; } catch (e) { return e.message; }\nreturn r.get("ok");`,
    );
    const output = async (...words: [string[], Record<string, string>?]) =>
      (await command(["run", calling, ...words[0]], words[1])).out[0].output;
    expect(await output([])).toBe("Outgoing calls are off; run with --allow-net to make them");
    expect(await output(["--allow-net"])).toContain("127.0.0.1");
    expect(await output(["--allow-net"], { HOOKDESK_ALLOW_NET: "127.0.0.1/32" })).toBe("1");
  } finally {
    server.close();
  }
});

test("a wrong command says what is right", async () => {
  for (const [argv, said] of [
    [[], "Usage: npm run deluge"],
    [["lint"], "There is no command lint."],
    [["check"], "Which files?"],
    [["check", "--fast"], "There is no option --fast."],
    [["run"], "Run one file."],
    [["run", "a", "--args", "[1]"], "--args takes a JSON object"],
    [["run", "missing"], "missing cannot be read"],
  ] as const) {
    const { code, err, out } = await command([...argv]);
    expect([code, out]).toEqual([2, []]);
    expect(err).toContain(said);
  }
  const good = file("good.deluge", "return 1;");
  const { code, err } = await command(["run", good], { HOOKDESK_TZ: "Mars/Base" });
  expect([code, err]).toEqual([2, expect.stringContaining("HOOKDESK_TZ must be a time zone")]);
});
