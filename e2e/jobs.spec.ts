import type { APIRequestContext } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { openReceiver } from "./receiver";
import { fire, newTicket, newWebhook } from "./records";

const list = "/admin/integration/deliveries";

/** A partner that keeps the bodies it got; 410 ends a delivery at the first attempt. */
async function openPartner(status = 410) {
  const partner = { status, bodies: [] as string[] };
  const receiver = await openReceiver((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk;
    });
    request.on("end", () => {
      partner.bodies.push(body);
      response.writeHead(partner.status, { "content-type": "application/json" }).end("{}");
    });
  });
  return Object.assign(partner, { url: receiver.url, close: receiver.close });
}

/** A webhook fired on `count` tickets, each delivery ended with the status the partner answers. */
async function fireOn(api: APIRequestContext, name: string, url: string, count: number, ended = "failed") {
  const { id: webhookId } = await newWebhook(api, { name, url });
  const tickets: Awaited<ReturnType<typeof newTicket>>[] = [];
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const ticket = await newTicket(api, `${name}, ticket ${index + 1}`);
    tickets.push(ticket);
    ids.push(await fire(api, webhookId, ticket.id));
  }
  const inStatus = async (status: string) => {
    const found = await (await api.get(`deliveries?webhookId=${webhookId}&status=${status}`)).json();
    return (found as { total: number }).total;
  };
  await expect.poll(() => inStatus(ended), { timeout: 25_000 }).toBe(count);
  return { webhookId, tickets, ids, inStatus };
}

test("failed deliveries are redelivered by filter at a chosen rate: progress, pause, resume, done", async ({
  page,
  api,
}, testInfo) => {
  test.setTimeout(120_000);
  const mark = `${testInfo.retry}-${testInfo.repeatEachIndex}-${Date.now()}`;
  const partner = await openPartner();
  const name = `Bulk partner ${mark}`;
  const { webhookId, inStatus } = await fireOn(api, name, partner.url, 15);
  partner.status = 200;

  await page.goto(`${list}?webhookId=${webhookId}&status=failed`);
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "All of these" }).click();
  await page.getByRole("menuitem", { name: "Redeliver all…" }).click();
  const dialog = page.getByRole("dialog", { name: "Redeliver all 15 deliveries?" });
  await expect(dialog.getByText("15 match: all can be redelivered.")).toBeVisible();
  await expect(dialog.getByText(`Those found by: Status Failed, Webhook ${name}.`)).toBeVisible();
  await expect(dialog.getByRole("radio", { name: "Send the same bytes" })).toBeChecked();
  const rate = dialog.getByRole("combobox", { name: "Rate" });
  // A list that has only just opened takes no choice yet.
  await expect(async () => {
    await rate.click();
    await page.getByRole("option", { name: "1 a second", exact: true }).click({ timeout: 2_000 });
    await expect(rate).toHaveText("1 a second", { timeout: 1_000 });
  }).toPass();
  await expect(dialog.getByText("Takes about 15 s.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Redeliver all 15" }).click();
  await expect(dialog).toBeHidden();

  const job = main
    .getByRole("region", { name: "Bulk jobs" })
    .getByRole("listitem", { name: "Redeliver 15 deliveries" })
    .filter({ hasText: name });
  await expect(job.getByRole("progressbar")).toBeVisible();
  await expect(job).toContainText("1 a second");
  await job.getByRole("button", { name: "Pause" }).click();
  await expect(job.getByText("Paused", { exact: true })).toBeVisible();
  await expectAccessible(page);
  const paused = await inStatus("succeeded");
  expect(paused).toBeLessThan(15);
  await job.getByRole("button", { name: "Resume" }).click();
  await expect.poll(() => inStatus("succeeded"), { timeout: 60_000 }).toBe(15);
  expect(partner.bodies).toHaveLength(30);

  // The strip has the latest only, and others may have come since.
  await main.getByRole("link", { name: "All jobs" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Bulk jobs" })).toBeVisible();
  const listed = main.getByRole("listitem", { name: "Redeliver 15 deliveries" }).filter({ hasText: name });
  await expect(listed.getByText("15 redelivered.")).toBeVisible();
  await expectAccessible(page);
  await partner.close();
});

test("ticked rows are cancelled as a job; a job of the API is followed and cancelled", async ({
  page,
  api,
}, testInfo) => {
  test.setTimeout(120_000);
  const mark = `${testInfo.retry}-${testInfo.repeatEachIndex}-${Date.now()}`;
  const partner = await openPartner();
  const name = `Ticked partner ${mark}`;
  const { webhookId, ids, tickets } = await fireOn(api, name, partner.url, 12);
  await page.goto(`${list}?webhookId=${webhookId}`);
  const main = page.getByRole("main");
  for (const ticket of tickets.slice(0, 2))
    await main.getByRole("checkbox", { name: `Select ${name} on ${ticket.displayId}` }).check();
  await main.getByRole("region", { name: "Selected rows" }).getByRole("button", { name: "Cancel…" }).click();
  const refused = page.getByRole("dialog", { name: "Cancel 0 deliveries?" });
  await expect(refused.getByText("2 match: none can be cancelled, 2 have failed.")).toBeVisible();
  await expect(refused.getByRole("button", { name: "Cancel 0" })).toBeDisabled();
  await refused.getByRole("button", { name: "Close" }).last().click();
  await main.getByRole("region", { name: "Selected rows" }).getByRole("button", { name: "Redeliver…" }).click();
  const dialog = page.getByRole("dialog", { name: "Redeliver 2 deliveries?" });
  await dialog.getByRole("radio", { name: "Send as things are now" }).check();
  await expect(dialog.getByText(/Templates, settings and tickets may have changed since then/)).toBeVisible();
  await dialog.getByRole("button", { name: "Redeliver 2" }).click();
  await expect
    .poll(
      async () => ((await (await api.get(`deliveries?webhookId=${webhookId}`)).json()) as { total: number }).total,
      {
        timeout: 30_000,
      },
    )
    .toBe(14);

  const begun = await api.post("deliveries/redeliver", { data: { filter: { ids }, perSecond: 1 } });
  expect(begun.status(), await begun.text()).toBe(202);
  const { jobId } = (await begun.json()) as { jobId: string };
  const running = main
    .getByRole("region", { name: "Bulk jobs" })
    .getByRole("listitem", { name: "Redeliver 12 deliveries", exact: true })
    .filter({ hasText: "12 chosen" })
    .first();
  await running.getByRole("button", { name: "Cancel job" }).click();
  await page.getByRole("dialog", { name: "Cancel this job?" }).getByRole("button", { name: "Cancel job" }).click();
  await expect
    .poll(async () => ((await (await api.get(`jobs/${jobId}`)).json()) as { status: string }).status)
    .toMatch(/cancelled|done/);
  await partner.close();
});

test("a redelivery as things are now shows first what differs", async ({ page, api }, testInfo) => {
  test.setTimeout(120_000);
  const mark = `${testInfo.retry}-${testInfo.repeatEachIndex}-${Date.now()}`;
  const partner = await openPartner();
  const name = `Compared partner ${mark}`;
  const { ids, tickets } = await fireOn(api, name, partner.url, 1);
  const [ticket] = tickets;
  await api.patch(`tickets/${ticket?.id}`, { data: { title: `Changed ${mark}` } });
  partner.status = 200;

  await page.goto(`${list}/${ids[0]}`);
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "Redeliver" }).click();
  await page.getByRole("menuitem", { name: /Render again…/ }).click();
  const dialog = page.getByRole("dialog", { name: `Redeliver “${name}” on ${ticket?.displayId}?` });
  await expect(dialog.getByText("version 1 then, version 2 now")).toBeVisible();
  const body = dialog.getByRole("table", { name: "Body" });
  await expect(body).toContainText(`${name}, ticket 1`);
  await expect(body).toContainText(`Changed ${mark}`);
  await expect(dialog.getByText("The same: Method and URL, Headers.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Send as things are now" }).click();
  await expect(page).not.toHaveURL(new RegExp(`${ids[0]}$`));
  await expect(page.getByText("Delivered on the first attempt: the partner answered 200.")).toBeVisible({
    timeout: 20_000,
  });
  expect(partner.bodies).toEqual([`{"title": "${name}, ticket 1"}`, `{"title": "Changed ${mark}"}`]);
  await page.getByRole("complementary", { name: "Facts" }).getByRole("link", { name: "an earlier delivery" }).click();
  await expect(page).toHaveURL(new RegExp(`${ids[0]}$`));
  await partner.close();
});

test("tickets whose last delivery failed, or that have none, are recovered after a dry run", async ({
  page,
  api,
}, testInfo) => {
  test.setTimeout(120_000);
  const mark = `${testInfo.retry}-${testInfo.repeatEachIndex}-${Date.now()}`;
  const partner = await openPartner();
  const name = `Recovered partner ${mark}`;
  const { webhookId, tickets, inStatus } = await fireOn(api, name, partner.url, 2);
  partner.status = 200;
  const missed = await newTicket(api, `${name}, never fired`);
  const done = await newTicket(api, `${name}, went well`);
  await fire(api, webhookId, done.id);
  await expect.poll(() => inStatus("succeeded"), { timeout: 20_000 }).toBe(1);

  await page.goto(list);
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "Recover…" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Recover" })).toBeVisible();
  await main.getByRole("combobox", { name: "Webhook" }).click();
  await page.getByRole("option", { name: new RegExp(`^${name}`) }).click();
  const conditions = main.getByRole("group", { name: "Tickets to recover" });
  await conditions.getByRole("button", { name: "Add condition" }).click();
  await conditions.getByRole("combobox", { name: "Field of condition 1" }).click();
  await page.getByRole("combobox", { name: /^Search / }).fill("Title");
  await page.getByRole("option", { name: "Title", exact: true }).first().click();
  await conditions.getByLabel("Operator of condition 1").selectOption({ label: "Contains" });
  await conditions.getByLabel("Value of condition 1").fill(name);
  const dryRun = main.getByRole("region", { name: "Dry run" });
  await expect(dryRun.getByText(/^3 of 4 matching tickets would be fired on; 1 is left out\./)).toBeVisible();
  const row = (ticket: { displayId: string } | undefined) =>
    dryRun.getByRole("listitem").filter({ hasText: ticket?.displayId ?? "none" });
  await expect(row(tickets[0])).toContainText("Its last delivery failed.");
  await expect(row(missed)).toContainText("No delivery was ever made.");
  await expect(row(done)).toContainText("Left out");
  await expect(row(done)).toContainText("Its last delivery succeeded.");
  await expectAccessible(page);
  await dryRun.getByRole("button", { name: "Fire on 3 tickets" }).click();
  await expect(page).toHaveURL(new RegExp(`${list}$`));
  const job = main.getByRole("listitem", { name: `Fire “${name}” again on 3 tickets` });
  await expect(job.getByText("3 fired.")).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => inStatus("succeeded"), { timeout: 20_000 }).toBe(4);
  await partner.close();
});
