import { expect, test } from "./fixtures";
import { openReceiver } from "./receiver";
import { fire, newTicket, newWebhook } from "./records";

/** A partner that answers `status`, keeps the bodies it got, and can be told to answer something else. */
async function openPartner(status: number) {
  const bodies: string[] = [];
  const partner = { status, bodies };
  const receiver = await openReceiver((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk;
    });
    request.on("end", () => {
      bodies.push(body);
      response.writeHead(partner.status, { "content-type": "application/json" }).end("{}");
    });
  });
  return Object.assign(partner, { url: receiver.url, close: receiver.close });
}

test("a failed delivery waits and says why, and the same bytes go out again by hand, live", async ({ page, api }) => {
  test.setTimeout(60_000);
  const partner = await openPartner(500);
  const ticket = await newTicket(api, "Redelivered as it was");
  const { id: webhookId } = await newWebhook(api, { name: "Recovering partner", url: partner.url });
  const id = await fire(api, webhookId, ticket.id);

  await page.goto(`/admin/integration/deliveries/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Recovering partner on ${ticket.displayId}`);
  // Twice, since the next wait is minutes: nothing but the button below can send a third time.
  await expect(page.getByText(/Waiting for attempt 3.*because the partner answered 500\./)).toBeVisible({
    timeout: 25_000,
  });
  await api.patch(`tickets/${ticket.id}`, { data: { title: "Changed meanwhile" } });

  partner.status = 200;
  await page.getByRole("button", { name: "Redeliver" }).click();
  await page.getByRole("menuitem", { name: /Send now/ }).click();
  await expect(page.getByText("Delivered on attempt 3: the partner answered 200.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Attempts 3" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Attempt 3.*Succeeded/ })).toBeVisible();
  expect(partner.bodies).toEqual(Array(3).fill('{"title": "Redelivered as it was"}'));

  await page.getByRole("button", { name: "Redeliver" }).click();
  await page.getByRole("menuitem", { name: /Render again and send/ }).click();
  await expect(page).not.toHaveURL(new RegExp(`${id}$`));
  await expect(page.getByText("Delivered on the first attempt: the partner answered 200.")).toBeVisible();
  expect(partner.bodies.at(-1)).toBe('{"title": "Changed meanwhile"}');
  await partner.close();
});

test("a waiting delivery is cancelled after asking, and found by its ticket", async ({ page, api }) => {
  const partner = await openPartner(503);
  const ticket = await newTicket(api, "Called off");
  const other = await newTicket(api, "Left alone");
  const { id: webhookId } = await newWebhook(api, { name: "Called off partner", url: partner.url });
  const id = await fire(api, webhookId, ticket.id);
  await fire(api, webhookId, other.id);

  await page.goto("/admin/integration/deliveries");
  await page.getByRole("searchbox", { name: "Search deliveries" }).fill(ticket.displayId);
  await expect(page).toHaveURL(new RegExp(`q=${ticket.displayId}`));
  const row = page.getByRole("row").filter({ hasText: "Called off partner" });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("503");
  await row.getByRole("link", { name: /Called off partner on/ }).click();

  // Minutes before the next attempt: none can be under way while it is cancelled.
  await expect(page.getByText(/Waiting for attempt 3/)).toBeVisible({ timeout: 25_000 });
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "Cancel delivery" }).click();
  const dialog = page.getByRole("dialog", { name: `Cancel “Called off partner” on ${ticket.displayId}?` });
  await dialog.getByRole("button", { name: "Keep waiting" }).click();
  await expect(dialog).toBeHidden();
  await main.getByRole("button", { name: "Cancel delivery" }).click();
  await dialog.getByRole("button", { name: "Cancel delivery" }).click();
  await expect(page.getByText(/^Cancelled by Annie Admin after 2 attempts\.$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel delivery" })).toHaveCount(0);
  expect(await (await api.get(`deliveries/${id}`)).json()).toMatchObject({ status: "cancelled" });
  await partner.close();
});
