import { openStores } from "@/db";
import { systemActor } from "@/lib/core/actor";
import { systemClock } from "@/lib/core/clock";
import { isAppError } from "@/lib/core/errors";
import { consoleSettingsKey, readConsoleUrl } from "@/lib/notices/settings";
import { createCipher } from "@/lib/runtime/cipher";
import type { Config } from "./config";
import { fillDemo } from "./demo";
import { log } from "./log";
import { openFunctions } from "./open-functions";
import { hashPassword } from "./passwords";
import { type Runtime, setRuntime } from "./runtime";
import { hashToken, hintOf } from "./tokens";

export type ServerRuntime = Runtime & { stopping: AbortController };

/** Opens the stores, applies what the environment asks for (administrator, API key, demo data) and fills the process's slot. */
export async function openRuntime(config: Config): Promise<ServerRuntime> {
  const stores = await openStores(config.databaseUrl, createCipher(config.secrets));
  const functions = openFunctions(config, stores);
  const runtime = { config, stores, clock: systemClock, functions, stopping: new AbortController() };
  setRuntime(runtime);
  await noteAddress(runtime);
  if (config.admin) await createAdministrator(runtime, config.admin);
  if (config.apiKey) await registerApiKey(runtime, config.apiKey);
  if (config.isDemo) {
    const made = await unlessTaken(() => fillDemo(runtime), "the demo data was left as it is");
    if (made) log.info("demo data created");
  }
  return runtime;
}

/** Two consoles may start at once on an empty database: the later one finds a thing made since it looked, and goes on without. */
async function unlessTaken<T>(make: () => Promise<T>, message: string): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    if (!isAppError(error) || error.code !== "conflict") throw error;
    log.warn({ reason: error.message }, message);
    return undefined;
  }
}

async function createAdministrator({ stores }: Runtime, { email, password }: NonNullable<Config["admin"]>) {
  if (!(await stores.accounts.isEmpty())) return;
  const passwordHash = await hashPassword(password);
  const first = { firstName: "", lastName: "Administrator", email, passwordHash };
  await unlessTaken(() => stores.accounts.createFirst(first), "the first administrator was left as it is");
}

/** Mails are written where nobody knows PUBLIC_URL, such as inside a transaction of the worker. */
async function noteAddress({ stores, config }: Runtime) {
  const noted = readConsoleUrl(await stores.settings.read(consoleSettingsKey));
  if (noted !== config.publicUrl)
    await stores.settings.write(systemActor, consoleSettingsKey, { url: config.publicUrl });
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
