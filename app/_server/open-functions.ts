import { systemClock } from "@/lib/core/clock";
import { createTransport } from "@/lib/http/transport";
import { createFunctions, type Functions } from "@/lib/runtime/functions";
import { scriptProgram } from "@/lib/runtime/script-pool-program";
import type { Stores } from "@/lib/runtime/stores";
import type { Config } from "./config";
import { log } from "./log";
import { outgoing } from "./outgoing";

/** Callback functions of this process; threads start with the first call. */
export function openFunctions(config: Config, stores: Stores): Functions {
  // What a script may read of a reply (spec/deluge.md §7).
  const out = createTransport({ ...outgoing(config), limits: { bodyBytes: 5_000_000 } });
  const functions = createFunctions({
    ...{ stores, clock: systemClock, send: out.transport, timeZone: config.timeZone, portalId: config.portalId },
    pool: {
      program: scriptProgram(),
      onFault: (message) => log.error({ reason: message }, "a function broke something"),
    },
  });
  return {
    ...functions,
    async close() {
      await functions.close();
      await out.close();
    },
  };
}
