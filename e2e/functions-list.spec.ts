import type { APIRequestContext, Page } from "@playwright/test";
import { jiraIssueCreated } from "@/app/_server/http/jira-issue-created";
import { sampleFunctions } from "@/lib/functions/samples";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { pickFromMenu } from "./pick";

const list = "/admin/integration/functions";
const invalid = '{"status":200,"content":"Invalid callback function url"}';

type Made = { id: string; name: string };

async function newFunction(api: APIRequestContext, data: Record<string, unknown>): Promise<Made> {
  const response = await api.post("functions", { data });
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json()) as Made;
}

/** What an external application does: no browser, no cookies, only the address. */
async function call(url: string, given?: unknown): Promise<string> {
  const body = given === undefined ? undefined : new URLSearchParams({ arguments: JSON.stringify(given) });
  const response = await fetch(url, { method: body ? "POST" : "GET", body });
  expect(response.status).toBe(200);
  return response.text();
}

const actions = (page: Page, name: string) => page.getByRole("button", { name: `Actions for ${name}`, exact: true });
const toast = (page: Page, text: string | RegExp) => page.getByRole("listitem").filter({ hasText: text });
const range = (page: Page, text: string) =>
  expect(page.getByRole("navigation", { name: "Pages of the list" }).getByRole("status")).toHaveText(text);

/** The address of a published function, as its row's menu copies it. */
async function copiedUrl(page: Page, name: string): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await pickFromMenu(actions(page, name), "Copy URL", toast(page, "URL copied."));
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Whatever the list says now is deleted, a page at a time. */
async function deleteSelected(page: Page, count: number): Promise<void> {
  await page.getByRole("checkbox", { name: "Select all rows on this page" }).click();
  const bar = page.getByRole("region", { name: "Selected rows" });
  await expect(bar.getByRole("status")).toHaveText(`${count} selected`);
  await bar.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: `Delete ${count} functions?` });
  const confirm = dialog.getByRole("button", { name: `Delete ${count} functions` });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox").fill(`delete ${count}`);
  await confirm.click();
  await expect(dialog).toBeHidden();
}

test("sample functions are imported once", async ({ page }) => {
  await page.goto(list);
  await page.getByRole("button", { name: "Import sample functions" }).click();
  await expect(toast(page, /sample functions? added\.|All sample functions are there already\./)).toBeVisible();
  for (const { name } of sampleFunctions) {
    await page.goto(`${list}?q=${encodeURIComponent(name)}`);
    await expect(page.getByRole("link", { name, exact: true })).toHaveCount(1);
  }
  await page.getByRole("button", { name: "Import sample functions" }).click();
  await expect(toast(page, "All sample functions are there already.")).toBeVisible();
});

test("250 functions are searched, sorted, filtered, paged and deleted", async ({ page, api, mark }) => {
  test.setTimeout(240_000);
  const numbers = Array.from({ length: 250 }, (_, index) => String(index + 1).padStart(3, "0"));
  for (let start = 0; start < numbers.length; start += 25)
    await Promise.all(
      numbers
        .slice(start, start + 25)
        .map((number) =>
          newFunction(api, { name: `${mark} ${number}`, apiName: `${mark}_${number}`, source: `return "${number}";` }),
        ),
    );

  await page.goto(list);
  await page.getByRole("searchbox", { name: "Search functions" }).fill(mark);
  await range(page, "1–25 of 250");
  await expect(page).toHaveURL(new RegExp(`q=${mark}`));
  await page.getByRole("combobox", { name: "Rows per page" }).selectOption("100");
  await range(page, "1–100 of 250");
  for (const [address, shown] of [
    ["page=2", "101–200 of 250"],
    ["page=3", "201–250 of 250"],
  ] as const) {
    await page.getByRole("link", { name: "Next page" }).click();
    await range(page, shown);
    await expect(page).toHaveURL(new RegExp(`pageSize=100.*${address}`));
  }
  await page.reload();
  await range(page, "201–250 of 250");
  await expect(page.getByRole("link", { name: `${mark} 250` })).toBeVisible();

  const firstRow = page.getByRole("row").nth(1);
  await page.getByRole("columnheader", { name: "Name", exact: true }).getByRole("link").click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect(firstRow).toContainText(`${mark} 250`);
  await page.getByRole("columnheader", { name: "API name" }).getByRole("link").click();
  await expect(page).toHaveURL(/sort=apiName/);
  await expect(firstRow).toContainText(`${mark}_001`);
  await expect(page.getByRole("columnheader", { name: "API name" })).toHaveAttribute("aria-sort", "ascending");

  await page.goto(`${list}?q=${mark}&status=published`);
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await page.goto(`${list}?q=${mark}&status=unpublished&pageSize=100`);
  for (const [count, left] of [
    [100, "1–100 of 150"],
    [100, "1–50 of 50"],
  ] as const) {
    await deleteSelected(page, count);
    await range(page, left);
  }
  await deleteSelected(page, 50);
  await expect(page.getByText("Nothing matches")).toBeVisible();
});

test("a function is published, called, unpublished, duplicated and deleted from its row", async ({
  page,
  api,
  mark,
}) => {
  const name = `Greeter ${mark}`;
  const parameters = [{ name: "who", type: "string" }];
  await newFunction(api, { name, apiName: `greet_${mark}`, parameters, source: 'return "Hello " + who;' });
  await page.goto(`${list}?q=${mark}`);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
  await expect(row).toContainText("Unpublished");
  await expect(row).toContainText("Never called");

  await pickFromMenu(actions(page, name), "Publish", toast(page, `“${name}” is published.`));
  await expect(row).toContainText("Published");
  const url = await copiedUrl(page, name);
  const hello = '{"status":200,"content":{"result":"success","output":"Hello tom"}}';
  expect(await call(`${url}&arguments=${encodeURIComponent('{"who":"tom"}')}`)).toBe(hello);
  expect(await call(url, { who: "tom" })).toBe(hello);
  await page.reload();
  await expect(row).toContainText("Succeeded");

  await pickFromMenu(actions(page, name), "Unpublish", toast(page, `“${name}” is unpublished.`));
  await expect(row).toContainText("Unpublished");
  expect(await call(url, { who: "tom" })).toBe(invalid);
  await pickFromMenu(actions(page, name), "Publish", toast(page, `“${name}” is published.`));
  expect(await call(url, { who: "tom" }), "the URL of the publication before").toBe(invalid);
  expect(await call(await copiedUrl(page, name), { who: "tom" })).toBe(hello);

  const copy = page.getByRole("heading", { level: 1, name: `${name} (copy)` });
  await pickFromMenu(actions(page, name), "Duplicate", copy);
  await page.goto(`${list}?q=${mark}`);
  await expect(page.getByRole("row").filter({ hasText: `${name} (copy)` })).toContainText("Unpublished");

  // Without an API name there is no address to publish it at.
  await pickFromMenu(actions(page, `${name} (copy)`), "Publish", toast(page, /API name/));
  const question = page.getByRole("dialog", { name: `Delete function “${name}”?` });
  await pickFromMenu(actions(page, name), "Delete", question);
  await question.getByRole("textbox").fill(name);
  await question.getByRole("button", { name: "Delete function" }).click();
  await expect(row).toHaveCount(0);
  await expect(page.getByRole("link", { name: `${name} (copy)` })).toBeVisible();
});

test("test cases that fail hold a publication back until it is wanted anyway", async ({ page, api, mark }) => {
  const name = `Doubtful ${mark}`;
  const { id } = await newFunction(api, { name, apiName: `doubtful_${mark}`, source: "return 1;" });
  await page.goto(`${list}/${id}?tab=runs`);
  await expect(page.getByText("This function has not run yet")).toBeVisible();
  await api.post(`functions/${id}/run`, { data: {} });
  await page.reload();
  await page.getByRole("button", { name: /^Open run of/ }).click();
  const run = page.getByRole("dialog", { name: "Run" });
  await run.getByRole("button", { name: "Keep as test case" }).click();
  await expect(toast(page, "Kept as a test case.")).toBeVisible();
  await api.patch(`functions/${id}`, { data: { source: "return 2;" } });

  await page.goto(`${list}?q=${mark}`);
  const held = page.getByRole("dialog", { name: `Publish “${name}” although test cases fail?` });
  await pickFromMenu(actions(page, name), "Publish", held);
  await expect(held).toContainText("gave “2”");
  await expectAccessible(page);
  await held.getByRole("button", { name: "Publish anyway" }).click();
  await expect(toast(page, `“${name}” is published.`)).toBeVisible();
  expect(await call(await copiedUrl(page, name))).toContain('"output":"2"');

  await page.goto(`${list}/${id}?tab=versions`);
  await page.getByRole("button", { name: "Open version 2" }).click();
  const version = page.getByRole("dialog", { name: "Version 2" });
  await expect(version.getByRole("table", { name: "Script" })).toContainText("return 2;");
  await expectAccessible(page);
  await version.getByRole("button", { name: "Close" }).click();
  const question = page.getByRole("dialog", { name: "Restore version 1?" });
  await pickFromMenu(actions(page, "version 1"), "Restore", question);
  await question.getByRole("button", { name: "Restore" }).click();
  await expect(toast(page, "Version 1 was restored.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Current" })).toContainText("3");
  await page.goto(`${list}?q=${mark}`);
  expect(await call(await copiedUrl(page, name))).toContain('"output":"1"');
});

test("a Jira issue becomes one ticket, whose timeline says by which function", async ({ page, api, mark }) => {
  const [sample] = sampleFunctions;
  const name = `Jira ${mark}`;
  const { id } = await newFunction(api, { ...sample, name, apiName: `jira_${mark}` });
  await page.goto(`${list}?q=${mark}`);
  await pickFromMenu(actions(page, name), "Publish", toast(page, `“${name}” is published.`));
  const url = await copiedUrl(page, name);

  const issue = Number.parseInt(mark.slice(-6), 16);
  const payload = jiraIssueCreated(issue, { summary: `Checkout fails ${mark}` });
  const reply = JSON.parse(await call(url, { payload })) as { content: { result: string; output: string } };
  expect(reply.content.result, JSON.stringify(reply)).toBe("success");
  const displayId = reply.content.output;
  expect(JSON.parse(await call(url, { payload })), "the same issue once more").toEqual(reply);
  const missing = JSON.parse(await call(url, { payload: {} })) as { content: { errorMessage: string } };
  expect(missing.content.errorMessage).toContain("The payload has no issue.key");

  await page.goto(`/tickets?q=${mark}`);
  await expect(page.getByRole("row").filter({ hasText: `Checkout fails ${mark}` })).toHaveCount(1);
  await page
    .getByRole("link", { name: new RegExp(displayId) })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(new RegExp(`Checkout fails ${mark}`));
  await expect(page.getByText("Since 14:00 every payment fails.").first()).toBeVisible();
  await expect(
    page
      .getByText(`HD-${issue}`)
      .or(page.locator(`input[value="HD-${issue}"]`))
      .first(),
  ).toBeVisible();
  await expect(page.getByText(`Callback function ${name}`).first()).toBeVisible();

  await page.goto(`${list}/${id}?tab=runs`);
  const runs = page.getByRole("table", { name: "Runs" });
  await expect(runs.getByRole("row", { name: /Succeeded/ })).toHaveCount(2);
  await expect(runs.getByRole("row", { name: /Failed/ })).toContainText("The payload has no issue.key");
  await runs
    .getByRole("button", { name: /^Open run of/ })
    .last()
    .click();
  const run = page.getByRole("dialog", { name: "Run" });
  await expect(run.getByRole("link", { name: displayId })).toBeVisible();
  await expect(run.getByRole("region", { name: "Arguments" })).toContainText("jira:issue_created");
  await expect(run.getByRole("region", { name: "Log (info)" })).toContainText(`Made ${displayId} of HD-${issue}`);
  const calls = run.getByRole("region", { name: "Calls made" });
  await calls.getByText("zoho.sdp.create").click();
  await expect(calls.getByRole("region", { name: "Answer" })).toContainText(displayId);
  await expectAccessible(page);
  await run.getByRole("button", { name: "Run again" }).click();
  await expect(toast(page, "The function ran again.")).toBeVisible();
  await run.getByRole("button", { name: "Close" }).click();
  await expect(runs.getByRole("row", { name: /Succeeded/ })).toHaveCount(3);
  await page.goto(`/tickets?q=${mark}`);
  await expect(page.getByRole("row").filter({ hasText: `Checkout fails ${mark}` })).toHaveCount(1);
});

for (const width of [1280, 390]) {
  test(`list, dialogs and history are accessible at ${width} px`, async ({ page, api, mark }) => {
    await page.setViewportSize({ width, height: 900 });
    const name = `Axe ${mark}`;
    const { id } = await newFunction(api, { name, source: 'info "seen";\nreturn "done";' });
    await newFunction(api, { name: `Axe other ${mark}`, source: "return 1;" });
    await api.post(`functions/${id}/run`, { data: {} });
    const looked = async () => {
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    };
    await page.goto(`${list}?q=${mark}`);
    await looked();
    const question = page.getByRole("dialog", { name: `Delete function “${name}”?` });
    await pickFromMenu(actions(page, name), "Delete", question);
    await looked();
    await question.getByRole("button", { name: "Cancel" }).click();
    await page.goto(`${list}/${id}?tab=runs`);
    await looked();
    await page.getByRole("button", { name: /^Open run of/ }).click();
    await expect(page.getByRole("dialog", { name: "Run" }).getByText("Succeeded")).toBeVisible();
    await looked();
    await page.goto(`${list}/${id}?tab=versions`);
    await looked();
    await page.goto(`${list}?q=${mark}`);
    await deleteSelected(page, 2);
  });
}

test("the command palette finds functions by name", async ({ page, api, mark }) => {
  const { id } = await newFunction(api, { name: `Findable ${mark}`, source: "return 1;" });
  await page.goto("/tickets");
  await page.keyboard.press("Control+K");
  const palette = page.getByRole("dialog");
  await palette.getByRole("combobox").fill(`Findable ${mark}`);
  await expect(palette.getByRole("option", { name: `Findable ${mark}` })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${list}/${id}`));
});
