import { afterAll, beforeAll, expect, test } from "vitest";
import { actor, makeTicket, makeWebhook } from "@/db/contract/make";
import { openTestStores, type TestStores } from "@/db/testing";
import type { Principal } from "@/lib/access/permissions";
import { checkFirings } from "./check-firings";

let opened: TestStores;
let principal: Principal;
const now = new Date("2026-11-21T10:00:00Z");

beforeAll(async () => {
  opened = await openTestStores();
  const role = (await opened.stores.roles.list()).find(({ builtIn }) => builtIn === "technician");
  principal = { ...actor, kind: "person", roleId: role?.id ?? "", roleName: "Technician", permissions: [] };
});
afterAll(() => opened.remove());

const ask = (webhookId: string, ticketIds: number[], parameters: Record<string, string> = {}) =>
  checkFirings(opened.stores, principal, { webhookId, ticketIds, parameters }, now);

test("each ticket is told apart: fits, does not match, is gone; and nothing is fired", async () => {
  const { stores } = opened;
  const webhook = await makeWebhook(stores, {
    roleIds: [principal.roleId],
    conditions: {
      type: "group",
      mode: "all",
      conditions: [{ type: "test", field: "ticket.title", operator: "equals", value: "Fits" }],
    },
  });
  const [fits, other] = [await makeTicket(stores, { title: "Fits" }), await makeTicket(stores, { title: "Other" })];
  expect(await ask(webhook.id, [other.id, fits.id, 999_999])).toEqual([
    { ticketId: other.id, reason: "This ticket does not match its Select tickets conditions." },
    { ticketId: fits.id },
    { ticketId: 999_999, reason: "This ticket no longer exists." },
  ]);
  expect((await stores.deliveries.list({ page: 1, pageSize: 10 })).total).toBe(0);
});

test("a value that can't go out is told as firing would tell it, and a role is asked for", async () => {
  const { stores } = opened;
  const parameters = [
    { name: "Wave", isReadOnly: false, dataType: "alphanumeric", displayType: "freetext", defaultText: "" } as const,
  ];
  const webhook = await makeWebhook(stores, { roleIds: [principal.roleId], parameters });
  const { id } = await makeTicket(stores);
  expect((await ask(webhook.id, [id], { Wave: "two\nlines" }))[0]?.reason).toMatch(/single line/);
  expect(await ask(webhook.id, [id], { Wave: "one" })).toEqual([{ ticketId: id }]);
  await stores.webhooks.setRoles(actor, webhook.id, []);
  expect((await ask(webhook.id, [id]))[0]?.reason).toBe("Your role is not among its current roles.");
  await expect(ask("whk_gone", [id])).rejects.toThrow("This webhook no longer exists.");
});
