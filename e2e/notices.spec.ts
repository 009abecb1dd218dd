import { e2e } from "./environment";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { newBin } from "./records";

test("a test notice is told in the bell, on its page, by mail and by a call", async ({ page, api }) => {
  test.setTimeout(90_000);
  const mark = Date.now().toString(36);
  const bin = await newBin(api, `Notices ${mark}`);
  await page.goto("/admin/settings");
  const section = page.getByRole("region", { name: "Notices" });
  const address = section.getByRole("textbox", { name: /^Address to call/ });

  // What is typed before the page has come to life is gone.
  await expect(async () => {
    await address.fill("http://10.1.2.3/notices");
    await expect(section.getByRole("button", { name: "Save notices" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await section.getByRole("button", { name: "Save notices" }).click();
  await expect(section.getByText(/^10\.1\.2\.3 is not a public address/)).toBeVisible();
  await expect(section.getByRole("button", { name: "Send a test notice" })).toBeDisabled();
  await address.fill(bin.url);
  const addresses = section.getByRole("textbox", { name: /^Mail addresses/ });
  await addresses.fill(`ops-${mark}@example.com\nnobody`);
  await section.getByRole("button", { name: "Save notices" }).click();
  await expect(section.getByText("“nobody” is not a mail address")).toBeVisible();
  await addresses.fill(`ops-${mark}@example.com`);
  await section.getByRole("button", { name: "Save notices" }).click();
  await expect(page.getByText("Notice settings saved.")).toBeVisible();

  await section.getByRole("button", { name: "Send a test notice" }).click();
  const told = section.getByRole("status").filter({ hasText: "The console shows it" });
  await expect(told).toContainText("No mail server is set: HOOKDESK_SMTP_URL.");
  await expect(told).toContainText("The address answered with success.", { timeout: 20_000 });
  await expectAccessible(page);
  const { items } = (await (await api.get(`inspector/bins/${bin.id}/requests`)).json()) as {
    items: { body: string }[];
  };
  expect(items.map(({ body }) => JSON.parse(body))).toContainEqual({
    id: expect.stringMatching(/^ntc_/),
    kind: "test",
    at: expect.any(String),
    subject: "Test notice",
    text: expect.stringContaining("Nothing is wrong."),
    url: `${e2e.url}/admin/integration/notices`,
  });

  // Partners of other tests may fail meanwhile, which adds notices.
  const bell = page.getByRole("banner").getByRole("button", { name: /^Notices/ });
  await expect(bell).toHaveAccessibleName(/^Notices, \d+\+? new$/);
  await bell.click();
  await expect(page.getByRole("menuitem", { name: /^New: Test notice/ }).first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(bell).toBeFocused();

  await page.goto("/admin/integration/notices?kind=test");
  const row = page.getByRole("row").filter({ hasText: "Test notice" }).first();
  await expect(row).toContainText("New");
  await expect(row).toContainText("Sent");
  await expectAccessible(page);
  await expect(async () => {
    const button = page.getByRole("main").getByRole("button", { name: "Mark all as seen" });
    if (await button.isVisible()) await button.click();
    await expect(row.getByText("New", { exact: true })).toHaveCount(0, { timeout: 3_000 });
  }).toPass({ timeout: 20_000 });

  await page.goto(`/admin/integration/outbox?q=ops-${mark}&status=waiting`);
  await expect(page.getByRole("alert").filter({ hasText: "No mail server is set: HOOKDESK_SMTP_URL" })).toBeVisible();
  const mail = page.getByRole("row").filter({ hasText: "Hookdesk: Test notice" });
  await expect(mail).toHaveCount(1);
  await expectAccessible(page);
  await mail.getByRole("link", { name: "Hookdesk: Test notice" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Hookdesk: Test notice" })).toBeVisible();
  await expect(page.getByText("It waits. No mail server is set: HOOKDESK_SMTP_URL.")).toBeVisible();
  await expect(page.getByRole("region", { name: "HTML source" })).toContainText("<p><strong>Test notice</strong></p>");
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(main.getByText("Cancelled before it was sent.")).toBeVisible();
  await main.getByRole("button", { name: "Send again" }).click();
  await expect(main.getByText("It waits. No mail server is set: HOOKDESK_SMTP_URL.")).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 900 });
  await expectNoSidewaysScroll(page);

  await page.goto("/admin/settings");
  await expect(async () => {
    await addresses.fill("");
    await address.fill("");
    await expect(section.getByRole("button", { name: "Save notices" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await section.getByRole("button", { name: "Save notices" }).click();
  await expect(page.getByText("Notice settings saved.")).toBeVisible();
});

test.describe("a technician", () => {
  test.use({ storageState: e2e.technicianState });

  test("has no bell, and is told no network causes", async ({ page }) => {
    await page.goto("/tickets");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("banner").getByRole("button", { name: /^Notices/ })).toHaveCount(0);
    for (const path of ["notices", "outbox"]) {
      await page.goto(`/admin/integration/${path}`);
      await expect(page).toHaveURL(/\/forbidden$/);
    }
  });
});
