import { e2e } from "./environment";
import { attentive, expect, test } from "./fixtures";
import { pagePatterns } from "./routes";

const sample = (pattern: string) => pattern.replace("[displayId]", "IN164").replace(/\[[^\]]+\]/g, "1");
const pages = pagePatterns.filter((pattern) => pattern !== "/login");
const technicianMay = [
  "/account",
  "/forbidden",
  "/tickets",
  "/tickets/[displayId]",
  "/tickets/new",
  "/admin/people",
  "/admin/people/[id]",
];

test.describe("a stranger", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("is sent to the sign-in page from every page", async ({ page }) => {
    test.setTimeout(240_000);
    for (const pattern of pages) {
      await page.goto(sample(pattern));
      await expect(page, pattern).toHaveURL(/\/login(\?|$)/);
    }
  });

  test("gets nothing from live updates and the management API", async ({ page }) => {
    for (const path of ["/live/deliveries/all", "/api/v1/tickets", "/api/v1/webhooks", "/api/v1/api-keys"]) {
      expect((await page.request.get(path)).status(), path).toBe(401);
    }
  });

  test("is told the same for a wrong password and an unknown address, and stopped after five tries", async ({
    page,
    mark,
  }) => {
    const guess = `guess-${mark}@example.test`;
    await page.goto("/login");
    for (const email of [`nobody-${mark}@example.test`, e2e.technician.email]) {
      await page.getByLabel("E-mail address").fill(email);
      await page.getByLabel("Password").fill("not the password");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("alert").filter({ hasText: "E-mail address or password is wrong." })).toBeVisible();
    }
    for (let attempt = 0; attempt < 5; attempt++) {
      await page.getByLabel("E-mail address").fill(guess);
      await page.getByLabel("Password").fill(`guess ${attempt}`);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByLabel("Password")).toHaveValue("");
    }
    await page.getByLabel("E-mail address").fill(guess);
    await page.getByLabel("Password").fill("guess again");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "Too many failed tries" })).toBeVisible();
  });

  test("can't be sent to another site after signing in", async ({ page }) => {
    await page.goto("/login?next=//evil.example/");
    await page.getByLabel("E-mail address").fill(e2e.technician.email);
    await page.getByLabel("Password").fill(e2e.technician.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(e2e.url);
  });
});

test.describe("a technician", () => {
  test.use({ storageState: e2e.technicianState });

  test("sees only the pages the role allows", async ({ page }) => {
    test.setTimeout(240_000);
    for (const pattern of pages.filter((page) => page !== "/" && page !== "/forbidden")) {
      await page.goto(sample(pattern));
      if (technicianMay.includes(pattern)) await expect(page, pattern).not.toHaveURL(/\/(forbidden|login)/);
      else await expect(page, pattern).toHaveURL(/\/forbidden$/);
    }
  });

  test("sees only those entries in the navigation", async ({ page }) => {
    await page.goto("/tickets");
    await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link")).toHaveText([
      "Hookdesk",
      "Tickets",
      "People",
    ]);
  });
});

test("security headers stand on pages and machine-facing answers alike", async ({ page }) => {
  for (const path of ["/tickets", "/api/health/live", "/login"]) {
    const headers = (await page.request.get(path, { maxRedirects: 0 })).headers();
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["x-frame-options"], path).toBe("DENY");
  }
  const policy = (await page.request.get("/tickets")).headers()["content-security-policy"] ?? "";
  expect(policy).toContain("script-src 'self' 'nonce-");
  expect(policy).not.toContain("unsafe-eval");
});

test("a session can be ended from the account page", async ({ page, browser }, { retry, repeatEachIndex }) => {
  // Every attempt signs in from another system, and tells its session by it.
  const system = ["Windows", "Mac OS", "Android", "iPhone", "Linux"][(retry + repeatEachIndex) % 5];
  const other = await browser.newContext({
    storageState: { cookies: [], origins: [] },
    userAgent: `Firefox/1.0 ${system}`,
  });
  const elsewhere = attentive(await other.newPage());
  await elsewhere.goto(`${e2e.url}/login`);
  await elsewhere.getByLabel("E-mail address").fill(e2e.admin.email);
  await elsewhere.getByLabel("Password").fill(e2e.admin.password);
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByRole("navigation", { name: "Main" })).toBeVisible();
  const cookie = (await other.cookies()).find(({ name }) => name.includes("session"));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });

  await page.goto("/account");
  const row = page.getByRole("listitem").filter({ hasText: `Firefox on ${system}` });
  await row.getByRole("button", { name: "End session" }).click();
  await expect(row).toHaveCount(0);
  await elsewhere.goto(`${e2e.url}/tickets`);
  await expect(elsewhere).toHaveURL(/\/login/);
  await other.close();
});
