import { type Clock, systemClock } from "@/lib/core/clock";
import type { Worker } from "@/lib/delivery/worker";
import type { Log } from "@/lib/delivery/worker-ports";
import type { MailResult, MailTransport } from "@/lib/notices/mail-transport";
import type { ClaimedMail, MailOutcome } from "@/lib/notices/store";
import { mailWaitsMs, nextTryAt } from "@/lib/notices/tries";
import { createDueLoop } from "./due-loop";
import type { Stores } from "./stores";

// Longer than a mail may take, so that a mail under way is not given to another worker.
const leaseMs = 5 * 60_000;
const batch = 5;
const everyMs = 1_000;

/** Hands over what is due, until nothing is; returns how many mails the server took. */
export async function sendDueMails(
  { mails }: Pick<Stores, "mails">,
  transport: MailTransport,
  { log, clock = systemClock, goOn = () => true }: { log: Log; clock?: Clock; goOn?: () => boolean },
): Promise<number> {
  let taken = 0;
  while (goOn()) {
    // Reading costs next to nothing; a claim would wait for whoever writes.
    const dueAt = await mails.nextDueAt();
    if (!dueAt || dueAt > clock.now()) return taken;
    const claimed = await mails.claim({ now: clock.now(), leaseMs, limit: batch });
    if (claimed.length === 0) return taken;
    const results = await Promise.all(claimed.map(handOver));
    taken += results.filter(Boolean).length;
  }
  return taken;

  async function handOver(mail: ClaimedMail): Promise<boolean> {
    // Its worker died again and again: perhaps because of it.
    const isLeftOver = mail.attempts > mailWaitsMs.length + 1;
    const result: MailResult = isLeftOver
      ? { kind: "refused", message: "The last attempt was cut short; it may have arrived." }
      : await transport.send(mail);
    const now = clock.now();
    const error = result.kind === "taken" ? result.refused : result.message;
    const nextAt = result.kind === "unavailable" ? nextTryAt(mailWaitsMs, mail.attempts, now) : undefined;
    const outcome: MailOutcome =
      result.kind === "taken"
        ? { status: "sent", at: now }
        : nextAt
          ? { status: "waiting", nextAt }
          : { status: "failed" };
    const isMine = await mails.settle(mail.id, mail.lease, outcome, error);
    if (!isMine) log("warn", "a mail took longer than its lease and may be sent twice", { id: mail.id });
    if (outcome.status === "failed") log("warn", "a mail could not be sent", { id: mail.id, error });
    return outcome.status === "sent";
  }
}

/** Sends the outbox until stopped; any number may run. A mail under way when a process dies is sent again by another. */
export const createMailWorker = (
  stores: Pick<Stores, "mails">,
  transport: MailTransport,
  log: Log,
): Pick<Worker, "start" | "stop"> =>
  createDueLoop({
    work: (goOn) => sendDueMails(stores, transport, { log, goOn }),
    failure: "the mail outbox could not be read",
    log,
    everyMs,
  });
