// Prints what a page of the log costs for a rare and for a common word, with ten thousand and with a million deliveries indexed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores } from "@/db";
import { createCipher } from "@/lib/runtime/cipher";
import type { Stores } from "@/lib/runtime/stores";
import { fillDeliveries, indexDeliveries } from "./fill";

const rounds = 40;

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-search-"));
  const open = async (count: number) => {
    const file = join(folder, `${count}.db`);
    const cipher = createCipher(["a secret for benchmarks"]);
    await (await openStores(`sqlite:${file}`, cipher)).close();
    fillDeliveries(file, count);
    indexDeliveries(file);
    return { stores: await openStores(`sqlite:${file}`, cipher), rare: `word${Math.floor(count / 2)}` };
  };
  const [small, large] = [await open(10_000), await open(1_000_000)];
  const times = { small: [] as number[], large: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.small.push(await search(small.stores, small.rare));
    times.large.push(await search(large.stores, large.rare));
  }
  await small.stores.close();
  await large.stores.close();
  rmSync(folder, { recursive: true });
  console.log(JSON.stringify({ small: median(times.small), large: median(times.large) }));
}

/** Milliseconds for a page of a rare word and one of a word that every delivery has. */
async function search({ deliveries }: Stores, rare: string): Promise<number> {
  const since = performance.now();
  const found = await deliveries.list({ page: 1, pageSize: 50, q: rare });
  const common = await deliveries.list({ page: 1, pageSize: 50, q: "benchmark" });
  if (found.total !== 1 || common.items.length !== 50)
    throw new Error(`Found ${found.total} and ${common.items.length}`);
  return performance.now() - since;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

await main();
