import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./workspace.mjs";

/** Takes over the settings of `.env`; what the environment already has wins. `--no-env-file` leaves the file alone. */
export function loadEnvFile() {
  const file = path.join(root, ".env");
  if (existsSync(file) && !process.argv.includes("--no-env-file")) process.loadEnvFile(file);
}
