import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Actor } from "@/lib/core/actor";
import type { CallbackFunction } from "@/lib/functions/function";
import { readCallRequest, serviceName } from "@/lib/functions/incoming";
import { failureReply, invalidReply, successReply } from "@/lib/functions/reply";
import type { FunctionRun } from "@/lib/functions/run";
import type { Door, FunctionStore } from "@/lib/functions/store";
import { isKey } from "./access-key";
import type { FunctionRunner } from "./function-runner";

/** A call as it arrived; `header` looks a header up by its lower-cased name. */
export type ArrivedCall = {
  query: string;
  header(name: string): string | undefined;
  body: { type: string; bytes: Uint8Array; isTooLong: boolean };
  remoteAddress: string;
};

export type FunctionDoorPorts = {
  functions: Pick<FunctionStore, "door" | "get">;
  runner: FunctionRunner;
  record(run: FunctionRun): Promise<void>;
  portalId: number;
  /** Undefined lets the call in; otherwise why it has to wait. `leave` must be called by who was let in. */
  admit(callable: CallbackFunction): { refused: string } | { leave(): void };
};

export const longestCallBody = 1024 * 1024;
const utf8 = new TextDecoder();

/** The body of the reply, whose status is always 200, and the run in the history; null where nothing ran. */
export type CallReply = { body: string; runId: string | null };

const unrun = (body: string): CallReply => ({ body, runId: null });

/** Answers `/AppIntegrations` (systems.md §0.4–0.5). */
export function functionDoor(ports: FunctionDoorPorts): (call: ArrivedCall) => Promise<CallReply> {
  const { functions, runner, record, portalId, admit } = ports;
  const kept = new Map<string, CallbackFunction>();

  async function current({ id, version }: Door): Promise<CallbackFunction | undefined> {
    const known = kept.get(id);
    if (known?.version === version) return known;
    const callable = await functions.get(id);
    if (callable) kept.set(id, callable);
    else kept.delete(id);
    return callable;
  }

  return async (call) => {
    const text = call.body.isTooLong ? "" : utf8.decode(call.body.bytes);
    const asked = readCallRequest(call.query, { type: call.body.type, text });
    const door = isApiName(asked.apiName) ? await functions.door(asked.apiName) : undefined;
    // Each part is looked at whatever the others are: how long the answer takes tells nothing.
    const right = [
      isKey(asked.token, door?.tokenHash),
      asked.serviceName === serviceName,
      asked.portalId === String(portalId),
      door !== undefined && isProven(door, call),
    ];
    const callable = door && right.every(Boolean) ? await current(door) : undefined;
    if (!callable) return unrun(invalidReply);
    if (call.body.isTooLong) return unrun(failureReply("The body is larger than 1 MB. Send less."));
    const entry = admit(callable);
    if ("refused" in entry) return unrun(failureReply(entry.refused));
    try {
      const ran = await runner.run({
        ...{ callable, origin: "call", remoteAddress: call.remoteAddress, actor: actorOf(callable) },
        arguments: asked.arguments ?? "{}",
        secrets: [asked.token, ...(door?.proofSecret ? [door.proofSecret] : [])],
      });
      await record(ran.run);
      return { body: ran.ok ? successReply(ran.output) : failureReply(ran.error), runId: ran.run.id };
    } finally {
      entry.leave();
    }
  };
}

/** A function acts for itself: nobody is signed in. */
export const actorOf = ({ id, name }: CallbackFunction): Actor => ({ kind: "function", id, name, personId: null });

const isApiName = (text: string) => /^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(text);
/** A header with the secret itself, or with the HMAC-SHA-256 of the body in hex, with or without `sha256=`. */
function isProven({ proof, proofSecret }: Door, { header, body }: ArrivedCall): boolean {
  if (proof.kind === "none") return true;
  const given = header(proof.headerName.toLowerCase()) ?? "";
  const secret = proofSecret ?? "";
  if (secret === "") return false;
  if (proof.kind === "header") return isSame(given, secret);
  const signature = createHmac("sha256", secret).update(body.bytes).digest("hex");
  return isSame(given.replace(/^sha256=/i, "").toLowerCase(), signature);
}

const isSame = (given: string, wanted: string) =>
  timingSafeEqual(createHash("sha256").update(given).digest(), createHash("sha256").update(wanted).digest());
