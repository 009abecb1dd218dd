import { parentPort, workerData } from "node:worker_threads";
import type { FromThread, ToThread } from "./script-wire-messages";
import { createRuns } from "./script-worker-runs";

// The program of a script thread (dist/script-worker.mjs); script-pool.ts starts it and talks to it.

const port = parentPort;
if (!port) throw new Error("This program runs in a thread that lib/runtime/script-pool.ts starts.");
const post = (message: FromThread, transfer?: ArrayBuffer[]) => port.postMessage(message, transfer);
const take = createRuns(post, workerData.turn, workerData.epoch);
port.on("message", (message: ToThread) => take(message));
post({ type: "ready" });
