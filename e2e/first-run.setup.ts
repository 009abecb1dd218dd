import { test as setup } from "@playwright/test";
import { e2e } from "./environment";
import { expect, expectAccessible } from "./fixtures";

setup("the first visit creates the administrator, who adds a technician", async ({ page, browser }) => {
  setup.setTimeout(90_000);
  const { admin, technician } = e2e;
  await page.goto("/");
  await expect(page).toHaveURL(/\/login$/);
  await expect(page.getByRole("heading", { name: "Welcome to Hookdesk" })).toBeVisible();
  await expectAccessible(page);

  const form = page.getByRole("form", { name: "Create administrator" });
  await form.getByRole("button", { name: "Create administrator" }).click();
  await expect(form.getByText("Use at least 12 characters")).toBeVisible();
  await form.getByLabel("First name").fill(admin.firstName);
  await form.getByLabel("Last name").fill(admin.lastName);
  await form.getByLabel("E-mail address").fill(admin.email);
  await form.getByLabel("Password").fill(admin.password);
  await form.getByRole("checkbox", { name: "Fill with demo data" }).check();
  await form.getByRole("button", { name: "Create administrator" }).click();
  // The demo data are written first: a busy machine takes its time.
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible({ timeout: 30_000 });
  await page.context().storageState({ path: e2e.adminState });

  await page.goto("/admin/people/new");
  await page.getByLabel("First name").fill(technician.firstName);
  await page.getByLabel("Last name").fill(technician.lastName);
  await page.getByLabel("E-mail addresses").fill(technician.email);
  await page.getByRole("checkbox", { name: "Agent", exact: true }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Troy Technician" })).toBeVisible();
  const account = page.getByRole("form", { name: "Account" });
  await account.getByLabel("Role").click();
  await page.getByRole("option", { name: "Technician" }).click();
  await account.getByLabel("Password").fill(technician.password);
  await account.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Troy Technician may sign in now.")).toBeVisible();

  const other = await browser.newContext({ storageState: undefined });
  const technicianPage = await other.newPage();
  await technicianPage.goto(`${e2e.url}/login`);
  await technicianPage.getByLabel("E-mail address").fill(technician.email);
  await technicianPage.getByLabel("Password").fill(technician.password);
  await technicianPage.getByRole("button", { name: "Sign in" }).click();
  await expect(technicianPage.getByRole("navigation", { name: "Main" })).toBeVisible();
  await other.storageState({ path: e2e.technicianState });
  await other.close();
});
