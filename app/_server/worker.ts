import { openStores } from "@/db";
import { isAppError } from "@/lib/core/errors";
import { createTransport } from "@/lib/http/transport";
import { createCipher } from "@/lib/runtime/cipher";
import { createDeliveryWorker } from "@/lib/runtime/deliver";
import { ConfigError, readConfig, wrongSetting } from "./config";
import { log } from "./log";
import { outgoingPolicy } from "./outgoing";

/** The delivery worker's process: sends what is due until it is asked to stop. Any number may run on one database. */
async function main() {
  const config = readConfig(process.env);
  const out = createTransport({ policy: outgoingPolicy(config) });
  const stores = await openStores(config.databaseUrl, createCipher(config.secrets));
  const worker = createDeliveryWorker(stores, out.transport, (level, message, fields) =>
    log[level](fields ?? {}, message),
  );
  worker.start();
  log.info("worker started");

  async function stop(signal: string) {
    log.info({ signal }, "worker stopping");
    await worker.stop();
    await stores.close();
    process.exit(0);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(signal));
}

main().catch((error) => {
  const isSetting = error instanceof ConfigError || isAppError(error);
  console.error(isSetting ? error.message : error);
  process.exit(isSetting ? wrongSetting : 1);
});
