import { afterAll, beforeAll, expect, test } from "vitest";
import { allPermissions, type Principal } from "@/lib/access/permissions";
import { systemActor } from "@/lib/core/actor";
import { everything } from "@/lib/core/page";
import { previewWebhook } from "@/lib/runtime/fire";
import { seedDemo } from "./seed";
import { openTestStores, type TestStores } from "./testing";

const publicUrl = "http://127.0.0.1:3000";
let opened: TestStores;

beforeAll(async () => {
  opened = await openTestStores();
  await seedDemo(opened.stores, { publicUrl });
});
afterAll(() => opened.remove());

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

test("a second start makes nothing twice", async () => {
  const { stores } = opened;
  expect(await stores.tickets.count()).toBe(50);
  expect(await seedDemo(stores, { publicUrl })).toBe(false);
  expect(await stores.tickets.count()).toBe(50);
  expect((await stores.webhooks.list(everything)).total).toBe(3);
  expect(await stores.bins.list()).toHaveLength(1);
});
