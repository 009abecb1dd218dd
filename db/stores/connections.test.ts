import { afterEach, expect, test } from "vitest";
import { webhookInput } from "@/lib/delivery/webhook";
import { createCipher } from "@/lib/runtime/cipher";
import { openStores } from "..";
import { actor, makeWebhook } from "../contract/make";
import { openTestStores, type TestStores } from "../testing";

const basic = (password: string, username = "desk") => ({ type: "basic" as const, username, password });

let opened: TestStores | undefined;
afterEach(() => opened?.remove());

/** A webhook whose password was sealed under "old", and the same database under other secrets. */
async function reopenedWith(...secrets: [string, ...string[]]) {
  const test = await openTestStores("old");
  const webhook = await makeWebhook(test.stores, { auth: basic("secret") });
  await test.stores.close();
  const stores = await openStores(test.url, createCipher(secrets));
  opened = { ...test, stores, remove: () => stores.close().then(test.remove) };
  const { name, ticketTypeId, config } = webhook;
  const save = (auth: object) =>
    stores.webhooks.update(actor, webhook.id, webhookInput.parse({ name, ticketTypeId, ...config, auth }));
  return { stores, webhook, save, open: async () => (await stores.connections.open(webhook.connectionId ?? ""))?.auth };
}

test("without the key a password doesn't open, but the webhook can be read, saved and given a new one", async () => {
  const { stores, webhook, save, open } = await reopenedWith("new");
  await expect(open()).rejects.toThrow("HOOKDESK_SECRET");
  expect(await stores.webhooks.get(webhook.id)).toEqual(webhook);
  expect(await save(basic(""))).toMatchObject({ version: 2, auth: { hasPassword: true } });
  expect(await save(basic("", "other"))).toMatchObject({ version: 3, auth: { username: "other" } });
  await expect(stores.webhooks.duplicate(actor, webhook.id)).rejects.toThrow("HOOKDESK_SECRET");
  expect((await stores.webhooks.list({ page: 1, pageSize: 10 })).total).toBe(1);
  await save(basic("fresh"));
  expect(await open()).toEqual(basic("fresh"));
});

test("a rotated key opens what the old one sealed, and a kept password stays sealed as it was", async () => {
  const { stores, webhook, save, open } = await reopenedWith("new", "old");
  expect(await open()).toEqual(basic("secret"));
  await save(basic(""));
  expect(await open()).toEqual(basic("secret"));
  const copy = await stores.webhooks.duplicate(actor, webhook.id);
  expect(await stores.connections.open(copy.connectionId ?? "")).toEqual({ auth: basic("secret"), hosts: [] });
});
