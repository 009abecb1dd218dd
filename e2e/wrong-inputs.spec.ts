import type { APIRequestContext } from "@playwright/test";
import { e2e } from "./environment";
import { expect, test } from "./fixtures";
import { drip, openReceiver } from "./receiver";

type Fields = Record<string, string[]>;

async function webhook(api: APIRequestContext, input: Record<string, unknown>) {
  const roles = (await (await api.get("roles")).json()) as { items: { id: string; builtIn: string | null }[] };
  const roleIds = roles.items.filter(({ builtIn }) => builtIn === "administrator").map(({ id }) => id);
  return api.post("webhooks", {
    data: { name: `Wrong ${Math.random()}`, ticketTypeId: 1, url: "https://example.com/", roleIds, ...input },
  });
}

/** Fires at a URL and returns the delivery once its first attempt is recorded. */
async function fireAt(api: APIRequestContext, url: string) {
  const created = await webhook(api, { url });
  expect(created.status(), await created.text()).toBe(201);
  const { id } = await created.json();
  const fired = await api.post(`webhooks/${id}/fire`, { data: { ticketId: "IN163", parameters: {} } });
  expect(fired.status(), await fired.text()).toBe(202);
  const { deliveryId } = await fired.json();
  await expect
    .poll(async () => (await (await api.get(`deliveries/${deliveryId}`)).json()).attempts.length, { timeout: 45_000 })
    .toBeGreaterThan(0);
  return (await api.get(`deliveries/${deliveryId}`)).json();
}

test("a template that does not parse is refused, naming line and column", async ({ api }) => {
  const refused = await webhook(api, { body: '{\n  "a": "{{ticket.title"\n}' });
  expect(refused.status()).toBe(422);
  const { error } = (await refused.json()) as { error: { fields: Fields } };
  expect(error.fields.body?.[0]).toMatch(/line 2/i);
});

test("malformed JSON and unknown fields are warned of in the preview, and sent as written", async ({ api }) => {
  const created = await webhook(api, { body: '{"a": {{ticket.nosuchfield}} oops' });
  expect(created.status()).toBe(201);
  const { id } = await created.json();
  const preview = await (
    await api.post(`webhooks/${id}/preview`, { data: { ticketId: "IN163", parameters: {} } })
  ).json();
  expect(JSON.stringify(preview.warnings)).toMatch(/JSON/);
});

test("a body of 5 MB is refused in words, and a URL that is none too", async ({ api }) => {
  const huge = await webhook(api, { body: "x".repeat(5_000_000) });
  expect(huge.status()).toBe(422);
  expect(((await huge.json()) as { error: { fields: Fields } }).error.fields.body?.[0]).toMatch(/longer than/);
  for (const url of ["", "not a url", "ftp://example.com/", "https://"]) {
    const refused = await webhook(api, { url });
    expect(refused.status(), url).toBe(422);
    expect(((await refused.json()) as { error: { fields: Fields } }).error.fields.url?.[0], url).toBeTruthy();
  }
});

for (const url of [
  "http://127.0.0.2/",
  "http://169.254.169.254/latest/meta-data/",
  "http://[::ffff:10.0.0.1]/",
  "http://2130706433:1/",
  "http://[::1]/",
  `${e2e.url}/api/v1/tickets`,
  `${e2e.url}/inspect/../metrics`,
]) {
  test(`a call to ${url.replace(e2e.url, "our own")} is refused and says why`, async ({ api }) => {
    const { status, attempts } = await fireAt(api, url);
    // 2130706433 is 127.0.0.1, which the tests' receivers need: there nothing listens on port 1.
    expect(["blocked", "refused"]).toContain(attempts[0].error.kind);
    expect(attempts[0].error.message.length).toBeGreaterThan(20);
    expect(["pending", "failed"]).toContain(status);
  });
}

test("receivers that never answer, drip or break off are given up on, and the worker goes on", async ({ api }) => {
  test.setTimeout(90_000);
  const silent = await openReceiver(() => {});
  const dripping = await openReceiver(drip);
  const breaking = await openReceiver((request) => void request.socket.destroy());
  const healthy = await openReceiver((_request, response) => void response.end("{}"));
  const [a, b, c, d] = await Promise.all([silent, dripping, breaking, healthy].map(({ url }) => fireAt(api, url)));
  expect(a.attempts[0].error).toMatchObject({ kind: "timeout" });
  expect(b.attempts[0].error).toMatchObject({ kind: "timeout" });
  expect(c.attempts[0].error).toMatchObject({ kind: "reset" });
  for (const delivery of [a, b, c]) expect(delivery).toMatchObject({ status: "pending", attemptCount: 1 });
  expect(d).toMatchObject({ status: "succeeded" });
  await Promise.all([silent, dripping, breaking, healthy].map(({ close }) => close()));
});
