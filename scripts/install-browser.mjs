import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { browserNote, browsers, findBrowser } from "./browser.mjs";
import { node, notes, run } from "./workspace.mjs";

/** The browser noted by an earlier run counts as ready; CHROMIUM_PATH is the caller's own word. */
export const hasBrowser = () =>
  Boolean(findBrowser()) && (existsSync(browserNote) || Boolean(process.env.CHROMIUM_PATH));

/** Notes the first browser that really starts: a downloaded one may lack system libraries. */
async function noteWorking() {
  for (const file of browsers()) {
    if ((await run(file, ["--version"], { capture: true, timeoutMs: 20_000 })).code !== 0) continue;
    mkdirSync(notes, { recursive: true });
    writeFileSync(browserNote, file);
    return file;
  }
  return undefined;
}

const isReachable = (url) =>
  fetch(url, { method: "HEAD", signal: AbortSignal.timeout(5_000) }).then(
    () => true,
    () => false,
  );

/** How to run a command as root, or undefined when that would ask for a password. */
async function asRoot() {
  if (process.getuid?.() === 0) return [];
  return (await run("sudo", ["-n", "true"], { capture: true })).code === 0 ? ["sudo", "-n"] : undefined;
}

async function downloadWithPlaywright(root) {
  const host = process.env.PLAYWRIGHT_DOWNLOAD_HOST ?? "https://cdn.playwright.dev";
  if (!(await isReachable(host))) return console.log(`[setup] ${host} is not reachable`);
  // With the right to do so, Playwright also installs the libraries that its Chromium needs.
  const withLibraries = process.platform === "linux" && root ? ["--with-deps"] : [];
  await node(["node_modules/playwright/cli.js", "install", ...withLibraries, "chromium"], {
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" },
    timeoutMs: 240_000,
  });
}

async function installWithApt(root) {
  if (!root || !existsSync("/usr/bin/apt-get")) return;
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    const [command, ...rest] = [...root, "apt-get", "-q", ...args];
    await run(command, rest, { env: { DEBIAN_FRONTEND: "noninteractive" } });
  }
}

/** Finds or installs a Chromium for the browser tests; throws with a sentence when there is no way to get one. */
export async function installBrowser() {
  if (await noteWorking()) return;
  console.log("[setup] no Chromium here: trying Playwright's download, then the system's packages");
  const root = await asRoot();
  await downloadWithPlaywright(root);
  if (await noteWorking()) return;
  await installWithApt(root);
  if (await noteWorking()) return;
  throw new Error(
    "No Chromium for the browser tests: install one (Debian: sudo apt-get install chromium) or set CHROMIUM_PATH to yours, and run npm test again.",
  );
}
