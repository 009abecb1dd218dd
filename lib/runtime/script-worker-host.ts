import type { Host } from "@/lib/deluge/host";
import { List, type Value } from "@/lib/deluge/values/value";
import { scriptTools } from "./script-tools";
import { decodeValue, encodeValue, encodeValues } from "./script-wire";
import type { Answer, Asked, Surroundings } from "./script-wire-messages";

/** Surroundings as a thread keeps them between runs. */
export type Known = Surroundings & { taskNames: ReadonlySet<string>; functionPaths: ReadonlySet<string> };

export const known = (surroundings: Surroundings): Known => ({
  ...surroundings,
  taskNames: new Set(surroundings.tasks.map((path) => path.toLowerCase())),
  functionPaths: new Set(surroundings.functions.map(({ path }) => path)),
});

export const hasTask = ({ taskNames }: Known, path: string) => taskNames.has(path.toLowerCase());

type Ask = (asked: Asked) => Promise<Answer>;

/** The host of one run: what computes is here, what reaches out is asked of the main thread. */
export function threadHost(given: Known, now: number | null, ask: Ask): Host {
  const answered = async (asked: Asked): Promise<Value> => {
    const answer = await ask(asked);
    return "value" in answer ? decodeValue(answer.value) : null;
  };
  return {
    timeZone: given.timeZone,
    now: now === null ? Date.now : () => now,
    random: Math.random,
    tools: scriptTools,
    // Decoded anew each time: a script that changes a list changes its own.
    variable: (path) => (Object.hasOwn(given.variables, path) ? decodeValue(given.variables[path] ?? null) : undefined),
    async fetch(call) {
      const answer = await ask({ what: "fetch", call });
      if ("reply" in answer) return answer.reply;
      throw new Error("The reply got lost.");
    },
    async sendMail({ attachments, ...mail }) {
      await ask({ what: "sendMail", mail, attachments: encodeValue(new List([...attachments])) });
    },
    hasTask: (path) => hasTask(given, path),
    runTask: (path, input) =>
      "arguments" in input
        ? answered({ what: "runTask", path, arguments: encodeValues(input.arguments) })
        : answered({
            what: "runTask",
            path,
            attributes: [...input.attributes].map(([key, values]) => [key, encodeValues(values)] as const),
          }),
    callFunction: (path, values) =>
      given.functionPaths.has(path)
        ? answered({ what: "callFunction", path, values: encodeValues(values) })
        : undefined,
  };
}
