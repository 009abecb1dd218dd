import type { WorkerOptions } from "node:worker_threads";

/**
 * The program of the script threads: bundled beside this one in a build (dist/script-worker.mjs), the source itself where
 * sources run (`npm run dev`, tests).
 */
export const scriptProgram = (from: string = import.meta.url): URL =>
  new URL(from.endsWith(".ts") ? "./script-worker.ts" : "./script-worker.mjs", from);

/** How a thread starts with it: never with the environment of this process, which holds secrets. */
export function entryOf(program: string | URL): [file: string | URL, options: WorkerOptions] {
  if (!program.toString().endsWith(".ts")) return [program, { execArgv: ["--enable-source-maps"], env: {} }];
  // A thread cannot begin with TypeScript.
  const loader = JSON.stringify("tsx/esm/api");
  const entry = `import(${loader}).then(({ register }) => { register(); return import(${JSON.stringify(program.toString())}); })`;
  return [entry, { eval: true, execArgv: [], env: { TSX_TSCONFIG_PATH: "scripts/tsconfig.run.json" } }];
}
