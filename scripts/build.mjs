// `npm run build`: the pages by Next, the console and the worker by esbuild into dist/.
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isStamped, removeStamp, sourcesHash, writeStamp } from "./stamp.mjs";
import { nextDir, node, root, seconds } from "./workspace.mjs";

const programs = {
  server: "app/_server/server.ts",
  worker: "app/_server/worker.ts",
  // Started by the other two, in threads (lib/runtime/script-pool-program.ts).
  "script-worker": "lib/runtime/script-worker.ts",
};
const results = [...Object.keys(programs).map((name) => `dist/${name}.mjs`), path.join(nextDir, "BUILD_ID")];
// One stamp in each output folder: neither can be replaced, cleaned or left half-written without being noticed.
const stamps = ["dist/.stamp", path.join(nextDir, "hookdesk-stamp")].map((file) => path.join(root, file));

export const isBuilt = (hash = sourcesHash(root)) =>
  stamps.every((file) => isStamped(file, hash)) && results.every((file) => existsSync(path.join(root, file)));

async function bundlePrograms() {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: programs,
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    sourcemap: true,
    alias: { "@": root, "server-only": path.join(root, "node_modules/server-only/empty.js") },
    logLevel: "warning",
  });
}

/** Builds everything; throws with a sentence when a part does not build. The stamps go first and come back last. */
export async function build() {
  const started = Date.now();
  // Taken before the build: a file edited meanwhile makes the next start build again.
  const hash = sourcesHash(root);
  for (const file of stamps) removeStamp(file);
  await bundlePrograms().catch(() => {
    throw new Error("The console or the worker did not build; esbuild says why above.");
  });
  const next = await node(["node_modules/next/dist/bin/next", "build"], { env: { NODE_ENV: "production" } });
  if (next.code !== 0) throw new Error("The pages did not build; Next says why above.");
  for (const file of stamps) writeStamp(file, hash);
  console.log(`[build] ready in ${seconds(started)}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  build().catch((error) => {
    console.error(`[build] ${error.message}`);
    process.exit(1);
  });
}
