import { expect, expectAccessible, test } from "./fixtures";
import { openReceiver } from "./receiver";
import { fire, newTicket, newWebhook } from "./records";

test("how a webhook delivers is set in its editor, checked, and told by its versions", async ({
  page,
  api,
}, testInfo) => {
  test.setTimeout(60_000);
  const mark = `${testInfo.retry}-${testInfo.repeatEachIndex}`;
  const name = `Tender partner ${mark}`;
  const { id } = await newWebhook(api, { name, url: "https://tender.example/tickets" });
  await page.goto(`/admin/integration/webhooks/${id}`);
  const delivery = page.getByRole("group", { name: "Delivery", exact: true });
  await expect(delivery.getByRole("radio", { name: "Send every delivery, in order" })).toBeChecked();
  await delivery.getByRole("radio", { name: "Send only the latest state" }).check();
  await delivery.getByRole("spinbutton", { name: "Most at a time" }).fill("0");
  await delivery.getByRole("spinbutton", { name: "Most per second" }).fill("0.5");
  await delivery.getByRole("switch", { name: "Follow redirects" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(delivery.getByText("At least 1", { exact: true })).toBeVisible();
  await delivery.getByRole("spinbutton", { name: "Most at a time" }).fill("2");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText(`Webhook “${name}” saved.`)).toBeVisible({ timeout: 15_000 });
  expect(await (await api.get(`webhooks/${id}`)).json()).toMatchObject({
    ordering: "state",
    limits: { concurrency: 2, perSecond: 0.5 },
    followRedirects: true,
  });

  // Blank means no limit again.
  await delivery.getByRole("spinbutton", { name: "Most per second" }).fill("");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect
    .poll(async () => (await (await api.get(`webhooks/${id}`)).json()).limits, { timeout: 15_000 })
    .toEqual({ concurrency: 2, perSecond: null });
});

test("a delivery behind an earlier one of its ticket says so, and names it", async ({ page, api }, testInfo) => {
  test.setTimeout(60_000);
  const mark = `${testInfo.retry}-${testInfo.repeatEachIndex}`;
  const partner = await openReceiver((_request, response) => {
    response.writeHead(503, { "retry-after": "3600", "content-type": "application/json" }).end("{}");
  });
  const ticket = await newTicket(api, `In a line ${mark}`);
  const name = `One by one ${mark}`;
  const { id: webhookId } = await newWebhook(api, { name, url: partner.url });
  const first = await fire(api, webhookId, ticket.id);
  await page.goto(`/admin/integration/deliveries/${first}`);
  await expect(page.getByText(/^Waiting for attempt 2, due .+ asked to wait 1 h \(Retry-After\)\.$/)).toBeVisible({
    timeout: 20_000,
  });
  const second = await fire(api, webhookId, ticket.id);
  await page.goto(`/admin/integration/deliveries/${second}`);
  const main = page.getByRole("main");
  await expect(
    main.getByText(/^Waiting for an earlier delivery of this ticket, whose next attempt is due/),
  ).toBeVisible();
  await expectAccessible(page);
  await main.getByRole("link", { name: "an earlier delivery of this ticket" }).click();
  await expect(page).toHaveURL(new RegExp(`${first}$`));

  await page.goto(`/admin/integration/deliveries?webhookId=${webhookId}`);
  await expect(page.getByRole("row").filter({ hasText: "Behind an earlier one" })).toHaveCount(1);
  expect(partner.received()).toBe(1);
  for (const id of [second, first]) await api.post(`deliveries/${id}/cancel`, { data: {} });
  await partner.close();
});
