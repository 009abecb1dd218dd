// Runs before `npm start`, `npm run dev` and `npm test`: packages, and when asked for `build` and `browser`.
// Built-ins only, in every file it imports at the top: node_modules may not exist yet.
import "./node-version.mjs";
import path from "node:path";
import { build, isBuilt } from "./build.mjs";
import { install, isInstalled } from "./install.mjs";
import { hasBrowser, installBrowser } from "./install-browser.mjs";
import { withLock } from "./lock.mjs";
import { endRunning, notes } from "./workspace.mjs";

const wanted = new Set(process.argv.slice(2));
const steps = [
  { isDone: () => isInstalled(), work: install },
  ...(wanted.has("build") ? [{ isDone: () => isBuilt(), work: build }] : []),
  ...(wanted.has("browser") ? [{ isDone: hasBrowser, work: installBrowser }] : []),
];

/** Each step looks again under the lock: another process may have done it while this one waited. */
async function setUp() {
  for (const { isDone, work } of steps) if (!isDone()) await work();
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.once(signal, () => {
    endRunning(signal);
    process.exit(1);
  });

try {
  if (!steps.every(({ isDone }) => isDone())) await withLock(path.join(notes, "lock"), setUp);
} catch (error) {
  console.error(`[setup] ${error.message}`);
  process.exit(1);
}
