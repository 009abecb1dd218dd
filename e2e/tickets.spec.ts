import type { Page } from "@playwright/test";
import { e2e } from "./environment";
import { attentive, expect, test } from "./fixtures";
import { pick, pickFromMenu } from "./pick";
import { newTicket } from "./records";

type Lists = { statuses: { id: number; name: string }[] };

/** Edits a text that stands on the page behind a pencil. */
async function edit(page: Page, what: string, text: string) {
  await page.getByRole("button", { name: `Edit ${what}` }).click();
  await page.getByRole("textbox", { name: what, exact: true }).fill(text);
  await page.getByRole("button", { name: "Save", exact: true }).click();
}

test("the list is searched, filtered, sorted and paged, all in its address", async ({ page, api, mark }) => {
  const quagga = `Quagga${mark}`;
  const { statuses } = (await (await api.get("desk-lists")).json()) as Lists;
  const resolved = statuses.find(({ name }) => name === "Resolved")?.id;
  for (const title of ["beta", "alpha", "gamma"].map((name) => `${quagga} ${name}`))
    await newTicket(api, title, title.endsWith("gamma") ? { statusId: resolved } : {});
  const table = page.getByRole("table", { name: "Tickets" });
  const titles = table.getByRole("row").getByText(new RegExp(`^${quagga}`));

  await page.goto("/tickets");
  await page.getByRole("searchbox", { name: "Search tickets" }).fill(quagga.toLowerCase());
  await expect(page).toHaveURL(new RegExp(`\\?q=${quagga.toLowerCase()}$`));
  await expect(titles).toHaveCount(3);
  await table.getByRole("link", { name: "Title" }).click();
  await expect(page).toHaveURL(/sort=title/);
  await expect(table.getByRole("columnheader", { name: "Title" })).toHaveAttribute("aria-sort", "ascending");
  await expect(titles).toHaveText(["alpha", "beta", "gamma"].map((name) => `${quagga} ${name}`));

  const removal = page.getByRole("button", { name: "Remove filter Status: Resolved" });
  await pickFromMenu(page.getByRole("button", { name: "Status", exact: true }), "Resolved", removal);
  await expect(page).toHaveURL(new RegExp(`status=${resolved}`));
  await expect(titles).toHaveText([`${quagga} gamma`]);
  // The address alone brings the same view back.
  await page.reload();
  await expect(titles).toHaveText([`${quagga} gamma`]);
  await expect(page.getByRole("searchbox", { name: "Search tickets" })).toHaveValue(quagga.toLowerCase());
  await removal.click();
  await expect(titles).toHaveCount(3);

  await page.getByRole("link", { name: "Clear filters" }).click();
  const pages = page.getByRole("navigation", { name: "Pages of the list" });
  await expect(pages.getByRole("status")).toHaveText(/^1–25 of \d+$/);
  await pages.getByLabel("Rows per page").selectOption("10");
  await expect(page).toHaveURL(/pageSize=10/);
  await expect(pages.getByRole("status")).toHaveText(/^1–10 of \d+$/);
  await pages.getByRole("link", { name: "Next page" }).click();
  await expect(pages.getByRole("status")).toHaveText(/^11–20 of \d+$/);
  await expect(table.getByRole("row")).toHaveCount(11);
});

test("a new ticket needs a title and takes people, lists and custom forms", async ({ page }) => {
  await page.goto("/tickets/new");
  const create = page.getByRole("button", { name: "Create ticket" });
  await create.click();
  await expect(page.getByLabel("Title")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Title").fill("Created by hand");
  await page.getByLabel("Description").fill("Told me in the corridor.");
  await pick(page.getByRole("combobox", { name: "Owner" }), "Troy Technician", { search: "Troy" });
  await pick(page.getByRole("combobox", { name: "Priority" }), "High");
  await page.getByLabel("VivantiotestID").fill("INC42");
  const assets = page.getByRole("region", { name: "Linked assets", exact: true });
  await assets.getByRole("button", { name: "Add line" }).click();
  await assets.getByLabel("Asset, line 1").fill("Laptop 7");
  await create.click();

  await expect(page).toHaveURL(/\/tickets\/IN\d+$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Created by hand");
  await expect(page.getByText("Told me in the corridor.")).toBeVisible();
  const properties = page.getByRole("complementary", { name: "Properties" });
  await expect(properties.getByRole("combobox", { name: "Priority" })).toHaveText("High");
  await expect(properties.getByRole("combobox", { name: "Owner" })).toHaveText("Troy Technician");
  await expect(page.getByLabel("VivantiotestID")).toHaveValue("INC42");
  await expect(page.getByLabel("Asset, line 1")).toHaveValue("Laptop 7");
});

test("properties and custom forms are edited in place and kept", async ({ page, api }) => {
  const ticket = await newTicket(api, "Edited in place", { forms: { Integration: { VivantiotestID: "INC1" } } });
  await page.goto(`/tickets/${ticket.displayId}`);
  const properties = page.getByRole("complementary", { name: "Properties" });
  const history = page.getByRole("region", { name: "History" });
  await pick(properties.getByRole("combobox", { name: "Status" }), "In progress");
  await expect(history.getByText(/Open.*In progress/)).toBeVisible();
  await properties.getByLabel("Third party id").fill("EXT-9");
  await properties.getByLabel("Third party id").press("Enter");
  await expect(history.getByText(/EXT-9/)).toBeVisible();

  await page.getByLabel("VivantiotestID").fill("INC2");
  await page.getByRole("button", { name: "Save Integration" }).click();
  await expect(page.getByText("Integration saved.")).toBeVisible();
  const assets = page.getByRole("region", { name: "Linked assets", exact: true });
  for (const line of [1, 2]) {
    await assets.getByRole("button", { name: "Add line" }).click();
    await assets.getByLabel(`Asset, line ${line}`).fill(`Screen ${line}`);
  }
  await assets.getByLabel("Asset request date, line 2").fill("2026-05-01");
  await assets.getByRole("button", { name: "Remove line 1" }).click();
  await assets.getByRole("button", { name: "Save Linked assets" }).click();
  await expect(page.getByText("Linked assets saved.")).toBeVisible();

  expect(await (await api.get(`tickets/${ticket.id}`)).json()).toMatchObject({
    statusName: "In progress",
    thirdPartyId: "EXT-9",
    forms: {
      Integration: { VivantiotestID: "INC2" },
      "Linked assets": [{ Asset: "Screen 2", "Asset request date": "2026-05-01" }],
    },
  });
});

test("whoever saves second is told what the first one did", async ({ page, api, browser }) => {
  const ticket = await newTicket(api, "Contested title");
  const context = await browser.newContext({ storageState: e2e.technicianState });
  const technician = attentive(await context.newPage());
  await technician.goto(`${e2e.url}/tickets/${ticket.displayId}`);
  await page.goto(`/tickets/${ticket.displayId}`);

  await page.getByRole("button", { name: "Edit title" }).click();
  await page.getByRole("textbox", { name: "title", exact: true }).fill("Annie's title");
  await edit(technician, "title", "Troy's title");
  await expect(technician.getByRole("heading", { level: 1 })).toHaveText("Troy's title");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const notice = page.getByRole("alert").filter({ hasText: "Troy Technician changed this ticket" });
  await expect(notice).toContainText("Contested title → Troy's title");
  expect(await (await api.get(`tickets/${ticket.id}`)).json()).toMatchObject({ title: "Troy's title" });
  await notice.getByRole("button", { name: "Save mine" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Annie's title");
  await expect(technician.getByRole("heading", { level: 1 })).toHaveText("Annie's title");
  await context.close();
});

test("replies and notes join the conversation, and what others do appears by itself", async ({ page, api }) => {
  const ticket = await newTicket(api, "Talked about");
  await page.goto(`/tickets/${ticket.displayId}`);
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  const conversation = page.getByRole("region", { name: "Conversation" });
  const said = conversation.getByRole("listitem");
  const history = page.getByRole("region", { name: "History" });
  await page.getByRole("textbox", { name: "Public reply" }).fill("We are on it.");
  await page.getByRole("button", { name: "Send reply" }).click();
  await expect(said.filter({ hasText: "We are on it." })).toContainText("Annie Admin");
  await expect(said.filter({ hasText: "We are on it." })).not.toContainText("Private note");

  await conversation.getByRole("radio", { name: "Private note" }).check({ force: true });
  const note = page.getByRole("textbox", { name: "Private note" });
  await note.fill("Ask the vendor.");
  await note.press("Control+Enter");
  await expect(said.filter({ hasText: "Ask the vendor." })).toContainText("Private note");
  await expect(note).toHaveValue("");
  await expect(history.getByText("Replied", { exact: true })).toBeVisible();
  await expect(history.getByText("Added a private note")).toBeVisible();

  await api.patch(`tickets/${ticket.id}`, { data: { title: "Talked about elsewhere", thirdPartyId: "LIVE-1" } });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Talked about elsewhere");
  await expect(page.getByLabel("Third party id")).toHaveValue("LIVE-1");
  await api.post(`tickets/${ticket.id}/messages`, { data: { body: "Said by a machine" } });
  await expect(said.filter({ hasText: "Said by a machine" })).toBeVisible();
  expect(await page.evaluate(() => "stayed" in window)).toBe(true);
});
