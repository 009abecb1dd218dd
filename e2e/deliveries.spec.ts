import { expect, expectAccessible, test } from "./fixtures";
import { pick, pickFromMenu } from "./pick";
import { openReceiver } from "./receiver";
import { fire, newTicket, newWebhook } from "./records";

/** A partner that answers `status`, keeps the bodies it got, and can be told to answer something else. */
async function openPartner(status: number, headers: Record<string, string> = {}) {
  const bodies: string[] = [];
  const partner = { status, bodies };
  const receiver = await openReceiver((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk;
    });
    request.on("end", () => {
      bodies.push(body);
      response.writeHead(partner.status, { "content-type": "application/json", ...headers }).end("{}");
    });
  });
  return Object.assign(partner, { url: receiver.url, close: receiver.close });
}

test("a failed delivery waits and says why, and the same bytes go out again by hand, live", async ({ page, api }) => {
  const partner = await openPartner(500);
  const ticket = await newTicket(api, "Redelivered as it was");
  const { id: webhookId } = await newWebhook(api, { name: "Recovering partner", url: partner.url });
  const id = await fire(api, webhookId, ticket.id);

  await page.goto(`/admin/integration/deliveries/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Recovering partner on ${ticket.displayId}`);
  // Twice, since the next wait is minutes: nothing but the button below can send a third time.
  await expect(page.getByText(/Waiting for attempt 3.*because the partner answered 500\./)).toBeVisible({
    timeout: 40_000,
  });
  await api.patch(`tickets/${ticket.id}`, { data: { title: "Changed meanwhile" } });

  partner.status = 200;
  const redeliver = page.getByRole("button", { name: "Redeliver" });
  await pickFromMenu(redeliver, /Send now/, page.getByText("Delivered on attempt 3: the partner answered 200."));
  await expect(page.getByRole("heading", { name: "Attempts 3" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Attempt 3.*Succeeded/ })).toBeVisible();
  expect(partner.bodies).toEqual(Array(3).fill('{"title": "Redelivered as it was"}'));

  const again = page.getByRole("dialog");
  const send = again.getByRole("button", { name: "Send as things are now" });
  await pickFromMenu(redeliver, /Render again…/, send);
  await send.click();
  await expect(page.getByText("Delivered on the first attempt: the partner answered 200.")).toBeVisible();
  await expect(page).not.toHaveURL(new RegExp(`${id}$`));
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
  await expect(page.getByText(/Waiting for attempt 3/)).toBeVisible({ timeout: 40_000 });
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

test("the page says for how long the partner asked to wait, and that 410 ends it", async ({ page, api }) => {
  const partner = await openPartner(503, { "retry-after": "3600" });
  const ticket = await newTicket(api, "Patience");
  const { id: webhookId } = await newWebhook(api, { name: "Busy partner", url: partner.url });
  const waiting = await fire(api, webhookId, ticket.id);
  await page.goto(`/admin/integration/deliveries/${waiting}`);
  await expect(
    page.getByText(
      /^Waiting for attempt 2, due .+, because the partner answered 503 and asked to wait 1 h \(Retry-After\)\.$/,
    ),
  ).toBeVisible();
  await page.getByRole("tab", { name: "Response" }).click();
  await expect(
    page.getByText("Tried again in 1 h because the partner asked for it (Retry-After).", { exact: true }),
  ).toBeVisible();

  partner.status = 410;
  // On another ticket: on this one it would wait behind the first.
  const gone = await fire(api, webhookId, (await newTicket(api, "No patience")).id);
  await page.goto(`/admin/integration/deliveries/${gone}`);
  await expect(page.getByText("Failed on attempt 1 and not tried again: the partner answered 410 Gone.")).toBeVisible();
  expect(partner.bodies).toHaveLength(2);

  // Its own schedule: one wait, and none after a 4xx.
  await page.goto(`/admin/integration/webhooks/${webhookId}`);
  const retries = page.getByRole("group", { name: "Retries" });
  await pick(retries.getByRole("combobox", { name: "Schedule" }), /Own schedule/);
  const waits = retries.getByRole("textbox", { name: "Waits between attempts" });
  await waits.fill("10s, 5");
  await waits.blur();
  await expect(retries.getByText("“5” needs a unit: s, m, h or d")).toBeVisible();
  await waits.fill("10s, 5m");
  await expect(retries.getByText("Up to 3 attempts within about 5 min 10 s.")).toBeVisible();
  await retries.getByRole("button", { name: "Add row" }).click();
  await retries.getByRole("spinbutton", { name: "From of row 1" }).fill("404");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Webhook “Busy partner” saved.")).toBeVisible({ timeout: 20_000 });
  expect(await (await api.get(`webhooks/${webhookId}`)).json()).toMatchObject({
    retry: { schedule: "custom", delaysSeconds: [10, 300], stopOn: [{ on: "status", from: 404, to: 499 }] },
  });
  await partner.close();
});

test("a disabled webhook holds its deliveries, and a person decides which are sent", async ({ page, api }) => {
  // Asked to wait an hour, so that none is under way when the webhook is disabled.
  const partner = await openPartner(503, { "retry-after": "3600" });
  const ticket = await newTicket(api, "Held back");
  const { id: webhookId } = await newWebhook(api, { name: "Paused partner", url: partner.url });
  const ids: string[] = [];
  for (let round = 0; round < 3; round++) ids.push(await fire(api, webhookId, ticket.id));
  const statuses = async () => {
    const replies = await Promise.all(ids.map(async (id) => (await api.get(`deliveries/${id}`)).json()));
    return replies.map(({ status, attemptCount }: { status: string; attemptCount: number }) =>
      [status, attemptCount].join(" "),
    );
  };
  // Only the first of a ticket goes out; the others wait behind it.
  await expect.poll(statuses, { timeout: 40_000 }).toEqual(["pending 1", "pending 0", "pending 0"]);

  const main = page.getByRole("main");
  await page.goto(`/admin/integration/webhooks/${webhookId}`);
  const banner = main.getByText("3 deliveries are held because the webhook is disabled.");
  await pickFromMenu(main.getByRole("button", { name: "More actions" }), "Disable", banner);
  expect(await statuses()).toEqual(["held 1", "held 0", "held 0"]);

  await page.goto(`/admin/integration/deliveries/${ids[0]}`);
  await expect(
    page.getByText(/^Held after 1 attempt: the webhook was disabled .+ by Annie Admin\. Nothing is sent until/),
  ).toBeVisible();
  await expect(page.getByRole("heading", { name: "Why is this waiting?" })).toBeVisible();
  await page.goto(`/tickets/${ticket.displayId}`);
  await expect(
    main.getByText("3 deliveries of “Paused partner” are held because the webhook is disabled."),
  ).toBeVisible();
  await expectAccessible(page);

  partner.status = 200;
  await api.patch(`webhooks/${webhookId}`, { data: { isEnabled: true } });
  await page.goto(`/admin/integration/webhooks/${webhookId}`);
  await expect(main.getByText("3 deliveries are still held from when the webhook was disabled.")).toBeVisible();
  await main.getByRole("button", { name: "Release…" }).click();
  const release = page.getByRole("dialog", { name: "Release held deliveries of “Paused partner”" });
  await release.getByRole("radio", { name: "Send only the latest of each ticket (1)" }).check();
  await expect(release.getByText("2 older ones are replaced, not sent.")).toBeVisible();
  await expectAccessible(page);
  await release.getByRole("button", { name: "Release deliveries" }).click();
  await expect(page.getByText("1 released, 2 replaced by later ones.")).toBeVisible();
  await expect(main.getByText(/deliveries are still held/)).toBeHidden();
  await expect.poll(statuses).toEqual(["superseded 1", "superseded 0", "succeeded 1"]);
  expect(partner.bodies).toHaveLength(2);

  await page.goto(`/admin/integration/deliveries?webhookId=${webhookId}&status=superseded`);
  await main.getByRole("button", { name: "All of these" }).click();
  await expect(page.getByRole("menuitem", { name: "Release all…" })).toHaveAttribute("aria-disabled", "true");
  const all = page.getByRole("dialog", { name: "Redeliver all 2 deliveries?" });
  await pickFromMenu(main.getByRole("button", { name: "All of these" }), "Redeliver all…", all);
  await expect(all.getByText("Those found by: Status Replaced, Webhook Paused partner.")).toBeVisible();
  await expectAccessible(page);
  await all.getByRole("button", { name: "Redeliver all 2" }).click();
  await expect(all).toBeHidden();
  await expect.poll(statuses, { timeout: 30_000 }).toEqual(["succeeded 2", "succeeded 1", "succeeded 1"]);
  expect(partner.bodies).toHaveLength(4);
  await partner.close();
});
