// The delivery worker with a short lease, so that what a killed one held comes back while we watch. It takes orders on stdin:
// `clock MS` sets its clock wrong, `full` and `room` end and begin the space on its disk, `die STEP` kills it at that step.
import { createInterface } from "node:readline";
import Sqlite from "better-sqlite3";
import { openStores } from "@/db";
import { createWorker } from "@/lib/delivery/worker";
import { parseAllowList } from "@/lib/http/allow-list";
import type { Resolve } from "@/lib/http/connection";
import { authorityCertificate } from "@/lib/http/testing/certificates";
import { createTransport } from "@/lib/http/transport";
import { chaosCipher } from "./world";

const [database = "", clockMs = "0", allowed = "127.0.0.1"] = process.argv.slice(2);
const tell = (line: string) => process.stdout.write(`${line}\n`);

// Every connection has a pragma set when it is opened.
const opened = new Set<Sqlite.Database>();
const { pragma } = Sqlite.prototype;
Sqlite.prototype.pragma = function (...given) {
  opened.add(this);
  return pragma.apply(this, given);
};
const unlimited = 4_294_967_294;
function limitPages(most: (raw: Sqlite.Database) => number) {
  for (const raw of opened) raw.pragma(`max_page_count = ${most(raw)}`);
}

let offsetMs = Number(clockMs);
let fatalStep = "";
const passed = (step: string) => {
  if (step === fatalStep) process.kill(process.pid, "SIGKILL");
};

/** A name server that sometimes, asked again, says something else. */
let asked = 0;
const resolve: Resolve = async (hostname) => [
  { address: hostname === "rebind.test" && ++asked % 5 === 4 ? "169.254.169.254" : "127.0.0.1", family: 4 },
];

const out = createTransport({
  policy: { allow: parseAllowList(allowed), ownOrigins: [] },
  limits: { dnsMs: 2_000, connectMs: 2_000, firstByteMs: 2_500, idleMs: 2_000, totalMs: 2_500, bodyBytes: 65_536 },
  resolve,
  ca: authorityCertificate,
});
const stores = await openStores(database, chaosCipher());
const { deliveries, tickets, deskLists, people, webhooks, gates, connections, onChange } = stores;
createWorker(
  {
    ...{ tickets, deskLists, people, webhooks, gates, connections, onChange, random: Math.random },
    deliveries: {
      ...deliveries,
      async claim(claim) {
        const claimed = await deliveries.claim(claim);
        if (claimed.length > 0) passed("claimed");
        return claimed;
      },
      async settle(settlements) {
        passed("settling");
        const results = await deliveries.settle(settlements);
        for (const [index, result] of results.entries())
          if (result === "lost") tell(`lost ${settlements[index]?.deliveryId}`);
        passed("settled");
        return results;
      },
    },
    async send(request) {
      passed("sending");
      const reply = await out.transport(request);
      passed("answered");
      return reply;
    },
    clock: { now: () => new Date(Date.now() + offsetMs) },
    log: (level, message, { err, ...fields } = {}) =>
      tell(`log ${level} ${message} ${JSON.stringify(fields)} ${err instanceof Error ? err.message : ""}`),
  },
  { leaseMs: 2_000, recoverEveryMs: 300, concurrency: 16, probeMs: 3_000 },
).start();
tell("ready");
createInterface(process.stdin).on("line", (line) => {
  const [order, value = ""] = line.split(" ");
  if (order === "clock") offsetMs = Number(value);
  if (order === "full") limitPages((raw) => raw.pragma("page_count", { simple: true }) as number);
  if (order === "room") limitPages(() => unlimited);
  if (order === "die") fatalStep = value;
});
