import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "deluge-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the command runs from wherever the person is, without a build", () => {
  writeFileSync(join(folder, "a.deluge"), "info x;\nreturn x + 1;");
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ["scripts/deluge.mjs", ...words], {
      encoding: "utf8",
      env: { ...process.env, INIT_CWD: folder },
    });
  const ran = run("run", "a.deluge", "--args", '{"x":1}');
  expect([ran.status, JSON.parse(ran.stdout)]).toMatchObject([0, { result: "success", output: "2", info: ["1"] }]);
  const checked = run("check", "a.deluge", "missing.deluge");
  expect([checked.status, checked.stderr]).toEqual([2, "missing.deluge cannot be read: there is no such file.\n"]);
  expect(JSON.parse(checked.stdout).diagnostics[0]).toMatchObject({ line: 1, code: "undefined-variable" });
});
