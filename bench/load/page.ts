// Prints the 95th percentile, in ms, of the deliveries page on one log: while no worker runs and while one delivers at full rate.
// Arguments: data folder and port of a console, URL of a receiver.
import { readConfig } from "@/app/_server/config";
import { hashToken, newToken } from "@/app/_server/tokens";
import { openStores } from "@/db";
import { createCipher } from "@/lib/runtime/cipher";
import type { Stores } from "@/lib/runtime/stores";
import { startProgram } from "./built";
import { fire, newTickets, newWebhook } from "./firing";

const [dataDir = "", port = "", receiver = ""] = process.argv.slice(2);
/** Idle and busy by turns, so that what else the machine does meets both. */
const rounds = 4;
/** Pages of each turn; fewer when they take longer than that, or the worker would run out of work. */
const [pages, mostMs] = [50, 4_000];
const ticketCount = 500;
/** What is in the log already, and what the worker has to do while pages are asked for. */
const [delivered, waiting] = [25_000, 100_000];

async function main() {
  const config = readConfig({ DATA_DIR: dataDir, PORT: port });
  const stores = await openStores(config.databaseUrl, createCipher(config.secrets));
  const token = await signIn(stores);
  const [webhook, tickets] = [await newWebhook(stores, receiver), await newTickets(stores, ticketCount)];
  const load = (count: number) =>
    fire(
      stores,
      tickets.flatMap((ticket) => Array.from({ length: count / ticketCount }, () => ({ webhook, ticket }))),
    );
  const succeeded = async () => (await stores.deliveries.counts()).succeeded;

  await load(delivered);
  await working(() => until(async () => (await succeeded()) === delivered));
  await load(waiting);
  await time(pages, token);
  const [idle, busy]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    idle.push(...(await time(pages, token)));
    busy.push(...(await working(() => timeWhileDelivering(succeeded, token))));
  }
  await stores.close();
  console.error(`  median ${at(idle, 0.5).toFixed(0)} ms idle, ${at(busy, 0.5).toFixed(0)} ms busy`);
  console.log(JSON.stringify({ idle: at(idle, 0.95), busy: at(busy, 0.95) }));
}

/** Pages while a worker that has just been started delivers. */
async function timeWhileDelivering(succeeded: () => Promise<number>, token: string): Promise<number[]> {
  const begun = await succeeded();
  // Its first second is spent on starting.
  await until(async () => (await succeeded()) > begun + 3_000);
  const [before, since] = [await succeeded(), performance.now()];
  const times = await time(pages, token);
  const count = await succeeded();
  if (count === delivered + waiting) throw new Error("Everything was delivered before the pages were");
  const perSecond = (1_000 * (count - before)) / (performance.now() - since);
  console.error(`  ${perSecond.toFixed(0)} deliveries/s meanwhile`);
  return times;
}

async function signIn(stores: Stores): Promise<string> {
  const token = newToken("hds");
  const [account] = (await stores.accounts.list()) ?? [];
  if (!account) throw new Error("The console has no administrator");
  const now = new Date();
  await stores.sessions.create({
    ...{ personId: account.personId, tokenHash: hashToken(token), createdAt: now, lastSeenAt: now },
    ...{ expiresAt: new Date(now.getTime() + 3_600_000), userAgent: "bench", address: "" },
  });
  return token;
}

/** Does something while a worker runs. */
async function working<T>(work: () => Promise<T>): Promise<T> {
  const worker = startProgram("dist/worker.mjs", { DATA_DIR: dataDir, PORT: port });
  try {
    return await work();
  } finally {
    await worker.stop();
  }
}

async function until(isSo: () => Promise<boolean>) {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries > 600) throw new Error("The worker does not deliver");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Milliseconds of each of so many pages, one after the other. */
async function time(count: number, token: string): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + mostMs;
  for (let n = 0; n < count && performance.now() < end; n++) {
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
  return times;
}

const at = (times: readonly number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;

await main();
process.exit(0);
