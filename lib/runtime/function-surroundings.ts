import type { Value } from "@/lib/deluge/values/value";
import type { CallbackFunction } from "@/lib/functions/function";
import { signatureOf } from "./function-runner";
import { deskTasks } from "./function-tasks";
import type { ScriptSurroundings } from "./script-pool-job";
import type { Stores } from "./stores";

/** A function made or renamed is known to the others this much later at most. */
const freshMs = 100;
/** Another first account. */
const freshAccountMs = 1_000;
/** The vendor's namespaces in front of a function's name. */
const namespaces = ["standalone", "thisapp", "automation"];

/**
 * What scripts find around them: zone, system variables, the desk's tasks and one another. Read again when the database
 * changed; the same object while nothing that matters did, so that threads hear of it once.
 */
export function functionSurroundings(stores: Stores, timeZone: string): () => Promise<ScriptSurroundings> {
  let current: Promise<ScriptSurroundings> | undefined;
  let known: { stamp: string; email: string; made: ScriptSurroundings } | undefined;
  let account = { email: "", readAt: Number.NEGATIVE_INFINITY };
  let readAt = 0;
  let isStale = true;
  stores.onChange(() => {
    isStale = true;
  });

  // Histories are written all the time, so that the database changes all the time: what matters is told by little.
  async function read(now: number): Promise<ScriptSurroundings> {
    const stamp = await stores.functions.stamp();
    if (now - account.readAt >= freshAccountMs)
      account = { email: (await stores.accounts.list())[0]?.email ?? "", readAt: now };
    else isStale = true;
    const { email } = account;
    if (known?.stamp === stamp && known.email === email) return known.made;
    const { items } = await stores.functions.list({ page: 1, pageSize: 10_000 });
    const functions = items.flatMap(pathsOf);
    // Saved without another name or parameter: nothing that threads have to hear of.
    const isSame = known?.email === email && JSON.stringify(known.made.functions) === JSON.stringify(functions);
    const made =
      known && isSame ? known.made : { timeZone, variables: variablesOf(email), tasks: deskTasks, functions };
    known = { stamp, email, made };
    return made;
  }

  return () => {
    const now = performance.now();
    if (!current || (isStale && now - readAt >= freshMs)) {
      isStale = false;
      readAt = now;
      current = read(now).catch((error) => {
        current = undefined;
        throw error;
      });
    }
    return current;
  };
}

/** What scripts may call a function by: its API name, and its name where that is an identifier. */
export const callableNames = ({ name, apiName }: CallbackFunction): string[] =>
  [...new Set([apiName, name])].filter((text) => /^[A-Za-z_]\w*$/.test(text));

function pathsOf(callable: CallbackFunction) {
  const paths = callableNames(callable).flatMap((text) => [text, ...namespaces.map((space) => `${space}.${text}`)]);
  return paths.map((path) => ({ path, signature: signatureOf(callable) }));
}

/** Nobody is signed in when a function is called: the first account stands for the administrator and the user (§9.12). */
const variablesOf = (email: string): Record<string, Value> => ({
  ...{ "zoho.adminuser": email, "zoho.adminuserid": email, "zoho.loginuser": email, "zoho.loginuserid": email },
  ...{ "zoho.appname": "Hookdesk", "zoho.device.type": "web" },
});
