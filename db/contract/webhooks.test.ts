import { describe, expect, test } from "vitest";
import { everything } from "@/lib/core/page";
import { type WebhookInput, webhookInput } from "@/lib/delivery/webhook";
import { onEveryDialect } from "./dialects";
import { actor, claimDue, makeDelivery, makeForm, makeItem, makeWebhook } from "./make";
import { auditCount, auditOf, failure, hostileTexts, makeRole, named, race } from "./make-access";

const basic = (password: string, username = "desk") => ({ type: "basic" as const, username, password });

onEveryDialect("webhooks", (stores) => {
  async function someInput(overrides: Partial<WebhookInput> = {}): Promise<WebhookInput> {
    const [type] = (await stores().deskLists.load()).types;
    const url = "https://partner.example/issues";
    return webhookInput.parse({ name: named("Webhook"), ticketTypeId: type?.id, url, ...overrides });
  }
  const opened = async (id: string) =>
    (await stores().connections.open((await stores().webhooks.get(id))?.connectionId ?? ""))?.auth;

  test("creates the first version", async () => {
    const form = await makeForm(stores());
    const role = await makeRole(stores());
    const input = await someInput({
      body: '{"id": {{ticket.id}}}',
      roleIds: [role.id, role.id],
      parameters: [
        { name: "Note", isReadOnly: false, dataType: "alphanumeric", displayType: "freetext", defaultText: "" },
      ],
      responseFields: [{ path: "result.number", formId: form.id, fieldId: form.fields[0]?.id ?? 0 }],
    });
    const { name, ticketTypeId, isEnabled, auth, roleIds: _, ...config } = input;
    const webhook = await stores().webhooks.create(actor, input);
    expect(webhook).toEqual({
      ...{ name, ticketTypeId, isEnabled, auth, config },
      roleIds: [role.id],
      id: expect.stringMatching(/^whk_/),
      version: 1,
      connectionId: null,
      createdAt: expect.any(Date),
      updatedAt: webhook.createdAt,
    });
    expect(await stores().webhooks.get(webhook.id)).toEqual(webhook);
    expect(await stores().webhooks.configAt(webhook.id, 1)).toEqual(config);
    expect(await stores().webhooks.configAt(webhook.id, 2)).toBeUndefined();
    expect(await auditOf(stores(), webhook.id)).toEqual(["webhook.create"]);
  });

  test("each update is a version of its own; old ones stay as they were", async () => {
    const first = await makeWebhook(stores(), { body: "one" });
    const second = await stores().webhooks.update(actor, first.id, await someInput({ body: "two" }));
    const third = await stores().webhooks.update(actor, first.id, await someInput({ body: "three" }), 2);
    expect([second.version, third.version]).toEqual([2, 3]);
    expect(third.createdAt).toEqual(first.createdAt);
    const bodies = [1, 2, 3].map(async (version) => (await stores().webhooks.configAt(first.id, version))?.body);
    expect(await Promise.all(bodies)).toEqual(["one", "two", "three"]);
    expect(await stores().webhooks.get(first.id)).toEqual(third);
  });

  test("versions are listed newest first, with who saved them when", async () => {
    const { id, createdAt } = await makeWebhook(stores());
    const abed = { ...actor, name: "Abed 100%" };
    const second = await stores().webhooks.update(abed, id, await someInput());
    await stores().webhooks.update(actor, id, await someInput());
    const versions = (query: object) => stores().webhooks.versions(id, { page: 1, pageSize: 10, ...query });
    const [first, byAbed] = [
      { version: 1, savedAt: createdAt, savedBy: actor.name },
      { version: 2, savedAt: second.updatedAt, savedBy: abed.name },
    ];
    expect(await versions({})).toEqual({ total: 3, items: [expect.objectContaining({ version: 3 }), byAbed, first] });
    expect(await versions({ page: 3, pageSize: 1 })).toEqual({ total: 3, items: [first] });
    expect(await versions({ q: "100%" })).toEqual({ total: 1, items: [byAbed] });
    expect(await stores().webhooks.versions("whk_0", { page: 1, pageSize: 10 })).toEqual({ items: [], total: 0 });
    await stores().webhooks.remove(actor, id);
    expect((await versions({})).total).toBe(3);
  });

  test("conditions and response actions name what exists, and keep it from going", async () => {
    const form = await makeForm(stores());
    const item = await makeItem(stores(), "category");
    const test = { type: "test", field: `form.${form.id}.1`, operator: "is_empty", value: null } as const;
    const overrides = {
      conditions: { type: "group", mode: "all", conditions: [test] } as const,
      responseActions: { success: [{ type: "set_category", itemId: item.id } as const], failure: [] },
    };
    const input = await someInput({ ...overrides, conditions: { ...overrides.conditions, conditions: [test] } });
    const webhook = await stores().webhooks.create(actor, input);
    for (const removal of [
      () => stores().customForms.remove(actor, form.id),
      () => stores().deskLists.removeItem(actor, item.id),
    ])
      expect(await failure(removal())).toMatchObject({
        code: "conflict",
        message: expect.stringContaining(`is used by the webhook “${webhook.name}”`),
      });
    const gone = { type: "set_category", itemId: 99_999 } as const;
    const bad = { ...input, responseActions: { success: [], failure: [gone] } };
    expect(await failure(stores().webhooks.update(actor, webhook.id, bad))).toMatchObject({
      code: "invalid",
      fields: { "responseActions.failure.0.itemId": ["This entry was removed from its list"] },
    });
    expect(await stores().webhooks.get(webhook.id)).toEqual(webhook);
  });

  test("of two editors of one version one saves, the other is told, and nothing of theirs stays", async () => {
    const { id } = await makeWebhook(stores());
    const inputs = [await someInput({ body: "a", auth: basic("a") }), await someInput({ body: "b", auth: basic("b") })];
    const { won, lost } = await race(
      stores(),
      ...inputs.map((input) => () => stores().webhooks.update(actor, id, input, 1)),
    );
    expect([won.length, lost.length]).toEqual([1, 1]);
    expect(lost[0]).toMatchObject({ code: "conflict", message: expect.stringMatching(/^Someone else saved/) });
    expect(await stores().webhooks.get(id)).toEqual(won[0]);
    expect(await opened(id)).toMatchObject({ password: won[0]?.config.body });
    expect(await stores().webhooks.configAt(id, 3)).toBeUndefined();
    expect(await auditOf(stores(), id)).toEqual(["webhook.create", "webhook.update"]);
  });

  test("without an expected version, updates at once all count", async () => {
    const { id } = await makeWebhook(stores());
    const input = await someInput();
    const { won } = await race(
      stores(),
      ...Array.from({ length: 5 }, () => () => stores().webhooks.update(actor, id, input)),
    );
    expect(won.map(({ version }) => version).sort()).toEqual([2, 3, 4, 5, 6]);
  });

  describe("credentials", () => {
    test("are kept apart, shown only as present, and opened for sending", async () => {
      const webhook = await makeWebhook(stores(), { auth: basic("pass:wörd 🎫") });
      expect(webhook.auth).toEqual({ type: "basic", username: "desk", hasPassword: true });
      expect(await opened(webhook.id)).toEqual({ type: "basic", username: "desk", password: "pass:wörd 🎫" });
      const seen = [
        webhook,
        await stores().webhooks.list({ page: 1, pageSize: 100 }),
        await stores().webhooks.configAt(webhook.id, 1),
        await stores().audit.list(everything),
      ];
      expect(JSON.stringify(seen)).not.toContain("pass:");
      expect(await stores().connections.open("con_0")).toBeUndefined();
    });

    test("a blank password keeps the stored one, also under another user name", async () => {
      const { id, connectionId } = await makeWebhook(stores(), { auth: basic("secret") });
      const kept = await stores().webhooks.update(actor, id, await someInput({ auth: basic("") }));
      expect(kept).toMatchObject({ connectionId, auth: { username: "desk", hasPassword: true } });
      expect(await opened(id)).toEqual({ type: "basic", username: "desk", password: "secret" });
      await stores().webhooks.update(actor, id, await someInput({ auth: basic("", "other") }));
      expect(await opened(id)).toEqual({ type: "basic", username: "other", password: "secret" });
      await stores().webhooks.update(actor, id, await someInput({ auth: basic("new", "other") }));
      expect(await opened(id)).toEqual({ type: "basic", username: "other", password: "new" });
      expect((await stores().webhooks.get(id))?.connectionId).toBe(connectionId);
    });

    test("Basic without any password is refused and leaves nothing behind", async () => {
      const missing = { code: "invalid", fields: { "auth.password": ["Enter the password"] } };
      const { id } = await makeWebhook(stores());
      const before = [await auditCount(stores()), await stores().webhooks.list({ page: 1, pageSize: 100 })];
      expect(await failure(makeWebhook(stores(), { auth: basic("") }))).toMatchObject(missing);
      const input = await someInput({ body: "changed", auth: basic("") });
      expect(await failure(stores().webhooks.update(actor, id, input))).toMatchObject(missing);
      expect([await auditCount(stores()), await stores().webhooks.list({ page: 1, pageSize: 100 })]).toEqual(before);
      expect(await stores().webhooks.configAt(id, 2)).toBeUndefined();
    });

    test("switching to none forgets them for good", async () => {
      const { id, connectionId } = await makeWebhook(stores(), { auth: basic("secret") });
      const none = await stores().webhooks.update(actor, id, await someInput());
      expect(none).toMatchObject({ connectionId: null, auth: { type: "none" } });
      expect(await stores().connections.open(connectionId ?? "")).toBeUndefined();
      expect(await failure(stores().webhooks.update(actor, id, await someInput({ auth: basic("") })))).toMatchObject({
        code: "invalid",
      });
    });
  });

  test("a copy is disabled, starts at version 1 and has credentials of its own", async () => {
    const role = await makeRole(stores());
    const source = await makeWebhook(stores(), { auth: basic("secret"), roleIds: [role.id], body: "x" });
    await stores().webhooks.update(
      actor,
      source.id,
      await someInput({ name: source.name, roleIds: [role.id], auth: basic("") }),
    );
    const copy = await stores().webhooks.duplicate(actor, source.id);
    const now = await stores().webhooks.get(source.id);
    expect(copy).toEqual({
      ...now,
      id: copy.id,
      name: `${source.name} (copy)`,
      version: 1,
      isEnabled: false,
      connectionId: expect.stringMatching(/^con_/),
      createdAt: copy.createdAt,
      updatedAt: copy.createdAt,
    });
    expect(copy.connectionId).not.toBe(source.connectionId);
    await stores().webhooks.remove(actor, source.id);
    expect(await opened(copy.id)).toEqual({ type: "basic", username: "desk", password: "secret" });
    expect(await stores().webhooks.configAt(copy.id, 1)).toEqual(copy.config);
    expect(await auditOf(stores(), copy.id)).toEqual(["webhook.duplicate"]);

    const plain = await stores().webhooks.duplicate(actor, (await makeWebhook(stores())).id);
    expect(plain).toMatchObject({ connectionId: null, auth: { type: "none" } });
  });

  test("the longest name still gives a copy that can be saved", async () => {
    const source = await makeWebhook(stores(), { name: `${"x".repeat(192)}🎫yyyyyy` });
    const { name } = await stores().webhooks.duplicate(actor, source.id);
    expect(name).toBe(`${"x".repeat(192)} (copy)`);
    expect(webhookInput.safeParse(await someInput({ name })).success).toBe(true);
  });

  test("enabling and roles make no version but an entry", async () => {
    const role = await makeRole(stores());
    const { id } = await makeWebhook(stores());
    expect(await stores().webhooks.setEnabled(actor, id, false)).toMatchObject({ isEnabled: false, version: 1 });
    expect(await stores().webhooks.setRoles(actor, id, [role.id, role.id])).toMatchObject({ roleIds: [role.id] });
    expect(await stores().webhooks.setEnabled(actor, id, true)).toMatchObject({ isEnabled: true, version: 1 });
    expect(await auditOf(stores(), id)).toEqual([
      "webhook.create",
      "webhook.disable",
      "webhook.setRoles",
      "webhook.enable",
    ]);
  });

  test("what a webhook names must exist; each problem is named by its field", async () => {
    const form = await makeForm(stores());
    const { id, ticketTypeId } = await makeWebhook(stores());
    const bad = await someInput({
      roleIds: ["rol_0"],
      responseFields: [
        { path: "a", formId: form.id, fieldId: form.fields[0]?.id ?? 0 },
        { path: "b", formId: form.id, fieldId: 999 },
        { path: "c", formId: 999_999, fieldId: 1 },
      ],
    });
    const input = { ...bad, ticketTypeId: 999_999 };
    const before = await auditCount(stores());
    const invalid = {
      code: "invalid",
      fields: {
        ticketTypeId: ["Choose the ticket type"],
        roleIds: ["One of these roles no longer exists"],
        "responseFields.1.fieldId": ["The form has no such field any more"],
        "responseFields.2.formId": ["This custom form no longer exists"],
      },
    };
    expect(await failure(stores().webhooks.create(actor, input))).toMatchObject(invalid);
    expect(await failure(stores().webhooks.update(actor, id, input))).toMatchObject(invalid);
    expect(await failure(stores().webhooks.setRoles(actor, id, ["rol_0"]))).toMatchObject({
      fields: { roleIds: ["One of these roles no longer exists"] },
    });
    expect(await stores().webhooks.get(id)).toMatchObject({ ticketTypeId, version: 1, roleIds: [] });
    expect(await auditCount(stores())).toBe(before);
  });

  test("removing cancels what still waits, forgets the credentials, and keeps log and versions", async () => {
    const webhook = await makeWebhook(stores(), { auth: basic("secret") });
    const other = await makeWebhook(stores());
    const waiting = await makeDelivery(stores(), { webhookId: webhook.id });
    const others = await makeDelivery(stores(), { webhookId: other.id });
    await stores().webhooks.remove(actor, webhook.id);
    expect(await stores().webhooks.get(webhook.id)).toBeUndefined();
    expect(await stores().connections.open(webhook.connectionId ?? "")).toBeUndefined();
    expect(await stores().webhooks.configAt(webhook.id, 1)).toEqual(webhook.config);
    expect((await stores().deliveries.get(waiting.id))?.delivery).toMatchObject({
      status: "cancelled",
      lastError: "The webhook was deleted",
      finishedAt: expect.any(Date),
      nextAttemptAt: null,
    });
    expect((await stores().deliveries.get(others.id))?.delivery.status).toBe("pending");
    expect(await auditOf(stores(), webhook.id)).toEqual(["webhook.create", "webhook.remove"]);
  });

  test("an attempt under way when its webhook is removed is left to finish", async () => {
    const webhook = await makeWebhook(stores());
    const { id } = await makeDelivery(stores(), { webhookId: webhook.id });
    await claimDue(stores(), { now: new Date(), leaseMs: 60_000, limit: 1000 });
    await stores().webhooks.remove(actor, webhook.id);
    expect((await stores().deliveries.get(id))?.delivery).toMatchObject({ status: "sending", finishedAt: null });
  });

  test("an unknown webhook is not found, and nothing is recorded", async () => {
    const input = await someInput();
    const before = await auditCount(stores());
    const { webhooks } = stores();
    expect(await webhooks.get("whk_0")).toBeUndefined();
    const calls = [
      webhooks.update(actor, "whk_0", input),
      webhooks.update(actor, "whk_0", input, 1),
      webhooks.duplicate(actor, "whk_0"),
      webhooks.setEnabled(actor, "whk_0", true),
      webhooks.setRoles(actor, "whk_0", []),
      webhooks.remove(actor, "whk_0"),
    ];
    for (const result of await Promise.all(calls.map(failure))) expect(result).toMatchObject({ code: "not_found" });
    expect(await auditCount(stores())).toBe(before);
  });

  test("lists with search, filters, order and pages", async () => {
    const mark = named("zebra");
    const [, type] = (await stores().deskLists.load()).types;
    const b = await makeWebhook(stores(), { name: `b ${mark}`, isEnabled: false });
    const a = await makeWebhook(stores(), { name: `A ${mark}` });
    const c = await makeWebhook(stores(), { name: `c ${mark}`, ticketTypeId: type?.id ?? 0 });
    const byUrl = await makeWebhook(stores(), { url: `https://${mark.replace(" ", "")}.example/{{ticket.id}}` });
    const ids = async (query: object) => {
      const { items, total } = await stores().webhooks.list({ page: 1, pageSize: 10, q: mark, ...query });
      return [total, ...items.map(({ id }) => id)];
    };
    expect(await ids({})).toEqual([3, a.id, b.id, c.id]);
    expect(await ids({ q: mark.toUpperCase() })).toEqual([3, a.id, b.id, c.id]);
    expect(await ids({ sort: { key: "name", direction: "desc" } })).toEqual([3, c.id, b.id, a.id]);
    await stores().webhooks.setEnabled(actor, b.id, false);
    const recent = await stores().webhooks.list({
      page: 1,
      pageSize: 10,
      q: mark,
      sort: { key: "updatedAt", direction: "desc" },
    });
    const times = recent.items.map(({ updatedAt }) => updatedAt.getTime());
    expect(times).toEqual([...times].sort((x, y) => y - x));
    expect(await ids({ pageSize: 2, page: 2 })).toEqual([3, c.id]);
    expect(await ids({ isEnabled: true })).toEqual([2, a.id, c.id]);
    expect(await ids({ isEnabled: false })).toEqual([1, b.id]);
    expect(await ids({ ticketTypeId: type?.id })).toEqual([1, c.id]);
    expect(await ids({ q: mark.replace(" ", "") })).toEqual([1, byUrl.id]);
    expect(await ids({ q: "%" })).toEqual([0]);
    expect(await ids({ q: "hasEncodedUrlParameters" })).toEqual([0]);
  });

  test.each(hostileTexts)("%j comes back as it went in and is found", async (text) => {
    const webhook = await makeWebhook(stores(), { name: text, body: text, url: `https://x.example/${text}` });
    expect(webhook).toMatchObject({ name: text, config: { body: text, url: `https://x.example/${text}` } });
    expect(await stores().webhooks.get(webhook.id)).toEqual(webhook);
    const { items } = await stores().webhooks.list({ page: 1, pageSize: 10, q: text });
    expect(items).toEqual([webhook]);
  });

  test("a body of a million characters is kept", async () => {
    const body = "é".repeat(1_000_000);
    const { id } = await makeWebhook(stores(), { body });
    expect((await stores().webhooks.get(id))?.config.body).toBe(body);
  });
});
