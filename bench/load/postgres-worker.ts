// One of several workers on one database: delivers until nothing is left, and prints nothing. Argument: database URL.
import { openStores } from "@/db";
import { parseAllowList } from "@/lib/http/allow-list";
import { createTransport } from "@/lib/http/transport";
import { createCipher } from "@/lib/runtime/cipher";
import { createDeliveryWorker } from "@/lib/runtime/deliver";

const [databaseUrl = ""] = process.argv.slice(2);
const stores = await openStores(databaseUrl, createCipher(["a secret for benchmarks"]));
const out = createTransport({ policy: { allow: parseAllowList("127.0.0.1"), ownOrigins: [] } });
const worker = createDeliveryWorker(stores, out.transport, (level, message, fields) => {
  if (level === "error") console.error(message, fields);
});
process.on("message", () => worker.start());
process.on("disconnect", async () => {
  await worker.stop();
  await stores.close();
  process.exit(0);
});
process.send?.("ready");
