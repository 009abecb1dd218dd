import { mkdtempSync, rmSync, statSync } from "node:fs";
import { openStores } from "@/db";
import { systemActor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { createCipher } from "@/lib/runtime/cipher";
import { createTicket } from "@/lib/runtime/tickets";
import { decideSettlement } from "@/lib/delivery/settle";
import { makeAttempt } from "@/lib/delivery/attempt";
import { sampleConfig } from "@/lib/delivery/testing/samples";
const body = JSON.stringify({ ticketid: "IN164", title: "Printer jams", description: "x".repeat(+(process.env.B ?? 800)) });
const headers = { "content-type": "application/json", accept: "application/json", "user-agent": "Hookdesk/bench" };
const folder = mkdtempSync("/tmp/hot-");
import Sqlite from "better-sqlite3";
{ const pre = await openStores(`sqlite:${folder}/b.db`, createCipher(["aaaaaaaaaaaaaaaaaa"])); await pre.close(); const raw = new Sqlite(`${folder}/b.db`); if (process.env.SQL) raw.exec(process.env.SQL); raw.close(); }
const stores = await openStores(`sqlite:${folder}/b.db`, createCipher(["aaaaaaaaaaaaaaaaaa"]));
const ticket = await createTicket(stores, systemActor, { title: "B", typeId: 1 }, new Date());
const N = 16000, G = +(process.env.G ?? 50);
const at = new Date();
for (let i = 0; i < N; i += 500) await stores.changes.commit({ ticketId: ticket.id, at, history: [], deliveries: Array.from({ length: 500 }, () => ({ id: newId("dlv"), webhookId: "whk_01a1fe269fac73e398debc0ca7af1cd0", webhookName: "Bench", webhookVersion: 1, ticketId: ticket.id, ticketDisplayId: "IN1", ticketVersion: 1, request: { method: "POST" as const, url: "http://127.0.0.1:1234/tickets", headers, body, connectionId: null }, parameters: {}, cause: { depth: 0 }, actorId: "system", actorName: "H", createdAt: at, nextAttemptAt: at })) });
const reply = { status: 200, headers: { "content-type": "application/json", date: "Sat, 21 Nov 2026 13:10:15 GMT", connection: "keep-alive", "keep-alive": "timeout=60", "content-length": "35" }, body: '{"result":{"number":"INC0012345"}}', timing: { firstByteMs: 3.2, totalMs: 4.5 }, remoteAddress: "127.0.0.1" };
const config = sampleConfig();
const cpu = { claim: 0, prep: 0, settle: 0 };
const timed = async <T>(k: keyof typeof cpu, f: () => Promise<T>) => { const c = process.cpuUsage(); const r = await f(); const u = process.cpuUsage(c); cpu[k] += u.user + u.system; return r; };
let frames = 0;
for (let i = 0; i < N; i += G) {
  const claimed = await timed("claim", () => stores.deliveries.claim({ now: new Date(), leaseMs: 60000, limit: G }));
  const s = await timed("prep", async () => { const out = []; for (const c of claimed) { const m = await makeAttempt(c, { type: "none" }, async () => reply, { now: () => new Date() }); out.push(decideSettlement(c, m.attempt, m.reply, { config }, new Date(), Math.random)); } return out; });
  await timed("settle", () => stores.deliveries.settle(s));
}
console.log(G, Object.fromEntries(Object.entries(cpu).map(([k, v]) => [k, (v / N).toFixed(1)])), "wal MB", statSync(`${folder}/b.db-wal`).size / 1e6, "db", statSync(`${folder}/b.db`).size / 1e6);
await stores.close(); rmSync(folder, { recursive: true });
