// Runs a TypeScript program of this checkout without a build: bundled into .setup for as long as it takes to load.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { notes, root } from "./workspace.mjs";

/** Imports `entry` (a path in the checkout) and resolves with its exports once it has run. Needs node_modules. */
export async function load(entry) {
  const { build } = await import("esbuild").catch(() => {
    throw new Error("The packages are missing: run npm install first.");
  });
  mkdirSync(notes, { recursive: true });
  const folder = mkdtempSync(path.join(notes, "program-"));
  try {
    await build({
      absWorkingDir: root,
      entryPoints: { program: entry },
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      // What is imported later is loaded only then.
      splitting: true,
      platform: "node",
      target: "node20",
      format: "esm",
      packages: "external",
      alias: { "@": root, "server-only": path.join(root, "node_modules/server-only/empty.js") },
      logLevel: "warning",
    });
    return await import(pathToFileURL(path.join(folder, "program.mjs")).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
