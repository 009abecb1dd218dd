import { openStores } from "@/db";
import type { Log } from "@/lib/delivery/worker-ports";
import { createTransport } from "@/lib/http/transport";
import { createCallPruner } from "@/lib/runtime/call-pruner";
import { createCipher } from "@/lib/runtime/cipher";
import { createDeliveryWorker } from "@/lib/runtime/deliver";
import { createRuleWorker } from "@/lib/runtime/rule-worker";
import { readConfig } from "./config";
import { log } from "./log";
import { outgoingPolicy } from "./outgoing";
import { startFailure } from "./start-failure";

/** The worker's process: asks the rules and sends what is due until it is asked to stop. Any number may run on one database. */
async function main() {
  const config = readConfig(process.env);
  const out = createTransport({ policy: outgoingPolicy(config) });
  const stores = await openStores(config.databaseUrl, createCipher(config.secrets));
  const tell: Log = (level, message, fields) => log[level](fields ?? {}, message);
  const workers = [
    createDeliveryWorker(stores, out.transport, tell),
    createRuleWorker(stores, tell),
    createCallPruner(stores, tell),
  ];
  for (const worker of workers) worker.start();
  log.info("worker started");

  async function stop(signal: string) {
    log.info({ signal }, "worker stopping");
    await Promise.all(workers.map((worker) => worker.stop()));
    await stores.close();
    process.exit(0);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(signal));
}

main().catch((error) => {
  const { message, exitCode } = startFailure(error);
  console.error(message);
  process.exit(exitCode);
});
