import { afterAll, beforeAll, expect, test } from "vitest";
import { actor } from "@/db/contract/make";
import { openTestStores, type TestStores } from "@/db/testing";
import { connectionInput } from "@/lib/delivery/connection";
import { webhookInput } from "@/lib/delivery/webhook";
import { checkWebhookInput } from "./check-webhook-input";

let opened: TestStores;
beforeAll(async () => {
  opened = await openTestStores();
});
afterAll(() => opened.remove());

const check = async (changed: object) => {
  const { types } = await opened.stores.deskLists.load();
  const input = webhookInput.parse({
    name: "Send",
    ticketTypeId: types[0]?.id,
    url: "https://partner.example/{{ticket.id}}",
    ...changed,
  });
  return checkWebhookInput(opened.stores, input);
};
const selecting = (test: object) => ({
  conditions: { type: "group", mode: "all", conditions: [{ type: "test", ...test }] },
});

test("conditions that mean nothing are refused where they stand", async () => {
  expect((await check(selecting({ field: "ticket.title", operator: "equals", value: "x" }))).errors).toEqual({});
  const { errors } = await check(selecting({ field: "form.99.1", operator: "equals", value: "x" }));
  expect(Object.keys(errors)).toEqual(["conditions.conditions.0.field"]);
  const event = await check(selecting({ field: "event.source", operator: "equals", value: "api" }));
  expect(event.errors["conditions.conditions.0.field"]?.[0]).toContain("only trigger rules");
});

test("response actions are checked in both lists; their templates may name the reply", async () => {
  const { errors, warnings } = await check({
    responseActions: {
      success: [
        { type: "add_note", body: "{{response.value.result.number}} {{response.status}}" },
        { type: "set_status", statusId: 999 },
      ],
      failure: [
        { type: "add_note", body: "{{ticket.title" },
        { type: "add_note", body: "{{response.nothing}}" },
      ],
    },
  });
  expect(Object.keys(errors).sort()).toEqual(["responseActions.failure.0.body", "responseActions.success.1.statusId"]);
  expect(warnings.map(({ field }) => field)).toEqual(["responseActions.failure.1.body"]);
});

test("a shared connection has to fit the host, unless a template decides the host", async () => {
  const auth = { type: "bearer", token: "t" };
  const connection = await opened.stores.connections.create(
    actor,
    connectionInput.parse({ name: "Limited", auth, hosts: ["api.partner.example", "*.other.example"] }),
  );
  const shared = { auth: { type: "shared", connectionId: connection.id } };
  const fits = async (url: string) => !("auth.connectionId" in (await check({ ...shared, url })).errors);
  expect(await fits("https://api.partner.example/x")).toBe(true);
  expect(await fits("https://a.other.example/x")).toBe(true);
  expect(await fits("https://other.example/x")).toBe(false);
  expect(await fits("https://evil.example/api.partner.example")).toBe(false);
  expect(await fits("https://api.partner.example@evil.example/")).toBe(false);
  expect(await fits("https://{{ticket.title}}.example/")).toBe(true);
  const warned = async (changed: object) =>
    (await check(changed)).warnings.filter(({ message }) => message.includes("wherever its value leads")).length;
  const [open, closed] = ["https://{{ticket.title}}.example/", "https://partner.example/{{ticket.title}}"];
  expect([await warned({ url: open, auth }), await warned({ url: "{{ticket.title}}", auth })]).toEqual([1, 1]);
  expect([
    await warned({ url: closed, auth }),
    await warned({ url: open }),
    await warned({ url: open, ...shared }),
  ]).toEqual([0, 0, 0]);
});
