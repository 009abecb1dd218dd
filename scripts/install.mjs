import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { keepAddon, loadsAddon } from "./addon.mjs";
import { isStamped, packagesHash, removeStamp, writeStamp } from "./stamp.mjs";
import { node, notes, root, run, seconds } from "./workspace.mjs";

const stamp = path.join(root, "node_modules/.hookdesk-stamp");
const flags = ["--include=dev", "--no-audit", "--no-fund"];

/** `npm start` passes npm's own path on; a bare `node scripts/setup.mjs` takes the npm on PATH. */
function npm(args, options) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith(".js") ? node([cli, ...args], options) : run("npm", args, options);
}

const read = (file) =>
  existsSync(path.join(root, file)) ? JSON.parse(readFileSync(path.join(root, file), "utf8")) : undefined;
const same = (a = {}, b = {}) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

/** Whether npm's record of node_modules has all that the lock asks for; what is optional may be missing on this platform. */
export function matchesLock(manifest, lock, installed) {
  const wanted = lock?.packages?.[""];
  if (!wanted || !installed?.packages) return false;
  if (!same(manifest.dependencies, wanted.dependencies) || !same(manifest.devDependencies, wanted.devDependencies))
    return false;
  return Object.entries(lock.packages).every(
    ([place, entry]) =>
      place === "" ||
      entry.optional ||
      entry.devOptional ||
      entry.link ||
      installed.packages[place]?.version === entry.version,
  );
}

export const isInstalled = (hash = packagesHash(root)) => isStamped(stamp, hash);

/** Brings node_modules in line with the lock, the native SQLite addon included; throws with a sentence when it cannot. */
export async function install() {
  const started = Date.now();
  const hash = packagesHash(root);
  const present = matchesLock(read("package.json"), read("package-lock.json"), read("node_modules/.package-lock.json"));
  if (!present) {
    removeStamp(stamp);
    console.log("[setup] installing packages");
    // Scripts of packages stay off: only better-sqlite3 needs one, and below its failure gets a sentence of its own.
    if ((await npm(["ci", "--ignore-scripts", ...flags])).code !== 0) {
      console.log("[setup] npm ci failed; trying npm install");
      if ((await npm(["install", "--no-save", "--ignore-scripts", ...flags])).code !== 0)
        throw new Error("The packages could not be installed; npm says why above.");
    }
  }
  await prepareAddon();
  writeStamp(stamp, hash);
  console.log(`[setup] packages ready in ${seconds(started)}`);
}

async function prepareAddon() {
  if (!(await loadsAddon())) {
    console.log("[setup] preparing better-sqlite3 (about a minute where it has to be compiled)");
    const { output } = await npm(["rebuild", "better-sqlite3", "--ignore-scripts=false"], { capture: true });
    if (!(await loadsAddon())) {
      const log = path.join(notes, "better-sqlite3.log");
      mkdirSync(notes, { recursive: true });
      writeFileSync(log, output);
      throw new Error(
        `better-sqlite3 could neither be downloaded nor compiled: install python3, make and a C++ compiler (Debian, Ubuntu: apt-get install -y python3 make g++) and start again; the details are in ${path.relative(root, log)}.`,
      );
    }
  }
  await keepAddon().catch((error) =>
    console.log(`[setup] better-sqlite3 works, but could not be cached: ${error.message}`),
  );
}
