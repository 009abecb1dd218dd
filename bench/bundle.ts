import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
let made = 0;

/** Bundles programs the way `npm run build` does, so that benchmarks measure what ships. Returns the folder of `<name>.mjs`. */
export async function bundle(entryPoints: Record<string, string>): Promise<string> {
  const outdir = join(root, "node_modules/.cache/hookdesk-bench", `${process.pid}-${made++}`);
  mkdirSync(outdir, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    alias: { "@": root },
    logLevel: "warning",
  });
  return outdir;
}
