// `npm run restore FILE [-- --force]`: puts a backup into DATA_DIR of a stopped instance.
import "./node-version.mjs";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dataFiles, fromCaller } from "./database-file.mjs";
import { loadEnvFile } from "./env-file.mjs";
import { run } from "./workspace.mjs";

const { default: Database } = await import("better-sqlite3");

/** Leaving WAL mode takes every lock, and also writes back what the -wal file still holds: it fails while anyone has the file open. */
function assertUnused(file) {
  try {
    const db = new Database(file, { timeout: 500 });
    try {
      db.pragma("journal_mode = DELETE");
    } finally {
      db.close();
    }
  } catch (error) {
    if (!error.code?.startsWith("SQLITE_BUSY")) return; // Not a database any more: a reason to restore.
    throw new Error(`Hookdesk is running on ${file}: stop it first.`);
  }
}

function assertSound(file) {
  try {
    const db = new Database(file, { readonly: true });
    const verdict = db.pragma("quick_check", { simple: true });
    db.close();
    if (verdict === "ok") return;
  } catch {
    // Said below.
  }
  throw new Error("The database in this backup is damaged; nothing was changed.");
}

/** Replaces in one step: a restore that is interrupted leaves the old file or the new one. */
function replace(from, to) {
  copyFileSync(from, `${to}.part`);
  chmodSync(`${to}.part`, 0o600);
  renameSync(`${to}.part`, to);
}

async function restore(name, force) {
  if (!name) throw new Error("Name the backup to restore: npm run restore backup.tar.gz");
  loadEnvFile();
  const { folder, database, secret } = dataFiles();
  const archive = fromCaller(name);
  if (!existsSync(archive)) throw new Error(`There is no file ${archive}.`);
  if (existsSync(database)) assertUnused(database);
  if (existsSync(database) && !force)
    throw new Error(`${database} exists and would be replaced: run npm run restore ${name} -- --force to do so.`);
  const unpacked = mkdtempSync(path.join(tmpdir(), "hookdesk-restore-"));
  try {
    // Only these two names are taken out, whatever else the archive holds.
    const members = await run("tar", ["tzf", archive], { capture: true });
    const names = ["hookdesk.db", "secret"].filter((member) => members.output.split("\n").includes(member));
    if (members.code !== 0 || !names.includes("hookdesk.db")) throw new Error(`${archive} is not a Hookdesk backup.`);
    const out = await run("tar", ["xzf", archive, "-C", unpacked, ...names], { capture: true });
    if (out.code !== 0) throw new Error(`The backup could not be unpacked: ${out.output.trim()}`);
    assertSound(path.join(unpacked, "hookdesk.db"));
    mkdirSync(path.dirname(database), { recursive: true });
    mkdirSync(folder, { recursive: true });
    if (names.includes("secret")) replace(path.join(unpacked, "secret"), secret);
    for (const rest of ["-wal", "-shm"]) rmSync(database + rest, { force: true });
    replace(path.join(unpacked, "hookdesk.db"), database);
    console.log(`Restored ${database}. Start with npm start.`);
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}

const args = process.argv.slice(2);
restore(
  args.find((arg) => !arg.startsWith("--")),
  args.includes("--force"),
).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
