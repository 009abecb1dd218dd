// Prints what a claim of 50 costs beside 10,000 and beside a million pending deliveries, and the memory of the latter.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores } from "@/db";
import { createCipher } from "@/lib/runtime/cipher";
import type { Stores } from "@/lib/runtime/stores";
import { fillDeliveries } from "./fill";

const rounds = 60;
const perClaim = 50;

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-growth-"));
  const open = async (count: number) => {
    const file = join(folder, `${count}.db`);
    const cipher = createCipher(["a secret for benchmarks"]);
    await (await openStores(`sqlite:${file}`, cipher)).close();
    fillDeliveries(file, count);
    return openStores(`sqlite:${file}`, cipher);
  };
  const [small, large] = [await open(10_000), await open(1_000_000)];
  const times = { small: [] as number[], large: [] as number[] };
  await claim(small);
  await claim(large);
  const before = process.memoryUsage.rss();
  for (let round = 0; round < rounds; round++) {
    times.small.push(await claim(small));
    times.large.push(await claim(large));
  }
  const grewMb = (process.memoryUsage.rss() - before) / 1e6;
  await small.close();
  await large.close();
  rmSync(folder, { recursive: true });
  console.log(JSON.stringify({ small: median(times.small), large: median(times.large), grewMb }));
}

/** Milliseconds for one turn of a worker: which queues wait, and a claim shared between them. */
async function claim({ deliveries }: Stores): Promise<number> {
  const since = performance.now();
  const heads = await deliveries.heads();
  const takes = heads.map(({ queue }) => ({ queue, limit: Math.ceil(perClaim / heads.length) }));
  const claimed = await deliveries.claim({ now: new Date(), leaseMs: 60_000, takes });
  if (claimed.length < perClaim) throw new Error(`Only ${claimed.length} were claimed`);
  return performance.now() - since;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

await main();
