import type { APIRequestContext } from "@playwright/test";
import { e2e } from "./environment";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { pick, pickFromMenu } from "./pick";

const list = "/admin/integration/web-methods";

/** What a partner does: no browser, no cookies, only the key. */
async function call(name: string, accessKey: string, body: unknown) {
  const response = await fetch(`${e2e.url}/api/webmethods/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-access-key": accessKey },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

type Made = { id: string; name: string; accessKey: string };
async function newWebMethod(api: APIRequestContext, input: { name: string } & Record<string, unknown>): Promise<Made> {
  const response = await api.post("web-methods", {
    data: {
      ticketTypeId: 1,
      mappings: [
        { path: "title", target: "ticket.title" },
        { path: "number", target: "ticket.thirdpartyref" },
      ],
      ...input,
    },
  });
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json()) as Made;
}

test("a web method is made in the browser, called from outside, and its tickets are seen", async ({ page, mark }) => {
  test.setTimeout(180_000);
  const method = `CopperEgg${mark}`;
  await page.goto(list);
  // Another test's web method may be there already, so the list may be empty or not.
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await pickFromMenu(page.getByRole("button", { name: "Add Web Method" }).first(), "Incident", name);
  await name.fill("Copper Egg");
  await page.getByRole("tab", { name: "Data" }).click();

  const sample = { alarm: { id: `A-${mark}`, title: "Disk full on db1", severity: "High", text: "97 % of /var" } };
  await page.getByLabel("Sample call").fill(JSON.stringify(sample));
  const targetOf = (row: number, search: string, option: string) =>
    pick(page.getByRole("combobox", { name: `Target of mapping ${row}` }), option, { search, exact: true });
  await page.getByRole("button", { name: "Map alarm.title" }).click();
  await targetOf(1, "title", "Title");
  await page.getByRole("button", { name: "Map alarm.text" }).click();
  await targetOf(2, "note", "Private note");
  await page.getByLabel("Match path").focus();
  await page.getByRole("button", { name: "Map alarm.id" }).click();
  await expect(page.getByLabel("Match path")).toHaveValue("alarm.id");
  await pick(page.getByRole("combobox", { name: "Compare with" }), "Third party ID");
  await page.getByRole("tab", { name: "Response" }).click();
  await page.getByLabel("Response template").fill('{"id": "{{ticket.displayid}}", "did": "{{outcome}}"}');

  // The name has a blank: saving leads to its tab and says so.
  await page.keyboard.press("Control+s");
  await expect(page.getByRole("tab", { name: "Basic details has errors", selected: true })).toBeVisible();
  await expect(name).toHaveAccessibleDescription(/Use letters and digits only/);
  await name.fill(method);

  const trial = page.getByRole("region", { name: "Try it" });
  await trial.getByRole("button", { name: "Try it" }).click();
  await expect(trial.getByText("A ticket would be created")).toBeVisible();
  await expect(trial.getByRole("row", { name: "Title Disk full on db1" })).toBeVisible();
  await page.keyboard.press("Control+s");

  const dialog = page.getByRole("dialog", { name: "Copy the access key now" });
  const accessKey = (await dialog.getByRole("region", { name: "Access key" }).innerText()).trim();
  expect(accessKey).toMatch(/^[\w-]{43}$/);
  await expect(dialog.getByRole("region", { name: "cURL command" })).toContainText(accessKey);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("heading", { level: 1, name: method })).toBeVisible();
  await expect(page.getByText(`…${accessKey.slice(-4)}`)).toBeVisible();
  await expect(page.locator("main")).not.toContainText(accessKey);

  await page.getByRole("tab", { name: "Calls" }).click();
  await expect(page.getByText("Nobody has called this web method yet")).toBeVisible();
  const first = await call(method, accessKey, sample);
  expect(first).toMatchObject({ status: 200, text: expect.stringMatching(/^{"id": "IN\d+", "did": "created"}$/) });
  const { id: displayId } = JSON.parse(first.text) as { id: string };
  // Shown without a reload.
  const calls = page.getByRole("table", { name: "Calls" });
  await expect(calls.getByRole("row", { name: /Created/ })).toContainText(displayId);

  const second = await call(method, accessKey, {
    alarm: { id: `a-${mark}`, title: "Disk nearly full" },
  });
  expect(second.text).toBe(`{"id": "${displayId}", "did": "updated"}`);
  await expect(calls.getByRole("row", { name: /Updated/ })).toContainText(displayId);
  expect((await call(method, "wrong", sample)).status).toBe(401);
  await expect(calls.getByRole("row")).toHaveCount(3);

  await calls
    .getByRole("button", { name: /Open call/ })
    .last()
    .click();
  const detail = page.getByRole("dialog", { name: "Call" });
  await expect(detail.getByRole("region", { name: "Request body" })).toContainText("Disk full on db1");
  await expect(detail).not.toContainText(accessKey);
  await page.keyboard.press("Escape");

  await calls.getByRole("link", { name: displayId }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Disk nearly full" })).toBeVisible();
  await expect(page.getByText("97 % of /var").first()).toBeVisible();
  await expect(page.getByText(method).first()).toBeVisible();
});

test("a rotated key works, the old one is refused; so are calls while it is disabled", async ({ page, api, mark }) => {
  const { id, accessKey, name } = await newWebMethod(api, { name: `Rotated${mark}` });
  expect((await call(name, accessKey, { title: "Before" })).status).toBe(200);
  await page.goto(`${list}/${id}`);
  const asked = page.getByRole("dialog", { name: `Rotate the access key of “${name}”?` });
  await page.getByRole("button", { name: "Rotate key" }).click();
  await asked.getByRole("button", { name: "Rotate key" }).click();
  const dialog = page.getByRole("dialog", { name: "Copy the access key now" });
  const next = (await dialog.getByRole("region", { name: "Access key" }).innerText()).trim();
  await dialog.getByRole("button", { name: "Done" }).click();
  const refused = await call(name, accessKey, { title: "Old key" });
  expect(refused.status).toBe(401);
  expect((await call(name, next, { title: "New key" })).status).toBe(200);

  await page.goto(`${list}?q=${name}`);
  await page.getByRole("switch", { name: `${name} enabled` }).click();
  await expect(page.getByText(`“${name}” disabled.`)).toBeVisible();
  expect(await call(name, next, { title: "Disabled" })).toEqual(refused);
  expect(await call("NobodyHasThis", next, { title: "Unknown" })).toEqual(refused);

  const question = page.getByRole("dialog", { name: `Delete web method “${name}”?` });
  await pickFromMenu(page.getByRole("button", { name: `Actions for ${name}` }), "Delete", question);
  await question.getByLabel(`Type “${name}” to confirm`).fill(name);
  await question.getByRole("button", { name: "Delete web method" }).click();
  await expect(page.getByText(`Web method “${name}” deleted.`)).toBeVisible();
  expect((await api.get(`web-methods/${id}`)).status()).toBe(404);
});

test("the log is filtered in the address, and says what could not be taken", async ({ page, api, mark }) => {
  const { id, accessKey, name } = await newWebMethod(api, {
    name: `Logged${mark}`,
    mappings: [{ path: "prio", target: "ticket.priorityid" }],
  });
  await call(name, accessKey, { prio: "Nonsense" });
  await fetch(`${e2e.url}/api/webmethods/${name}?accessKey=${accessKey}`, { method: "POST", body: "not json" });
  await page.goto(`${list}/${id}?tab=calls`);
  const calls = page.getByRole("table", { name: "Calls" });
  await expect(calls.getByRole("row", { name: /Created/ })).toContainText("there is no priority “Nonsense”");
  const removal = page.getByRole("button", { name: /^Remove filter .*Rejected/ });
  await pickFromMenu(page.getByRole("button", { name: "Outcome", exact: true }), "Rejected", removal);
  await expect(page).toHaveURL(/tab=calls&outcome=rejected/);
  await expect(calls.getByRole("row")).toHaveCount(2);
  await expect(calls.getByRole("row", { name: /Rejected/ })).toContainText("415");
  await page.reload();
  await expect(page.getByRole("tab", { name: "Calls", selected: true })).toBeVisible();
  await expect(calls.getByRole("row")).toHaveCount(2);
  await page.getByRole("tab", { name: "Basic details" }).click();
  const number = page.getByLabel("Calls per minute");
  await number.fill("10");
  // A call refreshes the page; what is being edited stays.
  await call(name, accessKey, {});
  await number.press("Control+s");
  await expect(page.getByText(`Web method “${name}” saved.`)).toBeVisible();
});

test("accessible and never wider than a phone", async ({ page, api, mark }) => {
  test.setTimeout(240_000);
  const { id, accessKey, name } = await newWebMethod(api, {
    name: `Accessible${mark}`,
    contentTypes: ["application/json", "application/xml"],
    // The first form of the demo data.
    match: { path: "number", by: "field", field: "form.1.1" },
    description: "Checked by axe",
  });
  await call(name, accessKey, { title: "Seen by axe" });
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const tab of ["", "?tab=data", "?tab=response", "?tab=try", "?tab=calls"]) {
      await page.goto(`${list}/${id}${tab}`);
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }
    await page.goto(list);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
});
