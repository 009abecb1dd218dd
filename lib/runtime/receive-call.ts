import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "@/lib/core/clock";
import { isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import { decideCall } from "@/lib/inbound/handle";
import { idempotencyKeyIn, matchOf } from "@/lib/inbound/match";
import { graphOfNew } from "@/lib/inbound/new-ticket";
import { readBody } from "@/lib/inbound/read-body";
import type { WebMethod } from "@/lib/inbound/web-method";
import { isKey } from "./access-key";
import { findCalledTicket, loadCallDesk } from "./call-desk";
import { type CallAnswer, type CallRecorder, recordCall, refusal } from "./call-recorder";
import { oneAtATime } from "./one-at-a-time";
import type { Stores } from "./stores";

const tries = 30;
export const longestBody = 1024 * 1024;

/** A call as the door took it in. `accessKey` and `idempotencyKey` are blank when there is none. */
export type IncomingCall = {
  name: string;
  accessKey: string;
  idempotencyKey: string;
  remoteAddress: string;
  headers: Record<string, string>;
  query: string;
  /** Read only once the key was found right. `isTooLong` above 1 MB, with the beginning of the text. */
  readBody(): Promise<{ text: string; isTooLong: boolean }>;
};

/** Why a call has to wait; `isFirst` for the first one refused, which is logged on behalf of the rest. */
export type Wait = { retryAfterSeconds: number; isFirst: boolean };

export type CallPorts = { stores: Stores; clock: Clock; admit(webMethod: WebMethod): Promise<Wait | undefined> };

/**
 * Answers a call to a web method (spec §4.11): key, rate, body, then one transaction for everything it does. Undefined for a
 * wrong key, an unknown name and a disabled web method alike: the door gives them one answer. Unexpected errors are logged
 * with the call and thrown on.
 */
export async function receiveCall(ports: CallPorts, call: IncomingCall): Promise<CallAnswer | undefined> {
  const isName = /^[A-Za-z][A-Za-z0-9]{0,99}$/.test(call.name);
  const found = isName ? await ports.stores.webMethods.find(call.name) : undefined;
  if (!isKey(call.accessKey, found?.keyHash) || !found?.webMethod.isEnabled) return undefined;
  const { webMethod } = found;
  const log = recordCall(ports, webMethod, call);
  const wait = await ports.admit(webMethod);
  if (wait) {
    const { retryAfterSeconds, isFirst } = wait;
    const answer = refusal(
      429,
      `At most ${webMethod.ratePerMinute} calls a minute. Try again in ${retryAfterSeconds} s.`,
    );
    if (isFirst) await log.reject(answer, ["Calls above the rate are refused without a log entry of their own."]);
    return { ...answer, retryAfterSeconds };
  }
  try {
    return await answerCall(ports, webMethod, call, log);
  } catch (error) {
    const why = isAppError(error) ? error.message : "Something went wrong. The server’s log says what.";
    // If the call can't even be recorded, the first error says why.
    await log.fail(why).catch(() => undefined);
    throw error;
  }
}

async function answerCall({ stores, clock }: CallPorts, webMethod: WebMethod, call: IncomingCall, log: CallRecorder) {
  const { text, isTooLong } = await call.readBody();
  log.heard(text, isTooLong);
  const reject = (status: number, message: string) => log.reject(refusal(status, message));
  if (isTooLong) return reject(413, "The body is larger than 1 MB. Send less.");
  const repeated = (key: string) => (key === "" ? undefined : stores.webMethods.repeated(webMethod.id, key));
  const fromHeader = storedKey(call.idempotencyKey, call.accessKey);
  const before = await repeated(fromHeader);
  if (before) return log.repeat(before);
  const read = readBody(webMethod.contentTypes, call.headers["content-type"] ?? "", text);
  if (!read.ok) return reject(read.status, read.message);
  const { body } = read;
  const key = fromHeader || storedKey(idempotencyKeyIn(webMethod, body), call.accessKey);
  const known = key === fromHeader ? undefined : await repeated(key);
  if (known) return log.repeat(known);
  const at = clock.now();
  const accessCode = randomBytes(9).toString("base64url");

  async function attempt() {
    const [desk, found] = await Promise.all([
      loadCallDesk(stores, webMethod, body),
      findCalledTicket(stores, webMethod, body),
    ]);
    const decision = decideCall(webMethod, { body, found, at, accessCode }, desk);
    if (decision.outcome === "rejected") return reject(decision.status, decision.message);
    const { outcome, notes } = decision;
    const effect = outcome === "created" ? { create: decision.ticket } : { change: decision.change };
    const done = await stores.webMethods.perform(effect, (created) => {
      const graph = outcome === "updated" ? decision.graph : created && graphOfNew(decision.ticket, created, desk);
      return log.done({ outcome, notes, graph, body, key });
    });
    return "duplicate" in done ? log.repeat(done.duplicate) : log.answer(done.call);
  }

  // Two calls about one thing that isn't there yet would otherwise both create it.
  const match = matchOf(webMethod, body);
  const turn = `${webMethod.id} ${match ? match.value.toLowerCase() : newId("wmc")}`;
  return oneAtATime(turn, () => untilWritten(attempt, reject));
}

/** An idempotency key as it is stored: a long one, or one with the access key in it, by its hash. */
function storedKey(given: string, accessKey: string): string {
  const key = given.replaceAll("\0", "").toWellFormed().trim();
  return key.length > 255 || key.includes(accessKey) ? createHash("sha256").update(key).digest("hex") : key;
}

/** Decides again while other writers come between, or while something it names disappears. */
async function untilWritten(
  attempt: () => Promise<CallAnswer>,
  reject: (status: number, message: string) => Promise<CallAnswer>,
): Promise<CallAnswer> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isAppError(error) || !["conflict", "invalid", "not_found"].includes(error.code)) throw error;
      if (count === tries) return reject(409, "The ticket is being changed all the time. Try again.");
      if (error.code !== "conflict" && count > 3) return reject(422, error.message);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(count, 10) * 3));
    }
  }
}
