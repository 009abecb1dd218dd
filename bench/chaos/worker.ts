// The delivery worker with a short lease, so that what a killed one held comes back while we watch.
import { openStores } from "@/db";
import { parseAllowList } from "@/lib/http/allow-list";
import { createTransport } from "@/lib/http/transport";
import { createCipher } from "@/lib/runtime/cipher";
import { createDeliveryWorker } from "@/lib/runtime/deliver";

const [database = ""] = process.argv.slice(2);
const out = createTransport({ policy: { allow: parseAllowList("127.0.0.1"), ownOrigins: [] } });
const stores = await openStores(database, createCipher(["a secret for chaos"]));
const options = { leaseMs: 1_500, recoverEveryMs: 300, concurrency: 16 };
createDeliveryWorker(stores, out.transport, () => {}, options).start();
process.stdout.write("ready\n");
