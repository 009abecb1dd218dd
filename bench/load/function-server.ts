// The console's door to callback functions with three of them; prints its port and the path of each call as JSON.
// Arguments: the port of a receiver that takes two seconds, and the data's folder where it is to stay.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@/app/_server/config";
import { securityHeaders } from "@/app/_server/content-security";
import { createAppIntegrations } from "@/app/_server/http/app-integrations";
import { openFunctions } from "@/app/_server/open-functions";
import { newToken } from "@/app/_server/tokens";
import { openStores } from "@/db";
import { systemActor } from "@/lib/core/actor";
import { type FunctionInput, functionInput } from "@/lib/functions/function";
import { functionUrl } from "@/lib/functions/incoming";
import { createCipher } from "@/lib/runtime/cipher";

const [slowPort = "0", folder] = process.argv.slice(2);
const dataDir = folder ?? mkdtempSync(join(tmpdir(), "hookdesk-functions-"));
const config = readConfig({
  DATA_DIR: dataDir,
  HOOKDESK_SECRET: "a secret for benchmarks",
  HOOKDESK_ALLOW_NET: "127.0.0.1",
});
const stores = await openStores(config.databaseUrl, createCipher(config.secrets));
const functions = openFunctions(config, stores);

async function publish(apiName: string, input: Partial<FunctionInput>): Promise<string> {
  const wanted: FunctionInput = {
    ...functionInput.parse({ name: apiName, apiName, returnType: "int", ...input }),
    // No cap: what is measured is what it could take.
    limits: { ratePerMinute: Number.MAX_SAFE_INTEGER, concurrency: 1_000, timeSeconds: 60 },
  };
  const made = (await stores.functions.find(apiName)) ?? (await stores.functions.create(systemActor, wanted));
  const token = newToken("hdf");
  await stores.functions.publish(systemActor, made.id, token);
  return functionUrl("", { apiName, token, portalId: String(config.portalId) });
}

const int = (name: string) => ({ name, type: "int" as const });
const paths = {
  add: await publish("add", { parameters: [int("a"), int("b")], source: "return a + b;" }),
  waits: await publish("waits", {
    source: `reply = invokeurl [ url : "http://127.0.0.1:${slowPort}/" type : GET ]; return 1;`,
  }),
  // Looks `rounds` times through a hundred thousand characters for what is not there.
  computes: await publish("computes", {
    parameters: [int("rounds")],
    source: `text = "ab ".repeat(33333); found = 0;
for each round in "x,".repeat(rounds).toList() { if (text.matches("(a|b| |c)*x")) { found = found + 1; } }
return found;`,
  }),
};

const listener = createAppIntegrations(functions.answer);
const server = createServer((incoming, outgoing) => {
  for (const [name, value] of Object.entries(securityHeaders)) outgoing.setHeader(name, value);
  void listener(incoming, outgoing);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port, paths }));
});
process.once("SIGTERM", () => {
  if (folder === undefined) rmSync(dataDir, { recursive: true });
  process.exit(0);
});
