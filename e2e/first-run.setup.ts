import { type Page, type PlaywrightWorkerArgs, test as setup } from "@playwright/test";
import { e2e } from "./environment";
import { attentive, expect, expectAccessible } from "./fixtures";
import { pick } from "./pick";

setup(
  "the first visit creates the administrator, who adds a technician",
  async ({ page: bare, browser, playwright }, { retry }) => {
    setup.setTimeout(180_000);
    const page = attentive(bare);
    const { admin, technician } = e2e;
    await page.goto("/");
    await expect(page).toHaveURL(/\/login$/);
    // The first visit comes only once: an attempt that is made again carries on from what the one before has left.
    const isFirst = retry === 0 || (await page.getByRole("heading", { name: "Welcome to Hookdesk" }).isVisible());
    if (isFirst) await createAdministrator(page);
    else await signIn(page, admin);
    await page.context().storageState({ path: e2e.adminState });

    const known = isFirst ? undefined : await idOf(playwright, technician.email);
    if (known) await page.goto(`/admin/people/${known}`);
    else await createPerson(page);
    const account = page.getByRole("form", { name: "Account" });
    const create = account.getByRole("button", { name: "Create account" });
    if (!known || (await create.isVisible())) {
      await pick(account.getByLabel("Role"), "Technician");
      await account.getByLabel("Password").fill(technician.password);
      await create.click();
      await expect(page.getByText("Troy Technician may sign in now.")).toBeVisible();
    }

    const other = await browser.newContext({ storageState: undefined });
    const technicianPage = attentive(await other.newPage());
    await technicianPage.goto(`${e2e.url}/login`);
    await signIn(technicianPage, technician);
    await other.storageState({ path: e2e.technicianState });
    await other.close();
  },
);

async function createAdministrator(page: Page) {
  const { admin } = e2e;
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
}

async function createPerson(page: Page) {
  const { technician } = e2e;
  await page.goto("/admin/people/new");
  await page.getByLabel("First name").fill(technician.firstName);
  await page.getByLabel("Last name").fill(technician.lastName);
  await page.getByLabel("E-mail addresses").fill(technician.email);
  await page.getByRole("checkbox", { name: "Agent", exact: true }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Troy Technician" })).toBeVisible();
}

async function signIn(page: Page, { email, password }: { email: string; password: string }) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible({ timeout: 30_000 });
}

async function idOf({ request }: PlaywrightWorkerArgs["playwright"], email: string): Promise<number | undefined> {
  const api = await request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${e2e.apiKey}` } });
  const found = await api.get(`${e2e.url}/api/v1/people?q=${encodeURIComponent(email)}`);
  const { items } = (await found.json()) as { items: { id: number }[] };
  await api.dispose();
  return items[0]?.id;
}
