import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { actor, makeWebhook } from "@/db/contract/make";
import { allPermissions } from "@/lib/access/permissions";
import { type LocalServer, serveRaw } from "@/lib/http/testing/local-server";
import { fireWebhook } from "@/lib/runtime/fire";
import { createTicket } from "@/lib/runtime/tickets";
import { readConfig } from "./config";
import { createHttpApp } from "./http/app";
import { openRuntime, type ServerRuntime } from "./open-runtime";

const root = join(import.meta.dirname, "../..");
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ticketCount = 100;

let dataDir: string;
let programs: string;
let runtime: ServerRuntime;
let console_: ReturnType<typeof createServer>;
let readyUrl: string;
/** Takes connections and never says a word. */
let silent: LocalServer;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "hookdesk-worker-"));
  // Bundles find their packages from here.
  programs = join(root, "node_modules/.cache/hookdesk-worker-test", String(process.pid));
  mkdirSync(programs, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: { worker: "app/_server/worker.ts" },
    outdir: programs,
    outExtension: { ".js": ".mjs" },
    ...{ bundle: true, platform: "node", target: "node20", format: "esm", packages: "external" },
    alias: { "@": root, "server-only": join(root, "node_modules/server-only/empty.js") },
    logLevel: "warning",
  });
  const opened = await openRuntime(readConfig({ DATA_DIR: dataDir }));
  // A console that has been up for a while: in its first seconds it forgives a worker that is not there yet.
  let youngerMs = 60_000;
  runtime = { ...opened, clock: { now: () => new Date(Date.now() - youngerMs) } };
  console_ = createServer(getRequestListener(createHttpApp(runtime).fetch, { overrideGlobalObjects: false }));
  youngerMs = 0;
  await new Promise<void>((resolve) => console_.listen(0, "127.0.0.1", resolve));
  readyUrl = `http://127.0.0.1:${(console_.address() as AddressInfo).port}/api/health/ready`;
  silent = await serveRaw(() => {});
}, 120_000);

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await silent?.close();
  console_?.closeAllConnections();
  console_?.close();
  await runtime?.stores.close();
  rmSync(dataDir, { recursive: true, force: true });
  rmSync(programs, { recursive: true, force: true });
});

function startWorker(): ChildProcess {
  const child = spawn(process.execPath, [join(programs, "worker.mjs")], {
    cwd: root,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      HOOKDESK_ALLOW_NET: "127.0.0.1",
      LOG_LEVEL: "error",
    },
    stdio: ["ignore", "ignore", "inherit"],
    // In a session of its own, as the supervisor starts it.
    detached: true,
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

/** Of all threads, each once, and of the session where Linux shares the machine between sessions. */
function priorities(pid: number): string[] {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16] ?? "";
  });
  const share = `/proc/${pid}/autogroup`;
  const session = existsSync(share) ? (/nice (-?\d+)/.exec(readFileSync(share, "utf8"))?.[1] ?? "") : "5";
  return [...new Set([...threads, session])];
}

async function readiness(): Promise<{ status: number; message: string }> {
  const response = await fetch(readyUrl);
  const { message = "" } = (await response.json()) as { message?: string };
  return { status: response.status, message };
}

/** Milliseconds until it answers so. */
async function until(status: number, mostMs: number): Promise<number> {
  const since = performance.now();
  for (;;) {
    const now = await readiness();
    if (now.status === status) return performance.now() - since;
    if (performance.now() - since > mostMs) throw new Error(`still ${now.status} ${now.message}`);
    await sleep(200);
  }
}

async function fireAtSilence() {
  const { stores } = runtime;
  const [typeId = 0] = (await stores.deskLists.load()).types.map(({ id }) => id);
  const [role] = await stores.roles.list();
  const url = `${silent.url}/nothing`;
  const settings = { ticketTypeId: typeId, parameters: [], url, body: "{}", roleIds: role ? [role.id] : [] };
  const webhooks = [await makeWebhook(stores, settings), await makeWebhook(stores, { ...settings, name: "Second" })];
  const principal = { ...actor, roleId: role?.id ?? "", roleName: "", permissions: allPermissions };
  for (let index = 0; index < ticketCount; index++) {
    const ticket = await createTicket(stores, actor, { title: `Ticket ${index}`, typeId }, new Date());
    for (const { id: webhookId } of webhooks)
      await fireWebhook(stores, principal, { webhookId, ticketId: ticket.id, parameters: {} }, new Date());
  }
}

test("readiness goes by the worker and never by a partner", async () => {
  await until(503, 5_000);
  expect((await readiness()).message).toContain("No worker is running");
  const worker = startWorker();
  await until(200, 30_000);
  if (process.platform === "linux") expect(priorities(worker.pid ?? 0)).toEqual(["5"]);

  await fireAtSilence();
  const { deliveries, workers } = runtime.stores;
  expect(Object.values(await deliveries.counts()).reduce((sum, count) => sum + count, 0)).toBe(2 * ticketCount);
  const during = new Set<string>();
  for (const end = Date.now() + 12_000; Date.now() < end; await sleep(250)) {
    const { status, message } = await readiness();
    during.add(`${status} ${message}`);
  }
  expect([...during]).toEqual(["200 "]);
  expect(silent.connections()).toBeGreaterThan(30);

  worker.kill("SIGSTOP");
  expect(await until(503, 15_000)).toBeLessThan(10_000);
  expect((await readiness()).message).toMatch(/^1 of 1 workers stopped going round: process \d+ for \d+ s\.$/);
  worker.kill("SIGCONT");
  await until(200, 15_000);

  const [dead] = await workers.list();
  worker.kill("SIGKILL");
  await once(worker, "exit");
  startWorker();
  // Its first act is to forget those of this machine that are gone.
  const ids = async () => (await workers.list()).map(({ id }) => id);
  await vi.waitFor(async () => expect(await ids()).not.toContain(dead?.id), { timeout: 30_000, interval: 200 });
  await until(200, 30_000);
  expect(await ids()).toHaveLength(1);
}, 120_000);
