import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores } from "@/db";
import { systemActor } from "@/lib/core/actor";
import { systemClock } from "@/lib/core/clock";
import { createCipher } from "@/lib/runtime/cipher";
import { readConfig } from "../config";
import { openFunctions } from "../open-functions";
import { hashToken, hintOf, newToken } from "../tokens";

/** A runtime on a fresh SQLite file, with an administrator's and a technician's key. For tests and benchmarks. */
export async function openTestRuntime() {
  const dataDir = mkdtempSync(join(tmpdir(), "hookdesk-http-"));
  const config = readConfig({
    DATA_DIR: dataDir,
    HOOKDESK_SECRET: "a secret for tests",
    PUBLIC_URL: "http://localhost",
  });
  const stores = await openStores(config.databaseUrl, createCipher(config.secrets));
  const functions = openFunctions(config, stores);
  const runtime = { config, stores, clock: systemClock, functions, stopping: new AbortController() };
  const roles = await stores.roles.list();
  const keyFor = async (roleId: string) => {
    const key = newToken("hdk");
    await stores.apiKeys.create(systemActor, { name: "test", roleId, tokenHash: hashToken(key), hint: hintOf(key) });
    return key;
  };
  const roleId = (builtIn: "administrator" | "technician") => roles.find((role) => role.builtIn === builtIn)?.id ?? "";
  return {
    runtime,
    stores,
    keyFor,
    roleIds: { administrator: roleId("administrator"), technician: roleId("technician") },
    keys: { administrator: await keyFor(roleId("administrator")), technician: await keyFor(roleId("technician")) },
    async close() {
      await functions.close();
      await stores.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

export type TestRuntime = Awaited<ReturnType<typeof openTestRuntime>>;
