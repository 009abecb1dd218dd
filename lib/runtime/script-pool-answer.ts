import { isAppError } from "@/lib/core/errors";
import { ScriptError } from "@/lib/deluge/values/errors";
import { type FileValue, List, type Value } from "@/lib/deluge/values/value";
import type { HostPort } from "./script-pool-job";
import { decodeValue, decodeValues, encodeValue, handOver, type Wire } from "./script-wire";
import type { Answer, Asked } from "./script-wire-messages";

/** Does through the port what a script asked for; never rejects. `transfer` takes the buffers that go to the thread whole. */
export async function answerAsked(
  port: HostPort,
  asked: Asked,
  signal: AbortSignal,
  transfer: ArrayBuffer[],
  onFault: (error: unknown) => void,
): Promise<Answer> {
  try {
    if (asked.what !== "fetch") return { value: encodeValue(await answerOf(port, asked, signal)) };
    const { status, headers, body } = await port.fetch(asked.call, signal);
    handOver(body, transfer);
    return { reply: { status, headers, body } };
  } catch (error) {
    if (error instanceof ScriptError || isAppError(error)) return { failed: error.message };
    onFault(error);
    return { failed: "The call could not be made; the server's log has the cause." };
  }
}

async function answerOf(port: HostPort, asked: Exclude<Asked, { what: "fetch" }>, signal: AbortSignal): Promise<Value> {
  switch (asked.what) {
    case "sendMail":
      await port.sendMail({ ...asked.mail, attachments: filesOf(asked.attachments) }, signal);
      return null;
    case "runTask":
      if ("arguments" in asked) return port.runTask(asked.path, { arguments: decodeValues(asked.arguments) }, signal);
      return port.runTask(
        asked.path,
        { attributes: new Map(asked.attributes.map(([key, values]) => [key, decodeValues(values)])) },
        signal,
      );
    case "callFunction":
      if (!port.callFunction) throw new ScriptError(`Not able to find '${asked.path}' function`);
      return port.callFunction(asked.path, decodeValues(asked.values), signal);
  }
}

function filesOf(wire: Wire): FileValue[] {
  const files = decodeValue(wire);
  return files instanceof List ? (files.items as FileValue[]) : [];
}
