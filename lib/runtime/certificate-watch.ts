import { X509Certificate } from "node:crypto";
import { type Clock, systemClock } from "@/lib/core/clock";
import { everything } from "@/lib/core/page";
import type { Worker } from "@/lib/delivery/worker";
import type { Log } from "@/lib/delivery/worker-ports";
import type { NewNotice } from "@/lib/notices/notice";
import type { ShownAuth } from "@/lib/wire/auth/input";
import { createDueLoop } from "./due-loop";
import type { Stores } from "./stores";

const day = 24 * 3_600_000;
/** A certificate is told of when so many days are left, once each. */
const thresholds = [1, 7, 30];
/** What was shown longer ago may have been replaced since. */
const seenWithinMs = 7 * day;

type WatchedStores = Pick<Stores, "notices" | "webhooks" | "connections">;
type Found = { of: string; expiresAt: Date } & Pick<NewNotice, "href" | "webhookId"> & { name: string; advice: string };

const dateText = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
const within = (days: number) => (days === 1 ? "within a day" : `within ${days} days`);
const quoted = (names: readonly string[]) => names.map((name) => `“${name}”`).join(", ");

/** Until when the client certificate among credentials is valid; undefined without one that can be read. */
function clientExpiry(auth: ShownAuth): Date | undefined {
  if (auth.type !== "mtls" || typeof auth.certificate !== "string") return undefined;
  try {
    return new Date(new X509Certificate(auth.certificate).validTo);
  } catch {
    // What can't be read fails at every attempt, which says why.
    return undefined;
  }
}

/** Partners' certificates as they were last shown, and our own client certificates. */
async function certificates({ notices, webhooks, connections }: WatchedStores, now: Date): Promise<Found[]> {
  const found: Found[] = [];
  const shown = new Map<string, { host: string; expiresAt: Date; users: { id: string; name: string }[] }>();
  const renew = "Partners refuse one that has run out: paste a new one before.";
  for (const webhook of (await webhooks.list(everything)).items) {
    for (const { host, expiresAt } of await notices.certificatesSeen(
      webhook.id,
      new Date(now.getTime() - seenWithinMs),
    )) {
      const key = `${host} ${expiresAt.toISOString()}`;
      const known = shown.get(key) ?? { host, expiresAt, users: [] };
      shown.set(key, { ...known, users: [...known.users, webhook] });
    }
    const expiresAt = clientExpiry(webhook.auth);
    const href = `/admin/integration/webhooks/${webhook.id}`;
    const name = `The client certificate of the webhook “${webhook.name}”`;
    if (expiresAt) found.push({ of: webhook.id, expiresAt, href, webhookId: webhook.id, name, advice: renew });
  }
  for (const { host, expiresAt, users } of shown.values()) {
    const [first] = users;
    const advice = `Ask the partner to renew it: calls of ${quoted(users.map(({ name }) => name))} fail without.`;
    const href = `/admin/integration/deliveries?webhookId=${first?.id ?? ""}`;
    const name = `The certificate of ${host}`;
    found.push({ of: host, expiresAt, href, webhookId: first?.id ?? null, name, advice });
  }
  for (const { id, name: label, auth } of (await connections.list(everything)).items) {
    const expiresAt = clientExpiry(auth);
    const href = `/admin/integration/connections/${id}`;
    const name = `The client certificate of the connection “${label}”`;
    if (expiresAt) found.push({ of: id, expiresAt, href, webhookId: null, name, advice: renew });
  }
  return found;
}

/** Tells of every certificate that runs out within 30, 7 or 1 days, once for each; returns how many notices were new. */
export async function tellOfCertificates(stores: WatchedStores, clock: Clock = systemClock): Promise<number> {
  const now = clock.now();
  let told = 0;
  for (const { of, name, advice, expiresAt, href, webhookId } of await certificates(stores, now)) {
    const leftMs = expiresAt.getTime() - now.getTime();
    const threshold = thresholds.find((days) => leftMs <= days * day);
    // One that has run out shows as an outage.
    if (threshold === undefined || leftMs <= 0) continue;
    const isNew = await stores.notices.writeOnce(`certificate ${of} ${expiresAt.toISOString()} ${threshold}`, {
      at: now,
      kind: "certificate",
      subject: `${name} runs out ${within(threshold)}`,
      text: `It is valid until ${dateText.format(expiresAt)} UTC. ${advice}`,
      href,
      webhookId,
    });
    if (isNew) told += 1;
  }
  return told;
}

/** Looks for certificates that run out, now and every day until stopped; any number may run, each tells what is new. */
export const createCertificateWatch = (stores: WatchedStores, log: Log): Pick<Worker, "start" | "stop"> =>
  createDueLoop({
    work: () => tellOfCertificates(stores),
    failure: "certificates could not be looked through",
    log,
    everyMs: day,
  });
