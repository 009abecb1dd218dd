import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const folder = join(import.meta.dirname, "peers");

/** Runs a program of bench/peers, whose packages are installed on first use, and reads the number it prints. */
export async function runPeer(file: string, ...args: string[]): Promise<number> {
  if (!existsSync(join(folder, "node_modules"))) {
    const flags = ["install", "--no-audit", "--no-fund", "--no-package-lock"];
    const { status } = spawnSync("npm", flags, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) throw new Error("The packages of bench/peers could not be installed");
  }
  const peer = spawn(process.execPath, [join(folder, file), ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const printed = (await text(peer.stdout)).trim().split("\n").at(-1) ?? "";
  if (!(Number(printed) > 0)) throw new Error(`${file} ended without a result`);
  return Number(printed);
}
