import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { bundle } from "./bundle";

/** Bundles a program as the product is built, runs it with the worker's flags in a process of its own, and reads the JSON it prints. */
export async function runProgram<Output>(entry: string, ...args: string[]): Promise<Output> {
  const programs = await bundle({ program: entry });
  try {
    const flags = ["--max-semi-space-size=64", join(programs, "program.mjs"), ...args];
    const program = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"] });
    const printed = await text(program.stdout);
    if (printed === "") throw new Error(`${entry} ended without a result`);
    return JSON.parse(printed) as Output;
  } finally {
    rmSync(programs, { recursive: true });
  }
}

/** A server in a process of its own that says its port on standard output; `stop` ends it. */
export async function runServer(file: string, ...args: string[]): Promise<{ port: number; stop(): void }> {
  const server: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(server.stdout ?? server, "data");
  return { port: Number(String(line)), stop: () => void server.kill() };
}
