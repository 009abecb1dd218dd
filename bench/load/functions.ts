import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { successReply } from "@/lib/functions/reply";
import { bundle } from "../bundle";
import { type Posted, post } from "./post";

type FunctionName = "add" | "waits" | "computes";
export type FunctionServer = { pid: number | undefined; urls: Record<FunctionName, string>; stop(): Promise<void> };

/** The server of bench/load/function-server.ts with its script threads, bundled as the product is built. */
export async function startFunctions(slowPort = 0): Promise<FunctionServer> {
  const programs = await bundle({
    functions: "bench/load/function-server.ts",
    "script-worker": "lib/runtime/script-worker.ts",
  });
  const flags = ["--max-semi-space-size=64", ...(process.env.BENCH_NODE_FLAGS?.split(" ") ?? [])];
  const server = spawn(process.execPath, [...flags, join(programs, "functions.mjs"), String(slowPort)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(server.stdout, "data");
  const { port, paths } = JSON.parse(String(line)) as { port: number; paths: Record<FunctionName, string> };
  const url = (name: FunctionName) => `http://127.0.0.1:${port}${paths[name]}`;
  return {
    pid: server.pid,
    urls: { add: url("add"), waits: url("waits"), computes: url("computes") },
    async stop() {
      server.kill();
      await once(server, "exit");
      rmSync(programs, { recursive: true });
    },
  };
}

export const sum = { body: JSON.stringify({ arguments: { a: 40, b: 2 } }), expected: successReply("42") };

/** Calls the small function, whose every reply must be right. */
export const callAdd = ({ urls }: FunctionServer, count: number, connections?: number): Promise<Posted> =>
  post(urls.add, count, connections, sum);
