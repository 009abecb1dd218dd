import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { openReceiver } from "./receiver";
import { fire, newTicket, newWebhook } from "./records";

const path = "/admin/integration";
const firstNumber = (text: string | null) => Number(/[\d,]+/.exec(text ?? "")?.[0].replaceAll(",", ""));

test("numbers follow deliveries live, and lead to the filtered log", async ({ page, api }, testInfo) => {
  test.setTimeout(120_000);
  const mark = `${testInfo.retry}-${testInfo.repeatEachIndex}-${Date.now()}`;
  const well = await openReceiver((_, response) => response.end("{}"));
  const ill = await openReceiver((_, response) => response.writeHead(500).end("{}"));
  const ticket = await newTicket(api, `Numbers ${mark}`);
  const good = await newWebhook(api, { name: `Well partner ${mark}`, url: well.url });
  await fire(api, good.id, ticket.id);

  await page.goto(path);
  const range = page.getByRole("list", { name: "Last 24 hours" });
  const attempts = range.getByRole("link", { name: /^Attempts/ });
  await expect(attempts).toBeVisible({ timeout: 20_000 });
  const before = firstNumber(await attempts.textContent());

  const bad = await newWebhook(api, { name: `Ill partner ${mark}`, url: ill.url, retry: { schedule: "once" } });
  await fire(api, bad.id, ticket.id);
  await fire(api, good.id, ticket.id);
  // No reload: workers write their numbers every five seconds, and the page follows.
  await expect(async () => expect(firstNumber(await attempts.textContent())).toBeGreaterThanOrEqual(before + 2)).toPass(
    {
      timeout: 30_000,
    },
  );
  await expect(range.getByRole("link", { name: /^Success rate/ })).toContainText("%");
  await expect(range.getByRole("link", { name: /^Latency p95/ })).toContainText(/\d m?s/);

  await page
    .getByRole("list", { name: "Now" })
    .getByRole("link", { name: /^Waiting/ })
    .click();
  await expect(page).toHaveURL(/\/deliveries\?status=pending$/);
  await page.goto(path);
  await attempts.click();
  await expect(page).toHaveURL(/\/deliveries\?from=/);
  await expect(page.getByRole("row").filter({ hasText: `Ill partner ${mark}` })).toHaveCount(1);

  // The numbers above may have grown by what other tests send.
  const health = page.getByRole("link", { name: /^24 h: \d+ attempts?, 0 % ok/ });
  await expect(async () => {
    await page.goto(`/admin/integration/webhooks/${bad.id}`);
    await expect(health).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 45_000 });
  await health.click();
  await expect(page).toHaveURL(new RegExp(`webhookId=${bad.id}&from=`));
  await expect(page.getByRole("row").filter({ hasText: `Ill partner ${mark}` })).toHaveCount(1);
  const row = page.getByRole("row").filter({ hasText: `Well partner ${mark}` });
  await expect(async () => {
    await page.goto(`/admin/integration/webhooks?q=${encodeURIComponent(`Well partner ${mark}`)}`);
    await expect(row.getByRole("cell", { name: "100 %" })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 45_000 });
  await Promise.all([well.close(), ill.close()]);
});

test("the range is in the address, and every chart has its numbers as a table", async ({ page, api }) => {
  const receiver = await openReceiver((_, response) => response.end("{}"));
  const ticket = await newTicket(api, "Drawn");
  const { id } = await newWebhook(api, { name: "Drawn partner", url: receiver.url });
  await fire(api, id, ticket.id);

  await page.goto(path);
  await page.getByRole("navigation", { name: "Range" }).getByRole("link", { name: "1 h", exact: true }).click();
  await expect(page).toHaveURL(/\?range=1h$/);
  await expect(page.getByRole("heading", { name: "Last hour" })).toBeVisible();

  for (const [name, column] of [
    ["Attempts", "Failed"],
    ["Latency", "p95"],
  ] as const) {
    const chart = page.getByRole("region", { name, exact: true });
    await expect(chart.getByRole("application")).toBeVisible({ timeout: 30_000 });
    const toggle = chart.getByRole("button", { name: `${name} as a table` });
    await toggle.press("Enter");
    await expect(toggle).toHaveAttribute("aria-pressed", "true");
    const table = chart.getByRole("table", { name });
    await expect(table.getByRole("columnheader", { name: column })).toBeVisible();
    await expect(table.getByRole("rowheader").getByRole("link").first()).toBeVisible();
  }
  await page.getByRole("table", { name: "Attempts" }).getByRole("rowheader").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/deliveries\?from=.*&to=/);
  await receiver.close();
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1280, 390])
    test(`the overview is accessible in ${colorScheme} at ${width} px`, async ({ page, api }) => {
      const receiver = await openReceiver((_, response) => response.end("{}"));
      const ticket = await newTicket(api, "Looked at");
      const { id } = await newWebhook(api, { name: "Looked at", url: receiver.url });
      await fire(api, id, ticket.id);
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await expect(page.getByRole("region", { name: "Latency", exact: true }).getByRole("application")).toBeVisible({
        timeout: 30_000,
      });
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await page.getByRole("button", { name: "Attempts as a table" }).click();
      await expectAccessible(page);
      await receiver.close();
    });
