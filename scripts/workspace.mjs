import "./node-version.mjs";
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout, whatever directory a program was started from. */
export const root = path.resolve(fileURLToPath(new URL("..", import.meta.url)));

/** Git-ignored notes of these programs: locks, logs, reports. */
export const notes = path.join(root, ".setup");

/** Where Next puts its build, relative to the checkout; next.config.ts reads the same variable. */
export const nextDir = process.env.NEXT_DIST_DIR ?? ".next";

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(0)} s`;

const running = new Set();

/**
 * Runs one program in the checkout and resolves with its exit code and, when `capture` is set, its output.
 * A program that cannot be started, is killed or overruns `timeoutMs` counts as exit code 1.
 */
export function run(command, args, { capture = false, env = {}, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
      stdio: ["ignore", ...(capture ? ["pipe", "pipe"] : ["inherit", "inherit"])],
      timeout: timeoutMs,
    });
    running.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => (output += text));
    const end = (code) => {
      running.delete(child);
      resolve({ code, output });
    };
    child.once("error", (error) => {
      output += error.message;
      end(1);
    });
    child.once("close", (code) => end(code ?? 1));
  });
}

/** Runs a JavaScript file with this very Node. */
export const node = (args, options) => run(process.execPath, args, options);

/** Passes a signal on to whatever `run` has under way. */
export function endRunning(signal = "SIGTERM") {
  for (const child of running) child.kill(signal);
}
