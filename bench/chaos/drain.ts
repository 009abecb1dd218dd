import { openStores } from "@/db";
import { systemActor } from "@/lib/core/actor";
import { unfinished } from "./invariants";
import type { Program } from "./programs";
import { sleep } from "./seeded";
import { chaosCipher, type World } from "./world";

/** Past every wait there may be: a day that a partner asked for, from a clock that was hours ahead. */
const aheadMs = 48 * 3_600_000;
const mostMs = 90_000;
const mostMsPerDelivery = 50;

type Run = {
  database: string;
  file: string;
  world: World;
  launch: (program: string, ...args: string[]) => Program;
  note: (line: string) => unknown;
};

/**
 * Switches everything on, releases what is held, and lets two workers, days later by their clocks, send all that is left.
 * Returns what had been held.
 */
export async function drain({ database, file, world, launch, note }: Run): Promise<string[]> {
  const stores = await openStores(database, chaosCipher());
  const held: string[] = [];
  for (const webhookId of world.webhookIds) {
    await stores.webhooks.setEnabled(systemActor, webhookId, true);
    held.push(...(await stores.deliveries.ids({ status: "held", webhookId }, 5_000)));
    for (;;) {
      const step = { at: new Date(), limit: 500 };
      const { released } = await stores.deliveries.releaseHeld(systemActor, { webhookId }, "all", step);
      if (released === 0) break;
    }
  }
  await stores.close();
  const left = () => unfinished(file, world.strandedId);
  note(`${left()} are left to send`);
  const workers = [1, 2].map(() => launch("worker", database, String(aheadMs)));
  for (const deadline = Date.now() + mostMs + left() * mostMsPerDelivery; left() > 0 && Date.now() < deadline; )
    await sleep(50);
  await Promise.all(workers.map((worker) => worker.kill()));
  return held;
}
