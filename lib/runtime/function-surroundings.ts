import type { Value } from "@/lib/deluge/values/value";
import type { CallbackFunction } from "@/lib/functions/function";
import { deskTasks } from "./function-tasks";
import type { ScriptSurroundings } from "./script-pool-job";
import type { Stores } from "./stores";

/** A function made or renamed is known to the others this much later at most. */
const freshMs = 100;
/** The vendor's namespaces in front of a function's name. */
const namespaces = ["standalone", "thisapp", "automation"];

/**
 * What scripts find around them: zone, system variables, the desk's tasks and one another. Read again when the database
 * changed; the same object while nothing that matters did, so that threads hear of it once.
 */
export function functionSurroundings(stores: Stores, timeZone: string): () => Promise<ScriptSurroundings> {
  let current: Promise<ScriptSurroundings> | undefined;
  let known: { text: string; made: ScriptSurroundings } | undefined;
  let readAt = 0;
  let isStale = true;
  stores.onChange(() => {
    isStale = true;
  });

  async function read(): Promise<ScriptSurroundings> {
    const [{ items }, accounts] = await Promise.all([
      stores.functions.list({ page: 1, pageSize: 10_000 }),
      stores.accounts.list(),
    ]);
    const variables = variablesOf(accounts[0]?.email ?? "");
    const made = { timeZone, variables, tasks: deskTasks, functions: items.flatMap(pathsOf) };
    const text = JSON.stringify([variables, made.functions]);
    if (known?.text !== text) known = { text, made };
    return known.made;
  }

  return () => {
    const now = performance.now();
    if (!current || (isStale && now - readAt >= freshMs)) {
      isStale = false;
      readAt = now;
      current = read().catch((error) => {
        current = undefined;
        throw error;
      });
    }
    return current;
  };
}

function pathsOf({ name, apiName, parameters, returnType }: CallbackFunction) {
  const names = [apiName, name].filter((text) => /^[A-Za-z_]\w*$/.test(text));
  const paths = [...new Set(names)].flatMap((text) => [text, ...namespaces.map((space) => `${space}.${text}`)]);
  return paths.map((path) => ({ path, signature: { parameters, returnType } }));
}

/** Nobody is signed in when a function is called: the first account stands for the administrator and the user (§9.12). */
const variablesOf = (email: string): Record<string, Value> => ({
  ...{ "zoho.adminuser": email, "zoho.adminuserid": email, "zoho.loginuser": email, "zoho.loginuserid": email },
  ...{ "zoho.appname": "Hookdesk", "zoho.device.type": "web" },
});
