// The rule worker with a short lease, so that what a killed one held comes back while we watch.
import { openStores } from "@/db";
import { createCipher } from "@/lib/runtime/cipher";
import { createRuleWorker } from "@/lib/runtime/rule-worker";

const [database = ""] = process.argv.slice(2);
const stores = await openStores(database, createCipher(["a secret for chaos"]));
createRuleWorker(stores, () => {}, { leaseMs: 400, pollMs: 50 }).start();
process.stdout.write("ready\n");
