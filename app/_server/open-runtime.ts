import { openStores } from "@/db";
import { systemActor } from "@/lib/core/actor";
import { systemClock } from "@/lib/core/clock";
import { createCipher } from "@/lib/runtime/cipher";
import type { Config } from "./config";
import { fillDemo } from "./demo";
import { log } from "./log";
import { hashPassword } from "./passwords";
import { type Runtime, setRuntime } from "./runtime";
import { hashToken, hintOf } from "./tokens";

export type ServerRuntime = Runtime & { stopping: AbortController };

/** Opens the stores, applies what the environment asks for (administrator, API key, demo data) and fills the process's slot. */
export async function openRuntime(config: Config): Promise<ServerRuntime> {
  const stores = await openStores(config.databaseUrl, createCipher(config.secrets));
  const runtime = { config, stores, clock: systemClock, stopping: new AbortController() };
  setRuntime(runtime);
  if (config.admin && (await stores.accounts.isEmpty())) {
    const { email, password } = config.admin;
    await stores.accounts.createFirst({
      firstName: "",
      lastName: "Administrator",
      email,
      passwordHash: await hashPassword(password),
    });
  }
  if (config.apiKey) await registerApiKey(runtime, config.apiKey);
  if (config.isDemo) {
    const made = await fillDemo(runtime);
    if (made) log.info("demo data created");
  }
  return runtime;
}

async function registerApiKey({ stores }: Runtime, key: string) {
  const administrator = (await stores.roles.list()).find((role) => role.builtIn === "administrator");
  if (!administrator) return;
  await stores.apiKeys.create(systemActor, {
    name: "HOOKDESK_API_KEY",
    roleId: administrator.id,
    tokenHash: hashToken(key),
    hint: hintOf(key),
  });
}
