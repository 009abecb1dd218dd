import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { notes } from "./workspace.mjs";

/** Where set-up writes the path of the browser that it has seen running. */
export const browserNote = path.join(notes, "browser");

const noted = () => (existsSync(browserNote) ? readFileSync(browserNote, "utf8") : undefined);

function playwrightsOwn() {
  try {
    return createRequire(import.meta.url)("playwright-core").chromium.executablePath();
  } catch {
    return undefined; // Not installed yet.
  }
}

/** Every Chromium on this machine, best first: CHROMIUM_PATH, the one set-up tried, Playwright's download, the system's. */
export function browsers() {
  return [
    process.env.CHROMIUM_PATH,
    noted(),
    playwrightsOwn(),
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ].filter((file) => file && existsSync(file));
}

export const findBrowser = () => browsers()[0];
