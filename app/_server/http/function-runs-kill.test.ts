import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const rounds = 5;
const callers = 20;
const repliesPerRound = 150;

let folder: string;
let programs: string;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hookdesk-kill-"));
  // Bundles find their packages from here.
  programs = join(root, "node_modules/.cache/hookdesk-kill-test", String(process.pid));
  mkdirSync(programs, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: {
      functions: "bench/load/function-server.ts",
      "script-worker": "lib/runtime/script-worker.ts",
    },
    outdir: programs,
    outExtension: { ".js": ".mjs" },
    ...{ bundle: true, platform: "node", target: "node20", format: "esm", packages: "external" },
    alias: { "@": root },
    logLevel: "warning",
  });
}, 60_000);

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
  rmSync(programs, { recursive: true, force: true });
});

async function start() {
  const child = spawn(process.execPath, [join(programs, "functions.mjs"), "0", folder], {
    cwd: root,
    env: { NODE_ENV: "production", PATH: process.env.PATH, LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  const [line] = await once(child.stdout, "data");
  const { port, paths } = JSON.parse(String(line)) as { port: number; paths: { add: string } };
  return { child, url: `http://127.0.0.1:${port}${paths.add}` };
}

/** The reply's output, or undefined when the server was gone before it was whole. */
function call(url: string, a: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = httpRequest(url, { method: "POST", headers: { "content-type": "application/json" } }, (reply) => {
      let text = "";
      reply.on("data", (chunk) => {
        text += chunk;
      });
      reply.on("end", () => resolve(Number(JSON.parse(text).content.output)));
      reply.on("error", () => resolve(undefined));
    });
    request.on("error", () => resolve(undefined));
    request.end(JSON.stringify({ arguments: { a, b: 0 } }));
  });
}

test("every reply that was read is in the history, though the server is killed at once", async () => {
  const replied: number[] = [];
  let next = 0;
  for (let round = 1; round <= rounds; round++) {
    const { child, url } = await start();
    const gone = once(child, "exit");
    const wanted = round * repliesPerRound;
    const caller = async () => {
      for (;;) {
        const a = ++next;
        const output = await call(url, a);
        if (output === undefined) return;
        expect(output).toBe(a);
        replied.push(a);
        // In the turn that read the reply.
        if (replied.length === wanted) child.kill("SIGKILL");
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
    expect(await gone).toEqual([null, "SIGKILL"]);
    expect(replied.length).toBeGreaterThanOrEqual(wanted);
    const raw = new Sqlite(join(folder, "hookdesk.db"), { readonly: true });
    const kept = raw.prepare("select result, outcome from function_runs").all() as {
      result: string;
      outcome: string;
    }[];
    raw.close();
    const sums = new Set(kept.map(({ result }) => Number(result)));
    expect(replied.filter((a) => !sums.has(a))).toEqual([]);
    expect(kept.every(({ outcome }) => outcome === "succeeded")).toBe(true);
  }
}, 60_000);
