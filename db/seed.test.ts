import { afterAll, beforeAll, expect, test } from "vitest";
import { allPermissions, type Principal } from "@/lib/access/permissions";
import { systemActor } from "@/lib/core/actor";
import { systemClock } from "@/lib/core/clock";
import { everything } from "@/lib/core/page";
import { sampleFunctions } from "@/lib/functions/samples";
import { previewWebhook } from "@/lib/runtime/fire";
import { receiveCall } from "@/lib/runtime/receive-call";
import { handleEvent } from "@/lib/runtime/rules";
import { rotateAccessKey } from "@/lib/runtime/web-methods";
import { seedDemo } from "./seed";
import { openTestStores, type TestStores } from "./testing";

const publicUrl = "http://127.0.0.1:3000";
let opened: TestStores;

beforeAll(async () => {
  opened = await openTestStores();
  await seedDemo(opened.stores, { publicUrl });
});
afterAll(() => opened.remove());

test("the sample functions are there, not published", async () => {
  const { items } = await opened.stores.functions.list(everything);
  expect(items.map(({ name, isPublished }) => [name, isPublished])).toEqual(
    sampleFunctions.map(({ name }) => [name, false]).sort(),
  );
  expect(await seedDemo(opened.stores, { publicUrl })).toBe(false);
});

test("the webhook of the article sends what the article shows (seed 004)", async () => {
  const { stores } = opened;
  const administrator: Principal = { ...systemActor, roleId: "", roleName: "", permissions: allPermissions };
  const { items } = await stores.webhooks.list(everything);
  const webhook = items.find(({ name }) => name === "Send to customer X");
  const asked = { webhookId: webhook?.id ?? "", ticketId: "IN164", parameters: {} };
  const { body, url } = await previewWebhook(stores, administrator, asked, new Date());
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/inspect\/bin_/);
  expect(JSON.parse(body ?? "")).toEqual({
    ticketid: "IN164",
    linkedassets: [
      { asset: "P2425", assetrequestdate: "2025/04/23" },
      { asset: "FH6354", assetrequestdate: "2025/04/30" },
    ],
  });
});

test("an alert becomes a ticket, meets the rule's condition once, and a text message is on its way (spec §4.12)", async () => {
  const { stores } = opened;
  const { webMethods, events, deliveries } = stores;
  const claim = () => events.claim({ now: new Date(), leaseMs: 60_000, limit: 500 });
  // The demo's own tickets are no alerts.
  for (let open = await claim(); open.length > 0; open = await claim())
    for (const event of open) await handleEvent(stores, event, systemClock);
  expect(await deliveries.list(everything)).toEqual({ items: [], total: 0 });

  const [found] = (await webMethods.list(everything)).items;
  const { accessKey } = await rotateAccessKey(stores, systemActor, found?.id ?? "");
  const call = (eventId: string, message: string) => {
    const alert = { id: "cpu-web-3", name: "CPU of web-3 above 95 %", severity: "critical", message };
    return receiveCall(
      { stores, clock: systemClock, admit: async () => undefined },
      {
        ...{ name: "CopperEggIncidentCreate", accessKey, idempotencyKey: "", remoteAddress: "192.0.2.7", query: "" },
        headers: { "content-type": "application/json" },
        readBody: async () => ({ text: JSON.stringify({ event_id: eventId, alert }), isTooLong: false }),
      },
    );
  };
  const created = await call("e1", "Since 09:00");
  expect(JSON.parse(created?.body ?? "")).toEqual({ displayId: "IN165", outcome: "created" });
  expect(await call("e1", "Since 09:00")).toMatchObject({ body: created?.body });
  expect(JSON.parse((await call("e2", "Still high"))?.body ?? "")).toEqual({ displayId: "IN165", outcome: "updated" });
  for (let open = await claim(); open.length > 0; open = await claim())
    for (const event of open) expect(await handleEvent(stores, event, systemClock)).toEqual({ result: "settled" });

  const { items } = await deliveries.list(everything);
  expect(items).toMatchObject([{ webhookName: "Send SMS", ticketDisplayId: "IN165", status: "pending" }]);
  expect(decodeURIComponent(items[0]?.request.body ?? "").replaceAll("+", " ")).toContain(
    "IN165: CPU of web-3 above 95 %",
  );
  const graph = await stores.tickets.graph("IN165");
  expect(graph?.items.get(graph.ticket.teamId ?? 0)?.name).toBe("2nd Level Support");
  expect((await stores.tickets.messages(graph?.ticket.id ?? 0)).map(({ body }) => body)).toEqual([
    "Since 09:00",
    "Still high",
  ]);
  expect((await stores.triggers.list(everything)).items).toMatchObject([{ runs: 1 }]);
});

test("a second start makes nothing twice", async () => {
  const { stores } = opened;
  const tickets = await stores.tickets.count();
  expect(await seedDemo(stores, { publicUrl })).toBe(false);
  expect(await stores.tickets.count()).toBe(tickets);
  expect((await stores.triggers.list(everything)).total).toBe(1);
  expect((await stores.webhooks.list(everything)).total).toBe(3);
  expect(await stores.bins.list()).toHaveLength(1);
});
