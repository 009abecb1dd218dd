// `npm run backup FILE`: a consistent copy of a running instance, as a .tar.gz of hookdesk.db and secret.
import "./node-version.mjs";
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dataFiles, fromCaller } from "./database-file.mjs";
import { loadEnvFile } from "./env-file.mjs";
import { run } from "./workspace.mjs";

async function backup(name) {
  if (!name) throw new Error("Name the file to write: npm run backup backup.tar.gz");
  loadEnvFile();
  const target = fromCaller(name);
  const { database, secret } = dataFiles();
  if (!existsSync(database)) throw new Error(`There is no database at ${database} yet.`);
  const folder = mkdtempSync(path.join(tmpdir(), "hookdesk-backup-"));
  const half = `${target}.${process.pid}.part`;
  try {
    const { default: Database } = await import("better-sqlite3");
    const source = new Database(database, { readonly: true });
    // All pages in one step: in smaller ones a busy writer would make SQLite start over again and again.
    await source.backup(path.join(folder, "hookdesk.db"), { progress: () => 0x7fffffff });
    source.close();
    const names = ["hookdesk.db"];
    if (existsSync(secret)) names.push("secret");
    if (names.includes("secret")) copyFileSync(secret, path.join(folder, "secret"));
    // It holds the key and everything the key protects.
    process.umask(0o077);
    const packed = await run("tar", ["czf", half, "-C", folder, ...names], { capture: true });
    if (packed.code !== 0) throw new Error(`The copy could not be packed: ${packed.output.trim()}`);
    renameSync(half, target);
    console.log(`Wrote ${target}.`);
    if (!names.includes("secret"))
      console.log("It holds no secret: keep HOOKDESK_SECRET with it, or stored credentials cannot be read.");
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(half, { force: true });
  }
}

backup(process.argv[2]).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
