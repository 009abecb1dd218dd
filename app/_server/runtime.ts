import type { Principal } from "@/lib/access/permissions";
import type { Clock } from "@/lib/core/clock";
import type { Functions } from "@/lib/runtime/functions";
import type { Stores } from "@/lib/runtime/stores";
import type { Config } from "./config";

/** What the process works with: opened once by server.ts, read by the Hono app and by Next's bundles. */
export type Runtime = {
  config: Config;
  stores: Stores;
  clock: Clock;
  functions: Functions;
  /** Stands in for the session cookie where there is no Next request (tests). */
  identify?(): Promise<Identity | undefined>;
};

export type Identity = { principal: Principal; email: string; sessionId: string };

const slot = globalThis as { hookdeskRuntime?: Runtime };

/** Next loads modules once per bundle, so module scope is not enough: the slot is the process's one set. */
export function setRuntime(runtime: Runtime): void {
  slot.hookdeskRuntime = runtime;
}

export function runtime(): Runtime {
  if (!slot.hookdeskRuntime)
    throw new Error("Hookdesk runs behind its own server: start it with npm start or npm run dev.");
  return slot.hookdeskRuntime;
}
