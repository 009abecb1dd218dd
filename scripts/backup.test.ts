import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hookdesk-backup-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const archive = () => join(folder, "copy.tar.gz");
const dataDir = (name: string) => join(folder, name);

function open(name: string) {
  mkdirSync(dataDir(name), { recursive: true });
  const db = new Database(join(dataDir(name), "hookdesk.db"));
  db.pragma("journal_mode = WAL");
  db.exec("create table if not exists notes (text)");
  return db;
}

function run(program: "backup" | "restore", dir: string, args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, `${program}.mjs`), ...args, "--no-env-file"],
    { encoding: "utf8", env: { NODE_ENV: "test", PATH: process.env.PATH, DATA_DIR: dataDir(dir), ...env } },
  );
  return { status, text: stdout + stderr };
}

const notesOf = (name: string) => {
  const db = open(name);
  const rows = db.prepare("select text from notes").pluck().all();
  db.close();
  return rows;
};

test("what is committed while running comes back, with the secret, in another place", () => {
  const running = open("old");
  writeFileSync(join(dataDir("old"), "secret"), "key", { mode: 0o600 });
  running.exec("insert into notes values ('kept')");
  expect(run("backup", "old", [archive()])).toMatchObject({ status: 0 });
  running.exec("insert into notes values ('later')");
  running.close();
  expect(statSync(archive()).mode & 0o777).toBe(0o600);

  expect(run("restore", "new", [archive()])).toMatchObject({ status: 0 });
  expect(notesOf("new")).toEqual(["kept"]);
  expect(readFileSync(join(dataDir("new"), "secret"), "utf8")).toBe("key");
});

test("a running instance is not restored into, a stopped one only on demand", () => {
  const running = open("desk");
  running.exec("insert into notes values ('backed up')");
  run("backup", "desk", [archive()]);
  running.exec("delete from notes");
  const refused = run("restore", "desk", [archive(), "--force"]);
  expect(refused.status).toBe(1);
  expect(refused.text).toContain("stop it first");
  running.close();

  expect(run("restore", "desk", [archive()]).text).toContain("--force");
  expect(notesOf("desk")).toEqual([]);
  expect(run("restore", "desk", [archive(), "--force"])).toMatchObject({ status: 0 });
  expect(notesOf("desk")).toEqual(["backed up"]);
});

test("what is not a backup changes nothing", () => {
  writeFileSync(archive(), "something else");
  const { status, text } = run("restore", "desk", [archive()]);
  expect(status).toBe(1);
  expect(text).toContain("is not a Hookdesk backup");
  expect(existsSync(dataDir("desk"))).toBe(false);
});

test("Postgres is left to its own tools", () => {
  const { status, text } = run("backup", "desk", [archive()], { DATABASE_URL: "postgres://db/hookdesk" });
  expect(status).toBe(1);
  expect(text).toContain("pg_dump");
});
