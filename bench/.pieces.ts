import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "undici";
import { parseAllowList } from "@/lib/http/allow-list";
import { createTransport } from "@/lib/http/transport";
import { makeAttempt } from "@/lib/delivery/attempt";
import { decideSettlement } from "@/lib/delivery/settle";
import { createWorker } from "@/lib/delivery/worker";
import { sampleClaim, sampleConfig } from "@/lib/delivery/testing/samples";
const mainCpu = () => Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[0]) / 1000;
const r = spawn(process.execPath, ["bench/receiver.mjs"], { stdio: ["ignore", "pipe", "inherit"] });
const [line] = await once(r.stdout, "data");
const url = `http://127.0.0.1:${Number(String(line))}/tickets`;
const body = JSON.stringify({ ticketid: "IN164", title: "Printer jams", description: "x".repeat(800) });
const headers = { "content-type": "application/json", accept: "application/json", "user-agent": "Hookdesk/bench" };
const N = 20000, C = 64;
async function m(name: string, one: () => Promise<unknown>) { let left = N; const c = mainCpu(); const t = performance.now(); await Promise.all(Array.from({ length: C }, async () => { while (left-- > 0) await one(); })); console.log(name, "main us", ((mainCpu() - c) / N).toFixed(1), "wall us", ((performance.now() - t) * 1000 / N).toFixed(1)); }
const dispatcher = new Agent({ connections: C, pipelining: 1 });
const out = createTransport({ policy: { allow: parseAllowList("127.0.0.1"), ownOrigins: ["http://localhost:3000"] }, connectionsPerOrigin: C });
const config = sampleConfig(); const clock = { now: () => new Date() };
const claim = sampleClaim({ request: { method: "POST", url, headers, body, connectionId: null } });
const reply = { status: 200, headers: { "content-type": "application/json", date: "Sat, 21 Nov 2026 13:10:15 GMT", connection: "keep-alive", "keep-alive": "timeout=60", "content-length": "35" }, body: '{"result":{"number":"INC0012345"}}', timing: { firstByteMs: 3.2, totalMs: 4.5 }, remoteAddress: "127.0.0.1" };
for (let k = 0; k < 3; k++) {
  await m("bare", async () => (await request(url, { method: "POST", headers, body, dispatcher })).body.text());
  await m("transport", () => out.transport({ method: "POST", url, headers, body }));
  await m("attempt(no net)", () => makeAttempt(claim, { type: "none" }, async () => reply, clock));
  await m("attempt+decide(no net)", async () => { const x = await makeAttempt(claim, { type: "none" }, async () => reply, clock); decideSettlement(claim, x.attempt, x.reply, { config }, clock.now(), Math.random); });
  let due = N; let settled = 0; let done = () => {}; const all = new Promise<void>((r) => { done = r; });
  const w = createWorker({ deliveries: { claim: async ({ limit }) => { const n = Math.min(limit, due); due -= n; return Array.from({ length: n }, (_, i) => ({ ...claim, id: `dlv_${due}_${i}` })); }, settle: async (s) => { await new Promise((r) => setTimeout(r, 3)); settled += s.length; if (settled >= N) done(); return s.map(() => "settled" as const); }, renew: async () => {}, recover: async () => 0, nextDueAt: async () => null }, tickets: { graph: async () => undefined }, webhooks: { configAt: async () => config }, connections: { open: async () => undefined }, onChange: () => () => {}, send: out.transport, clock, random: Math.random, log: console.error }, { concurrency: C });
  const c = mainCpu(); const t = performance.now(); w.start(); await all; console.log("worker, no db", "main us", ((mainCpu() - c) / N).toFixed(1), "wall us", ((performance.now() - t) * 1000 / N).toFixed(1)); await w.stop();
}
r.kill(); process.exit(0);
