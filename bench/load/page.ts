// Prints the 95th percentile, in ms, of the deliveries page: while nothing is delivered and while a worker delivers at full rate.
// Arguments: data folder and port of a console, URL of a receiver.

import { readConfig } from "@/app/_server/config";
import { hashToken, newToken } from "@/app/_server/tokens";
import { openStores } from "@/db";
import { createCipher } from "@/lib/runtime/cipher";
import { fire, newTickets, newWebhook } from "./firing";

const [dataDir = "", port = "", receiver = ""] = process.argv.slice(2);
const pages = 60;
const perTicket = 100;

async function main() {
  const config = readConfig({ DATA_DIR: dataDir, PORT: port });
  const stores = await openStores(config.databaseUrl, createCipher(config.secrets));
  const token = newToken("hds");
  const [account] = (await stores.accounts.list()) ?? [];
  if (!account) throw new Error("The console has no administrator");
  const now = new Date();
  await stores.sessions.create({
    ...{ personId: account.personId, tokenHash: hashToken(token), createdAt: now, lastSeenAt: now },
    ...{ expiresAt: new Date(now.getTime() + 3_600_000), userAgent: "bench", address: "" },
  });
  const [webhook, tickets] = [await newWebhook(stores, receiver), await newTickets(stores, 500)];
  const load = (times: number) =>
    fire(
      stores,
      tickets.flatMap((ticket) => Array.from({ length: times }, () => ({ webhook, ticket }))),
    );
  await load(perTicket);
  await untilIdle();
  await p95(10, token);
  const idle = await p95(pages, token);
  await load(perTicket);
  const busy = await p95(pages, token);
  const { pending } = await stores.deliveries.counts();
  if (pending === 0) throw new Error("Everything was delivered before the pages were");
  await stores.close();
  console.log(JSON.stringify({ idle, busy }));

  async function untilIdle() {
    for (;;) {
      const { pending: waiting, sending } = await stores.deliveries.counts();
      if (waiting + sending === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function p95(count: number, token: string): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const since = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/admin/integration/deliveries`, {
      headers: { cookie: `hookdesk_session=${token}` },
      redirect: "manual",
    });
    const text = await response.text();
    if (response.status !== 200 || !text.includes("Deliveries"))
      throw new Error(`The page answered ${response.status}`);
    times.push(performance.now() - since);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(count * 0.95)] ?? 0;
}

await main();
process.exit(0);
