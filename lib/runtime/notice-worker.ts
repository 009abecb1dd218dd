import { type Clock, systemClock } from "@/lib/core/clock";
import { isAppError } from "@/lib/core/errors";
import { redact } from "@/lib/core/secrets";
import type { Transport } from "@/lib/core/transport";
import { maySendTo } from "@/lib/delivery/connection";
import type { Worker } from "@/lib/delivery/worker";
import type { Log } from "@/lib/delivery/worker-ports";
import type { Notice } from "@/lib/notices/notice";
import { type NoticeSettings, noticeSettingsKey, readNoticeSettings } from "@/lib/notices/settings";
import type { PostOutcome } from "@/lib/notices/store";
import { nextTryAt, postWaitsMs } from "@/lib/notices/tries";
import { secretValuesOf, withAuth } from "@/lib/wire/auth";
import type { Auth } from "@/lib/wire/auth/kinds";
import { createDueLoop } from "./due-loop";
import type { Stores } from "./stores";

const leaseMs = 60_000;
const timeoutMs = 15_000;
const batch = 5;
const everyMs = 1_000;

type NoticePorts = Pick<Stores, "notices" | "settings" | "connections">;

/** The JSON a notice's call carries; `url` leads to the page that shows more. */
export const callBodyOf = ({ id, kind, at, subject, text, href }: Notice, consoleUrl: string): string =>
  JSON.stringify({ id, kind, at: at.toISOString(), subject, text, url: `${consoleUrl}${href}` });

type PostOptions = { consoleUrl: string; log: Log; clock?: Clock; goOn?: () => boolean };

/** Makes the calls that are due, until none is; returns how many were answered with success. */
export async function postDueNotices(
  { notices, settings, connections }: NoticePorts,
  send: Transport,
  { consoleUrl, log, clock = systemClock, goOn = () => true }: PostOptions,
): Promise<number> {
  let answered = 0;
  while (goOn()) {
    // Reading costs next to nothing; a claim would wait for whoever writes.
    const dueAt = await notices.nextPostAt();
    if (!dueAt || dueAt > clock.now()) return answered;
    const claimed = await notices.claimPosts({ now: clock.now(), leaseMs, limit: batch });
    if (claimed.length === 0) return answered;
    const wanted = readNoticeSettings(await settings.read(noticeSettingsKey));
    const results = await Promise.all(claimed.map((notice) => call(notice, wanted)));
    answered += results.filter(Boolean).length;
  }
  return answered;

  async function call(notice: Notice, wanted: NoticeSettings): Promise<boolean> {
    const isLeftOver = notice.postAttempts > postWaitsMs.length + 1;
    const error = isLeftOver ? "The last attempt was cut short." : await failureOf(notice, wanted);
    const nextAt = nextTryAt(postWaitsMs, notice.postAttempts, clock.now());
    const isLast = nextAt === undefined || wanted.url === "";
    const outcome: PostOutcome =
      error === null ? { status: "sent" } : isLast ? { status: "failed" } : { status: "pending", nextAt };
    await notices.settlePost(notice.id, notice.postAttempts, outcome, error);
    if (outcome.status === "failed") log("warn", "a notice's call failed for good", { id: notice.id, error });
    return error === null;
  }

  /** One call; what went wrong in a sentence for administrators, null for success. */
  async function failureOf(notice: Notice, { url, connectionId }: NoticeSettings): Promise<string | null> {
    if (url === "") return "The settings name no address any more.";
    let auth: Auth = { type: "none" };
    try {
      if (connectionId !== null) {
        const connection = await connections.open(connectionId);
        if (!connection) return "The connection chosen in the settings is gone. Choose another one.";
        if (!maySendTo(connection.hosts, url)) return "The connection may not be used for this host.";
        auth = connection.auth;
      }
      const { status } = await withAuth(send, auth, { clock })({
        id: notice.id,
        method: "POST",
        url,
        headers: { "content-type": "application/json" },
        body: callBodyOf(notice, consoleUrl),
        timeoutMs,
      });
      return status >= 200 && status < 300 ? null : `It answered ${status}; only 2xx counts as success.`;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (isAppError(error)) return message;
      return redact(message, secretValuesOf(auth));
    }
  }
}

/** Tells the address of the settings of each notice until stopped; any number may run. */
export const createNoticeWorker = (
  stores: NoticePorts,
  send: Transport,
  consoleUrl: string,
  log: Log,
): Pick<Worker, "start" | "stop"> =>
  createDueLoop({
    work: (goOn) => postDueNotices(stores, send, { consoleUrl, log, goOn }),
    failure: "notices could not be read",
    log,
    everyMs,
  });
