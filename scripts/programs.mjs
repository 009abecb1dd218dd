import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./workspace.mjs";

const preload = pathToFileURL(path.join(root, "scripts/child.mjs")).href;
const env = { NEXT_TELEMETRY_DISABLED: "1" };

// The worker makes much that lives for milliseconds: with more room for it V8 collects less often (measured: a tenth less work).
const flags = { worker: ["--max-semi-space-size=64"] };

const built = (name, file) => ({
  name,
  cwd: root,
  args: [...(flags[file] ?? []), "--enable-source-maps", "--import", preload, `dist/${file}.mjs`],
  env: { ...env, NODE_ENV: "production" },
});

/** In development tsx runs the sources and starts them again when one changes. */
const watched = (name, file) => ({
  name,
  cwd: root,
  args: [
    "--import",
    preload,
    "node_modules/tsx/dist/cli.mjs",
    "watch",
    "--clear-screen=false",
    "--tsconfig",
    "scripts/tsconfig.run.json",
    `app/_server/${file}.ts`,
  ],
  env: { ...env, NODE_ENV: "development" },
});

/** The two programs a running Hookdesk consists of. Throws with a sentence when production needs a build first. */
export function programs({ dev = false } = {}) {
  if (!dev && !["server", "worker"].every((file) => existsSync(path.join(root, `dist/${file}.mjs`))))
    throw new Error("Nothing is built yet: run npm start, or npm run build.");
  const make = dev ? watched : built;
  return { console: make("console", "server"), worker: make("worker", "worker") };
}
