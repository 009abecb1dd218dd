// `npm test`: everything, on a fresh clone too. `node scripts/test.mjs --e2e [playwright arguments]` runs the browser part alone.
import "./node-version.mjs";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { checkMigrations } from "./migrations.mjs";
import { countCheck, countPlaywright, countVitest, summaryOf } from "./reports.mjs";
import { endRunning, node, notes, seconds } from "./workspace.mjs";

const [mode, ...rest] = process.argv.slice(2);
const started = Date.now();
const steps = [];

// A developer's own settings must not steer the tests, least of all towards a real database.
for (const name of Object.keys(process.env))
  if (/^(HOOKDESK_.*|PORT|HOST|DATA_DIR|DATABASE_URL|PUBLIC_URL)$/.test(name)) delete process.env[name];
delete process.env.NODE_ENV;

let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => {
    interrupted = true;
    endRunning();
  });

/** Runs one step, adds its counts, and says how it went. Quiet steps show their output only when they fail. */
async function step(name, work, count = countCheck) {
  if (interrupted) return 1;
  const since = Date.now();
  const { code, output } = await work();
  if (code !== 0 && output) console.log(output.trim());
  const counts = count(code);
  steps.push({ name, ...counts });
  console.log(`[test] ${name}: ${summaryOf([counts])} (${seconds(since)})`);
  return code;
}

const bin = {
  biome: "node_modules/@biomejs/biome/bin/biome",
  next: "node_modules/next/dist/bin/next",
  tsc: "node_modules/typescript/bin/tsc",
  vitest: "node_modules/vitest/vitest.mjs",
  playwright: "node_modules/@playwright/test/cli.js",
};
const quiet = { capture: true };
const setUp = (...parts) => node(["scripts/setup.mjs", ...parts]);

async function checkTypes() {
  // Typed routes are generated: a clean clone has none yet.
  const routes = await node([bin.next, "typegen"], quiet);
  return routes.code === 0 ? node([bin.tsc, "--noEmit", "--pretty"], quiet) : routes;
}

async function runUnit() {
  const report = path.join(notes, "vitest.json");
  rmSync(report, { force: true });
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  await step(
    "unit and contract tests",
    () => node([bin.vitest, ...args]),
    (code) => countVitest(report, code),
  );
}

async function runBrowser(args) {
  const report = path.join(notes, "playwright.json");
  rmSync(report, { force: true });
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  await step(
    "end-to-end tests",
    () => node([bin.playwright, "test", "--reporter=list,json", ...args], { env }),
    (code) => countPlaywright(report, code),
  );
}

async function runEverything() {
  if ((await setUp()).code !== 0) return void steps.push({ name: "set-up", ...countCheck(1) });
  await Promise.all([
    step("format and lint", () => node([bin.biome, "check"], quiet)),
    step("types", checkTypes),
    step("migrations match the schema", checkMigrations),
  ]);
  await runUnit();
  const isBuilt = (await step("production build", () => setUp("build"))) === 0;
  const hasBrowser = isBuilt && (await step("browser", () => setUp("browser"))) === 0;
  if (hasBrowser) await runBrowser(rest);
}

mkdirSync(notes, { recursive: true });
if (mode === "--e2e") await runBrowser(rest);
else await runEverything();

if (interrupted) steps.push({ name: "interrupted", ...countCheck(1) });
const failed = steps.filter((counts) => counts.failed > 0).map(({ name }) => name);
if (failed.length > 0) console.log(`[test] failed: ${failed.join(", ")}`);
console.log(`[test] everything took ${seconds(started)}\n`);
console.log(summaryOf(steps));
process.exit(failed.length > 0 ? 1 : 0);
