// A console: fires webhooks, and now and then cancels, redelivers, holds and releases. What must be true afterwards is printed
// once it is committed; what may be, before. Killed at random moments.
import { readFileSync } from "node:fs";
import { openStores } from "@/db";
import { allPermissions } from "@/lib/access/permissions";
import { systemActor } from "@/lib/core/actor";
import { isAppError } from "@/lib/core/errors";
import type { DeliveryStatus } from "@/lib/delivery/delivery";
import { fireWebhook } from "@/lib/runtime/fire";
import { pick, seeded, sleep } from "./seeded";
import { chaosCipher, type World } from "./world";

const [database = "", prefix = "", seed = "1"] = process.argv.slice(2);
const { webhookIds, ticketIds, roleId } = JSON.parse(readFileSync("world.json", "utf8")) as World;
const random = seeded(Number(seed));
const stores = await openStores(database, chaosCipher());
const { deliveries, webhooks } = stores;
const tell = (...words: (string | number)[]) => process.stdout.write(`${words.join(" ")}\n`);
const principal = { ...systemActor, roleId, roleName: "", permissions: allPermissions };
const person = { ...principal, kind: "person" as const, id: "person:1", name: "Somebody" };
const one = async (status: DeliveryStatus) => pick(random, await deliveries.ids({ status }, 50));

async function fire(number: number) {
  const [webhookId = "", ticketId = 0] = [pick(random, webhookIds), pick(random, ticketIds)];
  const who = random() < 0.1 ? person : principal;
  const request = { webhookId, ticketId, parameters: { Key: `${prefix}-${number}` } };
  const { deliveryId } = await fireWebhook(stores, who, request, new Date());
  tell("fired", deliveryId);
}

async function cancel() {
  const id = await one("pending");
  if (!id) return;
  const { attempts } = await deliveries.cancel(systemActor, id, new Date());
  tell("cancelled", id, attempts);
}

async function redeliver() {
  const id = await one(pick(random, ["failed", "cancelled", "succeeded"] as const) ?? "failed");
  if (!id) return;
  tell("redelivering", id);
  await deliveries.redeliver(systemActor, id, new Date());
}

async function holdAndRelease() {
  const webhookId = pick(random, webhookIds) ?? "";
  await webhooks.setEnabled(systemActor, webhookId, false);
  await sleep(random() * 200);
  await webhooks.setEnabled(systemActor, webhookId, true);
  if (random() < 0.2) return;
  const held = await deliveries.ids({ status: "held", webhookId }, 5_000);
  const [first] = held;
  if (!first) return;
  tell("releasing", ...held);
  const which = pick(random, ["all", "latest", "drop", "one"] as const) ?? "all";
  if (which === "one") return void (await deliveries.release(systemActor, first, new Date()));
  for (;;) {
    const step = { at: new Date(), limit: 20 };
    const { released, superseded, cancelled } = await deliveries.releaseHeld(systemActor, { webhookId }, which, step);
    if (released + superseded + cancelled === 0) return;
  }
}

// The one before may have been killed while a webhook was off.
for (const id of webhookIds) await webhooks.setEnabled(systemActor, id, true);
tell("ready");
for (let number = 0; ; number++) {
  const chance = random();
  try {
    if (chance < 0.06) await cancel();
    else if (chance < 0.1) await redeliver();
    else if (chance < 0.13) await holdAndRelease();
    else await fire(number);
  } catch (error) {
    // Another one was faster: that is what the refusals are for.
    if (!isAppError(error)) throw error;
    tell("log", "refused", error.message);
  }
  await sleep(random() * 20);
}
