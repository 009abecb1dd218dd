import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

const flags: Record<string, string[]> = { "worker.mjs": ["--max-semi-space-size=64"] };

/**
 * Starts a bundled program as the supervisor does: with the flags of scripts/programs.mjs, in a session of its own. Run from
 * the checkout; the program ends with its parent.
 */
export function startProgram(file: string, settings: Record<string, string>) {
  const preload = pathToFileURL("scripts/child.mjs").href;
  const args = [...(flags[basename(file)] ?? []), "--enable-source-maps", "--import", preload, file];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
    env: {
      ...{ ...process.env, NODE_ENV: "production", LOG_LEVEL: "error", HOOKDESK_ALLOW_NET: "127.0.0.1" },
      ...settings,
    },
  });
  return {
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}
