// The inspector as the console serves it, with a bin; prints its port and the bin's path.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createCapture } from "@/app/_server/http/capture";
import { openTestRuntime } from "@/app/_server/http/testing";
import { systemActor } from "@/lib/core/actor";

const opened = await openTestRuntime();
const bin = await opened.stores.bins.create(systemActor, { name: "Benchmark" });
// No cap: what is measured is what it could take.
const capture = createCapture(opened.runtime, Number.POSITIVE_INFINITY);
const server = createServer((incoming, outgoing) => void capture(incoming, outgoing));
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log(`${(server.address() as AddressInfo).port} /inspect/${bin.id}`));
process.once("SIGTERM", async () => {
  server.closeAllConnections();
  await opened.close();
  process.exit(0);
});
