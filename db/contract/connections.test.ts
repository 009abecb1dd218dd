import { describe, expect, test } from "vitest";
import { everything } from "@/lib/core/page";
import { connectionInput } from "@/lib/delivery/connection";
import type { Stores } from "@/lib/runtime/stores";
import { onEveryDialect } from "./dialects";
import { actor, makeWebhook } from "./make";

let number = 0;
const basic = (password: string, username = "desk") => ({ type: "basic" as const, username, password });
const input = (changed: object = {}) =>
  connectionInput.parse({ name: `Partner ${++number}`, auth: basic("s3cret"), ...changed });
const audited = async (stores: Stores) => (await stores.audit.list({ page: 1, pageSize: 100 })).total;

onEveryDialect("connections", (stores) => {
  test("what is created can be read, listed and opened; nothing shows a secret", async () => {
    const { connections } = stores();
    const made = await connections.create(actor, input({ description: "d", hosts: ["api.partner.example"] }));
    expect(made).toMatchObject({
      description: "d",
      hosts: ["api.partner.example"],
      auth: { type: "basic", username: "desk", hasPassword: true },
      usedBy: [],
    });
    expect(JSON.stringify(made)).not.toContain("s3cret");
    expect(await connections.get(made.id)).toEqual(made);
    const listed = await connections.list({ ...everything, q: made.name });
    expect(listed).toEqual({ items: [made], total: 1 });
    expect(await connections.open(made.id)).toEqual({ auth: basic("s3cret"), hosts: ["api.partner.example"] });
    expect(await connections.get("con_unknown")).toBeUndefined();
    expect(await connections.open("con_unknown")).toBeUndefined();
  });

  test("a name is taken once, and a failed write leaves nothing behind", async () => {
    const { connections } = stores();
    const made = await connections.create(actor, input());
    const before = await audited(stores());
    await expect(connections.create(actor, input({ name: made.name }))).rejects.toMatchObject({
      code: "conflict",
      fields: { name: ["Another connection has this name"] },
    });
    await expect(connections.create(actor, input({ auth: basic("") }))).rejects.toMatchObject({
      fields: { "auth.password": ["Enter the password"] },
    });
    expect(await audited(stores())).toBe(before);
    expect((await connections.list({ ...everything, q: made.name })).total).toBe(1);
  });

  test("a blank password keeps the stored one; other hosts ask for it again", async () => {
    const { connections } = stores();
    const made = await connections.create(actor, input({ hosts: ["a.example"] }));
    const save = (changed: object) =>
      connections.update(actor, made.id, connectionInput.parse({ name: made.name, hosts: ["a.example"], ...changed }));
    await save({ auth: basic("", "other") });
    expect(await connections.open(made.id)).toMatchObject({ auth: basic("s3cret", "other") });
    await expect(save({ auth: basic("", "other"), hosts: [] })).rejects.toMatchObject({
      fields: { "auth.password": [expect.stringContaining("another host")] },
    });
    await expect(save({ auth: basic("", "other"), hosts: ["a.example", "b.example"] })).rejects.toMatchObject({
      fields: { "auth.password": [expect.stringContaining("another host")] },
    });
    await save({ auth: basic("fresh"), hosts: [] });
    // Fewer hosts are no risk.
    await save({ auth: basic(""), hosts: ["a.example", "b.example"] });
    await save({ auth: basic(""), hosts: ["b.example"] });
    await save({ auth: basic("fresh"), hosts: [] });
    expect(await connections.open(made.id)).toEqual({ auth: basic("fresh"), hosts: [] });
    await expect(save({ auth: { type: "bearer", token: "" } })).rejects.toMatchObject({
      fields: { "auth.token": [expect.stringContaining("Enter")] },
    });
    await expect(connections.update(actor, "con_unknown", input())).rejects.toMatchObject({ code: "not_found" });
  });

  describe("used by webhooks", () => {
    test("is named, not deleted, and shared on by a copy", async () => {
      const { connections, webhooks } = stores();
      const made = await connections.create(actor, input());
      const webhook = await makeWebhook(stores(), { auth: { type: "shared", connectionId: made.id } });
      expect(webhook.auth).toEqual({
        type: "shared",
        connectionId: made.id,
        connectionName: made.name,
        connectionType: "basic",
      });
      expect(webhook.connectionId).toBe(made.id);
      const copy = await webhooks.duplicate(actor, webhook.id);
      expect(copy.connectionId).toBe(made.id);
      expect((await connections.get(made.id))?.usedBy.map(({ id }) => id).sort()).toEqual([webhook.id, copy.id].sort());
      await expect(connections.remove(actor, made.id)).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining(webhook.name),
      });
      await webhooks.remove(actor, webhook.id);
      await webhooks.remove(actor, copy.id);
      await connections.remove(actor, made.id);
      expect(await connections.get(made.id)).toBeUndefined();
      await expect(connections.remove(actor, made.id)).rejects.toMatchObject({ code: "not_found" });
    });

    test("one that is gone is refused by field", async () => {
      await expect(
        makeWebhook(stores(), { auth: { type: "shared", connectionId: "con_unknown" } }),
      ).rejects.toMatchObject({ code: "invalid", fields: { "auth.connectionId": [expect.any(String)] } });
    });
  });

  test("a webhook's own credentials are not listed, and don't follow the URL to another host unasked", async () => {
    const { connections, webhooks } = stores();
    const webhook = await makeWebhook(stores(), { url: "https://a.example/x", auth: basic("mine") });
    const { name, ticketTypeId, config } = webhook;
    const save = (url: string, auth: object) =>
      webhooks.update(actor, webhook.id, {
        name,
        ticketTypeId,
        isEnabled: true,
        roleIds: [],
        ...config,
        url,
        auth: auth as never,
      });
    expect((await connections.list(everything)).items.map(({ id }) => id)).not.toContain(webhook.connectionId);
    expect(await connections.get(webhook.connectionId ?? "")).toBeUndefined();
    await save("https://a.example/other", basic(""));
    await expect(save("https://evil.example/", basic(""))).rejects.toMatchObject({
      fields: { "auth.password": [expect.stringContaining("another host")] },
    });
    expect((await webhooks.get(webhook.id))?.config.url).toBe("https://a.example/other");
    const moved = await save("https://b.example/", basic("again"));
    expect(await connections.open(moved.connectionId ?? "")).toMatchObject({ auth: basic("again") });
    // What still waits to be sent to the old host must not carry them.
    expect(await connections.open(webhook.connectionId ?? "")).toBeUndefined();
    expect(await webhooks.get(webhook.id)).toMatchObject({ connectionId: moved.connectionId });
    await expect(connections.remove(actor, webhook.connectionId ?? "")).rejects.toMatchObject({ code: "not_found" });
  });
});
