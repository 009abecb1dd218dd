import { afterAll, beforeAll, expect, test } from "vitest";
import { actor, claimDue, makeDelivery, makeWebhook } from "@/db/contract/make";
import { openTestStores, type TestStores } from "@/db/testing";
import { fixedClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/id";
import { everything } from "@/lib/core/page";
import { connectionInput } from "@/lib/delivery/connection";
import { testKey, validCertificate } from "@/lib/http/testing/certificates";
import { tellOfCertificates } from "./certificate-watch";

let opened: TestStores;
beforeAll(async () => {
  opened = await openTestStores();
});
afterAll(() => opened.remove());

const day = 24 * 3_600_000;
const told = async () => (await opened.stores.notices.list({ ...everything, kind: "certificate" })).items;

/** A delivery of the webhook whose partner showed a certificate that is valid until then. */
async function delivered(webhookId: string, certificateExpiresAt: Date, startedAt = new Date()) {
  const { stores } = opened;
  const { id } = await makeDelivery(stores, { webhookId });
  const [claimed] = await claimDue(stores, { now: new Date(), leaseMs: 60_000, limit: 1 });
  const attempt = {
    ...{ id: newId("att"), deliveryId: id, number: 1, kind: "scheduled" as const, startedAt, durationMs: 5 },
    ...{ outcome: "succeeded" as const, sentHeaders: {}, response: null, error: null, timing: null },
    ...{ remoteAddress: null, certificateExpiresAt, notes: [] },
  };
  await stores.deliveries.settle([
    { deliveryId: id, lease: claimed?.lease ?? "", attempt, status: "succeeded", nextAttemptAt: null },
  ]);
}

test("a partner's certificate is told of once at 30, 7 and 1 days, with the webhooks it stops", async () => {
  const { stores } = opened;
  const webhooks = [await makeWebhook(stores, { name: "Orders" }), await makeWebhook(stores, { name: "Invoices" })];
  const start = Date.now();
  const expiresAt = new Date(start + 40 * day);
  // The one that was replaced does not count.
  await delivered(webhooks[0]?.id ?? "", new Date(start + 2 * day), new Date(start - 60_000));
  for (const { id } of webhooks) await delivered(id, expiresAt);
  const tell = (daysLeft: number) =>
    tellOfCertificates(stores, fixedClock(new Date(expiresAt.getTime() - daysLeft * day)));

  expect(await tell(39.9)).toBe(0);
  // Seen within a week, or not at all.
  expect(await tell(30)).toBe(0);
  const again = Date.now();
  const soon = new Date(again + 6.5 * day);
  for (const { id } of webhooks) await delivered(id, soon);
  const tellSoon = (daysLeft: number) =>
    tellOfCertificates(stores, fixedClock(new Date(soon.getTime() - daysLeft * day)));
  expect(await Promise.all([tellSoon(6.4), tellSoon(6.4)])).toContain(1);
  expect(await tellSoon(6)).toBe(0);
  expect(await tellSoon(0.9)).toBe(1);
  expect(await tellSoon(0)).toBe(0);
  const notices = await told();
  expect(notices.map(({ subject }) => subject).sort()).toEqual([
    "The certificate of partner.example runs out within 7 days",
    "The certificate of partner.example runs out within a day",
  ]);
  expect(notices[0]?.text).toMatch(/^It is valid until .+ UTC\. Ask the partner to renew it: calls of “.+”, “.+” fail/);
  expect(notices[0]?.href).toMatch(/^\/admin\/integration\/deliveries\?webhookId=whk_/);
});

test("our own client certificates are told of where they are kept", async () => {
  const { stores } = opened;
  const before = (await told()).length;
  const auth = { type: "mtls" as const, certificate: validCertificate, privateKey: testKey, passphrase: "" };
  const connection = await stores.connections.create(actor, connectionInput.parse({ name: "Bank", auth }));
  const webhook = await makeWebhook(stores, { name: "Own certificate", auth });
  const clock = fixedClock("2126-10-20T00:00:00Z");
  expect(await tellOfCertificates(stores, clock)).toBe(2);
  expect(await tellOfCertificates(stores, clock)).toBe(0);
  const hrefs = (await told()).slice(0, (await told()).length - before).map(({ href }) => href);
  expect(hrefs.sort()).toEqual([
    `/admin/integration/connections/${connection.id}`,
    `/admin/integration/webhooks/${webhook.id}`,
  ]);
});
