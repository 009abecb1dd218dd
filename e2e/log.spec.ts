import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { openReceiver } from "./receiver";
import { fire, newTicket, newWebhook } from "./records";

const log = "/admin/integration/deliveries";

const textOf = async (download: Download) => readFile(await download.path(), "utf8");
const search = (page: Page, words: string) => page.getByRole("searchbox", { name: "Search deliveries" }).fill(words);
/** Deliveries are only the rows with a row menu; the first row is the header. */
const rows = (page: Page) => page.getByRole("table", { name: "Deliveries" }).getByRole("row");

/** A webhook whose partner answers with a word nobody else says, fired on two tickets. */
async function openPartner(word: string) {
  return openReceiver((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "x-trace": `trace${word}` });
    response.end(JSON.stringify({ note: `first line\n${word} accepted` }));
  });
}

test("a word of a reply finds its delivery; the search is kept as a view, opened, renamed and deleted", async ({
  page,
  api,
}, testInfo) => {
  test.setTimeout(60_000);
  const mark = `${testInfo.retry}-${testInfo.repeatEachIndex}-${Date.now().toString(36)}`;
  const word = `zebra${mark.replaceAll("-", "")}`;
  const partner = await openPartner(word);
  const ticket = await newTicket(api, `Searched ${mark}`);
  const { id: webhookId } = await newWebhook(api, { name: `Searched ${mark}`, url: `${partner.url}/orders` });
  const id = await fire(api, webhookId, ticket.id);
  await expect
    .poll(async () => ((await (await api.get(`deliveries/${id}`)).json()) as { status: string }).status)
    .toBe("succeeded");

  await page.goto(log);
  await search(page, `${word} accep`);
  await expect(page).toHaveURL(new RegExp(`q=${word}`));
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).nth(1)).toContainText(`Searched ${mark}`);
  for (const found of [`trace${word}`, `orders ${word}`, id]) {
    await search(page, found);
    await expect(rows(page)).toHaveCount(2);
  }
  await search(page, `${word} nowhere`);
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await search(page, word);
  // A filter keeps the words of the address, so those must be there.
  await expect(page).toHaveURL(new RegExp(`q=${word}$`));
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Reply" }).click();
  await page.getByRole("menuitemradio", { name: "200", exact: true }).click();
  await expect(page).toHaveURL(/code=200/);
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Created", exact: true }).first().click();
  await page.getByRole("menuitemradio", { name: "Last hour" }).click();
  await expect(page).toHaveURL(/period=1h/);
  await expect(rows(page)).toHaveCount(2);

  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save as a view…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as a view" });
  await dialog.getByRole("textbox", { name: "Name" }).fill(`Zebras ${mark}`);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: `View: Zebras ${mark}` })).toBeVisible();

  await page.goto(log);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: `Zebras ${mark}` }).click();
  await expect(page).toHaveURL(new RegExp(`q=${word}.*period=1h`));
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole("searchbox", { name: "Search deliveries" })).toHaveValue(word);
  await expectAccessible(page);

  await page.getByRole("button", { name: `View: Zebras ${mark}` }).click();
  await page.getByRole("menuitem", { name: "Rename this view…" }).click();
  const rename = page.getByRole("dialog", { name: `Rename view “Zebras ${mark}”` });
  await rename.getByRole("textbox", { name: "Name" }).fill(`Stripes ${mark}`);
  await rename.getByRole("button", { name: "Save view" }).click();
  await page.getByRole("button", { name: `View: Stripes ${mark}` }).click();
  await page.getByRole("menuitem", { name: "Delete this view" }).click();
  const asked = page.getByRole("dialog", { name: `Delete view “Stripes ${mark}”?` });
  await asked.getByRole("button", { name: "Delete view" }).click();
  await expect(page.getByRole("button", { name: "Views", exact: true })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 800 });
  await expectNoSidewaysScroll(page);
  await partner.close();
});

test("what the list shows is exported as CSV and HAR, and one delivery as HAR", async ({ page, api }, testInfo) => {
  test.setTimeout(60_000);
  const mark = `${testInfo.retry}-${testInfo.repeatEachIndex}-${Date.now().toString(36)}`;
  const word = `lion${mark.replaceAll("-", "")}`;
  const partner = await openPartner(word);
  const { id: webhookId } = await newWebhook(api, { name: `=Export ${mark}`, url: partner.url });
  const ids: string[] = [];
  for (const title of ["One", "Two"])
    ids.push(await fire(api, webhookId, (await newTicket(api, `${title} ${mark}`)).id));
  for (const id of ids)
    await expect
      .poll(async () => ((await (await api.get(`deliveries/${id}`)).json()) as { status: string }).status)
      .toBe("succeeded");

  await page.goto(`${log}?q=${word}`);
  await expect(rows(page)).toHaveCount(3);
  const save = async (name: string) => {
    await page.getByRole("button", { name: "More actions" }).first().click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name }).click();
    return download;
  };
  const csv = await save("Export as CSV");
  expect(csv.suggestedFilename()).toMatch(/^deliveries-.*\.csv$/);
  const lines = (await textOf(csv)).split("\r\n");
  expect(lines[0]).toMatch(/^Delivery,Created,Status,Webhook/);
  expect(lines.slice(1)).toEqual([expect.stringContaining(`${ids[1]},`), expect.stringContaining(`${ids[0]},`), ""]);
  expect(lines[1]).toContain(`,'=Export ${mark},`);

  const har = await save("Export as HAR");
  const { log: exported } = JSON.parse(await textOf(har)) as {
    log: { version: string; entries: { response: { status: number; content: { text: string } } }[] };
  };
  expect(exported.version).toBe("1.2");
  expect(exported.entries).toHaveLength(2);
  expect(exported.entries[0]?.response).toMatchObject({
    status: 200,
    content: { text: expect.stringContaining(word) },
  });

  await page.goto(`${log}/${ids[0]}`);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export HAR" }).click();
  const one = await download;
  expect(one.suggestedFilename()).toBe(`${ids[0]}.har`);
  expect((JSON.parse(await textOf(one)) as { log: { entries: unknown[] } }).log.entries).toHaveLength(1);
  await partner.close();
});

test("how long things are kept is set in the settings", async ({ page }) => {
  await page.goto("/admin/settings");
  const form = page.getByRole("form", { name: "Retention" });
  const field = form.getByRole("spinbutton", { name: "Deliveries that failed" });
  await expect(field).toHaveValue(/^\d*$/);
  const before = await field.inputValue();
  const next = before === "365" ? "180" : "365";
  await field.fill("0");
  await form.getByRole("button", { name: "Save retention" }).click();
  await expect(form.getByText("At least 1 day")).toBeVisible();
  await field.fill(next);
  await form.getByRole("button", { name: "Save retention" }).click();
  await expect(page.getByText("Retention settings saved.")).toBeVisible();
  await page.reload();
  await expect(field).toHaveValue(next);
  await expectAccessible(page);
});
