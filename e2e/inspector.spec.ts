import { expect, test } from "./fixtures";
import { newBin } from "./records";

const pageOf = ({ id }: { id: string }) => `/admin/integration/inspector/${id}`;

test("requests appear by themselves, are parsed, shown raw and found again", async ({ page, api }) => {
  const bin = await newBin(api, "Arrivals");
  await page.goto(pageOf(bin));
  await expect(page.getByText("Waiting for the first request")).toBeVisible();
  // Gone after a reload: shows that none happened.
  await page.evaluate(() => Object.assign(window, { stayed: true }));

  const form = "ticket[agent][name]=Ann+Lee&ticket[labels][]=vpn&ticket[labels][]=urgent";
  const answered = await fetch(`${bin.url}/forms?from=partner`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-partner": "Customer X" },
    body: form,
  });
  expect(answered.status).toBe(200);

  const request = page.getByRole("article", { name: "Request" });
  await expect(request.getByRole("heading", { name: /POST\s*\/forms\?from=partner/ })).toBeVisible();
  const tree = request.getByRole("list", { name: "Form fields" });
  const ticket = tree.getByRole("listitem").filter({ hasText: /^ticket/ });
  const agent = ticket.getByRole("listitem").filter({ hasText: /^agent/ });
  await expect(agent.getByRole("listitem").filter({ hasText: /^name/ })).toHaveText("nameAnn Lee");
  await expect(ticket.getByRole("listitem").filter({ hasText: /^labels/ })).toContainText(/vpn\s*urgent/);
  await expect(request.getByRole("region", { name: "Headers" })).toContainText("Customer X");
  await request.getByRole("tab", { name: "Raw" }).click();
  await expect(request.getByRole("region", { name: "Raw body" })).toContainText(form);

  await fetch(`${bin.url}/orders/7`, { method: "PUT", body: '{"state":"shipped"}' });
  await expect(request.getByRole("heading", { name: /PUT\s*\/orders\/7/ })).toBeVisible();
  const list = page.getByRole("region", { name: "Requests" });
  await expect(list.getByText("2 requests", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => "stayed" in window)).toBe(true);

  await list.getByRole("searchbox", { name: "Search requests" }).fill("Customer X");
  await expect(list.getByText("1 request with “Customer X”")).toBeVisible();
  await expect(list.getByRole("link")).toHaveCount(1);
  await expect(list.getByRole("link")).toContainText("/forms?from=partner");
  await list.getByRole("searchbox", { name: "Search requests" }).fill("nowhere to be found");
  await expect(page.getByText("Nothing matches")).toBeVisible();
});

test("a request is copied as a curl command", async ({ page, context, api }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const bin = await newBin(api, "Copied");
  await fetch(`${bin.url}/copy`, { method: "PATCH", headers: { "x-token": "it's" }, body: "plain & simple" });
  await page.goto(pageOf(bin));
  await page.getByRole("button", { name: "Copy as cURL" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("curl");
  expect(copied).toContain("PATCH");
  expect(copied).toContain(`${bin.url}/copy`);
  expect(copied).toContain("plain & simple");
  expect(copied).toContain("it'\\''s");
});

test("a bin answers as it is told to, is cleared and deleted after asking", async ({ page, api }) => {
  const bin = await newBin(api, "Down for maintenance");
  await page.goto(pageOf(bin));
  await page.getByRole("button", { name: "Response settings" }).click();
  const sheet = page.getByRole("dialog", { name: "Response settings" });
  await sheet.getByLabel("Status").fill("900");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet.getByLabel("Status")).toHaveAccessibleDescription("From 200 to 599");
  await sheet.getByLabel("Status").fill("503");
  await sheet.getByRole("button", { name: "Add header" }).click();
  await sheet.getByLabel("Name of header 2").fill("retry-after");
  await sheet.getByLabel("Value of header 2").fill("120");
  await sheet.getByLabel("Body").fill("back soon");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The bin now answers 503.")).toBeVisible();
  await expect(page.getByText(/^Answers 503/)).toBeVisible();

  const answered = await fetch(bin.url);
  expect(answered.status).toBe(503);
  expect(answered.headers.get("retry-after")).toBe("120");
  expect(await answered.text()).toBe("back soon");
  await expect(page.getByRole("article", { name: "Request" })).toBeVisible();

  const menu = page.getByRole("button", { name: "Actions for Down for maintenance" });
  await menu.click();
  await page.getByRole("menuitem", { name: "Clear requests" }).click();
  const clearing = page.getByRole("dialog", { name: "Clear 1 request of “Down for maintenance”?" });
  await clearing.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("article", { name: "Request" })).toBeVisible();
  await menu.click();
  await page.getByRole("menuitem", { name: "Clear requests" }).click();
  await clearing.getByRole("button", { name: "Clear requests" }).click();
  await expect(page.getByText("Waiting for the first request")).toBeVisible();

  await menu.click();
  await page.getByRole("menuitem", { name: "Delete bin" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete bin" }).click();
  await expect(page).toHaveURL(/\/inspector$/);
  await expect(page.getByRole("row").filter({ hasText: "Down for maintenance" })).toHaveCount(0);
  expect((await fetch(bin.url)).status).toBe(404);
});
