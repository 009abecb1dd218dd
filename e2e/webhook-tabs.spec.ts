import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { pick, pickFromMenu, pickTicket } from "./pick";
import { newTicket, newWebhook } from "./records";

const list = "/admin/integration/webhooks";
const url = "https://partner.example/in";

// The code editor is big: a busy machine takes its time to load it.
test.describe.configure({ timeout: 180_000 });

const saveButton = (page: Page) => page.getByRole("button", { name: "Save", exact: true });
type Stored = Record<"headers" | "responseActions" | "conditions" | "writeBack" | "body", unknown> & {
  parameters: { name: string }[];
  roleIds: string[];
};
const read = async (api: APIRequestContext, id: string) => (await (await api.get(`webhooks/${id}`)).json()) as Stored;
const pane = (page: Page) => page.getByRole("complementary", { name: "Live request" });

async function save(page: Page, name: string) {
  await saveButton(page).click();
  await expect(page.getByText(`Webhook “${name}” saved.`)).toBeVisible();
}

/** Space picks up, arrows move, Space drops; each step waits until it was announced. */
async function dragByKeys(page: Page, handle: Locator, keys: string[], announced: RegExp[]) {
  /** Presses once more only when nothing has come of it for a long while. */
  const press = (key: string, said: RegExp) =>
    expect(async () => {
      await page.keyboard.press(key);
      await expect(page.getByRole("status").filter({ hasText: said })).toHaveCount(1, { timeout: 8_000 });
    }).toPass({ timeout: 30_000 });
  await handle.focus();
  await press("Space", /^Picked up/);
  // The keys are listened to a moment after the row was picked up.
  await page.waitForTimeout(200);
  for (const [index, key] of keys.entries()) {
    await press(key, announced[index] ?? /./);
    await page.waitForTimeout(200);
  }
  await press("Space", /^Dropped/);
  await dropped(page);
}

/** No new drag begins while the row is still moving to its place. */
const dropped = (page: Page) => page.waitForTimeout(500);

/** Drags until it has `landed`: a busy machine sees a mouse that moves faster than it can follow. */
async function dragByMouse(page: Page, handle: Locator, target: Locator, landed: () => Promise<unknown>) {
  await expect(async () => {
    const [from, to] = [await handle.boundingBox(), await target.boundingBox()];
    if (!from || !to) throw new Error("Nothing to drag, or nowhere to drop");
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + from.width / 2 + 8, from.y + 8, { steps: 4 });
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 12 });
    await page.waitForTimeout(300);
    await page.mouse.up();
    await dropped(page);
    await landed();
  }).toPass({ timeout: 60_000 });
}

test("headers: values are templates, an empty one is not sent, and a forbidden name marks the tab", async ({
  page,
  api,
}) => {
  const ticket = await newTicket(api, "With headers");
  const { id } = await newWebhook(api, { name: "Headers", url });
  await page.goto(`${list}/${id}?tab=body`);
  await pickTicket(pane(page), ticket.displayId);
  for (const [index, name, value] of [
    [1, "X-Request-Source", "Hookdesk {{ticket.displayid}}"],
    [2, "X-Third-Party", "{{ticket.thirdpartyid}}"],
  ] as const) {
    await page.getByRole("button", { name: "Add header" }).click();
    await expect(page.getByRole("textbox", { name: `Name of header ${index}` })).toBeFocused();
    await page.keyboard.type(name);
    await page.getByRole("textbox", { name: `Value of header ${index}` }).fill(value);
    await page.keyboard.press("Escape");
  }
  const headers = pane(page).getByRole("region", { name: "Headers" });
  await expect(headers).toContainText(`x-request-source`);
  await expect(headers).toContainText(`Hookdesk ${ticket.displayId}`);
  await expect(headers).not.toContainText("x-third-party");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Add header" }).click();
  await page.keyboard.type("Host");
  await saveButton(page).click();
  await expect(page.getByRole("tab", { name: "Request body has errors" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name of header 3" })).toHaveAccessibleDescription(
    "Hookdesk sets this header itself",
  );
  await page.getByRole("button", { name: "Remove header 3" }).click();
  await save(page, "Headers");
  expect((await read(api, id)).headers).toEqual([
    { name: "X-Request-Source", value: "Hookdesk {{ticket.displayid}}" },
    { name: "X-Third-Party", value: "{{ticket.thirdpartyid}}" },
  ]);
});

test("what the other setting of Encoded URL parameters would send is shown where it matters", async ({ page, api }) => {
  const ticket = await newTicket(api, "a&b=c");
  const { id } = await newWebhook(api, { name: "Encoded or not", url: `${url}?title={{ticket.title}}` });
  await page.goto(`${list}/${id}`);
  const request = pane(page).getByRole("region", { name: "Request preview" });
  await pickTicket(pane(page), ticket.displayId);
  await expect(request).toContainText(`With Encoded URL parameters: ${url}?title=a%26b%3Dc`);
  await page.getByRole("checkbox", { name: "Encoded URL parameters" }).check();
  await expect(request).toContainText(`Without Encoded URL parameters: ${url}?title=a&b=c`);
  await page.getByLabel("Request URL").fill(`${url}/{{ticket.id}}`);
  await expect(request).not.toContainText("Encoded URL parameters");
});

test("parameters are put in order by keyboard, by buttons and by dragging", async ({ page, api }) => {
  const parameters = ["One", "Two", "Three"].map((name) => ({ name }));
  const { id } = await newWebhook(api, { name: "In order", url, parameters });
  await page.setViewportSize({ width: 1280, height: 1400 });
  await page.goto(`${list}/${id}?tab=parameters`);
  const rows = page.getByRole("list", { name: "Parameters" });
  const names = () =>
    rows
      .getByRole("textbox", { name: "Name", exact: true })
      .evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value));
  const handle = (name: string) => page.getByRole("button", { name: `Reorder parameter ${name}` });
  await expect(rows.getByRole("checkbox", { name: "Read only" })).toHaveCount(3);
  for (const label of ["Data type", "Display type", "Default text"])
    await expect(rows.getByLabel(label, { exact: true })).toHaveCount(3);

  await dragByKeys(page, handle("One"), ["ArrowDown", "ArrowDown"], [/position 2 of 3/, /position 3 of 3/]);
  await expect.poll(names).toEqual(["Two", "Three", "One"]);
  await page.getByRole("button", { name: "Move parameter One up" }).click();
  await expect.poll(names).toEqual(["Two", "One", "Three"]);
  await expect(page.getByRole("button", { name: "Move parameter One up" })).toBeFocused();
  await rows.getByRole("textbox", { name: "Name", exact: true }).first().press("Alt+ArrowDown");
  await expect.poll(names).toEqual(["One", "Two", "Three"]);
  await expect(rows.getByRole("textbox", { name: "Name", exact: true }).nth(1)).toBeFocused();
  await dragByMouse(page, handle("Three"), handle("One"), () =>
    expect.poll(names, { timeout: 3_000 }).toEqual(["Three", "One", "Two"]),
  );
  await expectAccessible(page);
  await save(page, "In order");
  const { parameters: saved } = await read(api, id);
  expect(saved.map(({ name }) => name)).toEqual(["Three", "One", "Two"]);
});

test("values of an XML reply are mapped on a sample, and a value that does not fit says so", async ({ page, api }) => {
  const { id } = await newWebhook(api, { name: "Reads XML", url, responseContentType: "application/xml" });
  await page.goto(`${list}/${id}?tab=response`);
  await expect(page.getByText(/Path: Element names from the root on/)).toBeVisible();
  await page
    .getByRole("textbox", { name: "Sample reply" })
    .fill('<response><ticket id="7"><number>INC1</number></ticket></response>');
  await page.getByRole("button", { name: "Map response.ticket.number" }).click();
  const row = page.getByRole("group", { name: "Response field 1" });
  await expect(row.getByRole("textbox", { name: "Path" })).toHaveValue("response.ticket.number");
  await pick(row.getByRole("combobox", { name: "Custom form" }), "Integration");
  await pick(row.getByRole("combobox", { name: "Field" }), "VivantiotestID");
  await expect(row).toContainText('On the sample: "INC1"');
  await pick(row.getByRole("combobox", { name: "Field" }), "e-bonding active");
  await expect(row).toContainText(/needs true or false, not INC1/);
  await expectAccessible(page);
});

test("response actions are added, completed from the sample, put in order and kept", async ({ page, api }) => {
  const { id } = await newWebhook(api, { name: "Acts on replies", url });
  await page.goto(`${list}/${id}?tab=response`);
  await page.getByRole("textbox", { name: "Sample reply" }).fill('{"result": {"number": "INC1"}}');
  await page.getByRole("tab", { name: "Response actions" }).click();
  const success = page.getByRole("region", { name: "When the partner answers 2xx" });
  const failure = page.getByRole("region", { name: "When the delivery has failed" });
  const add = async (region: Locator, action: string) => {
    const button = region.getByRole("button", { name: "Add action" });
    await button.click();
    await expect(page.getByRole("menuitem", { name: action })).toBeVisible();
    await expect(page.getByRole("menuitem", { name: "Execute Webhook" })).toHaveCount(0);
    await pickFromMenu(button, action, region.getByRole("group", { name: new RegExp(`^Action \\d+: ${action}$`) }));
  };
  await add(success, "Set status");
  await saveButton(page).click();
  await expect(page.getByRole("tab", { name: /^Response actions .*has errors/ })).toBeVisible();
  const status = success.getByRole("combobox", { name: "Status" });
  await expect(status).toHaveAccessibleDescription("Choose a status");
  await pick(status, "Waiting on user");
  await expect(page.getByRole("tab", { name: /^Response actions .*has errors/ })).toHaveCount(0);

  await add(success, "Set field");
  await pick(success.getByRole("combobox", { name: "Field" }), "Third party reference", { search: "reference" });
  const value = success.getByRole("textbox", { name: "Value" });
  await expect(async () => {
    await value.fill("");
    await value.pressSequentially("{{resul");
    await page.getByRole("option", { name: /response\.value\.result\.number/ }).click();
    await expect(value).toHaveValue("{{response.value.result.number}}");
  }).toPass({ timeout: 60_000 });

  await add(success, "Add note");
  await success.getByRole("textbox", { name: "Note" }).fill("Number {{response.value.result.number}}");
  await success.getByRole("button", { name: "Duplicate action 3" }).click();
  await expect(success.getByRole("textbox", { name: "Note" })).toHaveCount(2);
  await success.getByRole("button", { name: "Remove action 4" }).click();
  await dragByKeys(page, success.getByRole("button", { name: "Reorder action 3" }), ["ArrowUp"], [/position 2 of 3/]);
  await add(failure, "Set priority");
  await pick(failure.getByRole("combobox", { name: "Priority" }), "High");
  await page.getByRole("radio", { name: "Ask on the ticket" }).check();
  await expectAccessible(page);
  await save(page, "Acts on replies");

  const { responseActions, writeBack } = await read(api, id);
  expect(writeBack).toBe("ask");
  expect(responseActions).toMatchObject({
    success: [
      { type: "set_status" },
      { type: "add_note", body: "Number {{response.value.result.number}}", visibility: "private" },
      { type: "set_field", field: "ticket.thirdpartyref", value: "{{response.value.result.number}}" },
    ],
    failure: [{ type: "set_priority" }],
  });
  await page.getByRole("button", { name: "Run Rules After Response Processed" }).click();
  await expect(page.getByRole("checkbox", { name: "Run Rules After Response Processed" })).toBeVisible();
});

test("select tickets: how many match, which ones, and why one does or does not", async ({ page, api, mark }) => {
  const [zebra, report] = [`zebra${mark}`, `Quarterly zebra${mark} report`];
  const [wanted, other] = [await newTicket(api, report), await newTicket(api, "Nothing striped")];
  const { id } = await newWebhook(api, { name: `Selective ${mark}`, url });
  await page.goto(`${list}/${id}?tab=tickets`);
  const matching = page.getByRole("region", { name: "Matching tickets" });
  await expect(matching.getByRole("status")).toHaveText(/^Matches (\d+) of \1 Incident tickets$/);
  await page.getByRole("button", { name: "Add condition" }).click();
  const field = page.getByRole("combobox", { name: "Field of condition 1" });
  await pick(field, "Title", { search: "Title", exact: true });
  await expect(matching.getByRole("status")).toHaveText("Complete the conditions to see how many tickets match.");
  await page.getByRole("combobox", { name: "Operator of condition 1" }).selectOption("Contains");
  await page.getByRole("textbox", { name: "Value of condition 1" }).fill(zebra);
  await expect(matching.getByRole("status")).toHaveText(/^Matches 1 of \d+ Incident tickets$/);
  await expect(matching.getByRole("link", { name: wanted.displayId })).toHaveAttribute(
    "href",
    `/tickets/${wanted.displayId}`,
  );

  const why = page.getByRole("region", { name: "Why or why not" });
  const explain = (displayId: string) => pickTicket(why, displayId, "Ticket to explain");
  await explain(other.displayId);
  await expect(why.getByText(`Title contains “${zebra}” — it is “Nothing striped”`)).toContainText("Does not hold");
  await explain(wanted.displayId);
  await expect(why.getByText(`Title contains “${zebra}” — it is “${report}”`)).toContainText("Holds");
  await expectAccessible(page);

  await page.getByRole("textbox", { name: "Value of condition 1" }).fill("");
  await saveButton(page).click();
  await expect(page.getByRole("tab", { name: /^Select tickets .*has errors/ })).toBeVisible();
  await page.getByRole("textbox", { name: "Value of condition 1" }).fill(zebra);
  await save(page, `Selective ${mark}`);
  expect((await read(api, id)).conditions).toMatchObject({
    mode: "all",
    conditions: [{ type: "test", field: "ticket.title", operator: "contains", value: zebra }],
  });

  await page.goto(`/tickets/${other.displayId}`);
  await page.getByRole("button", { name: "Actions", exact: true }).click();
  await expect(page.getByRole("menuitem", { name: "Not listed?" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: `Selective ${mark}` })).toHaveCount(0);
});

test("an old version is compared and restored", async ({ page, api }) => {
  const { id } = await newWebhook(api, { name: "Versioned", url });
  const change = async (data: object) => expect((await api.patch(`webhooks/${id}`, { data })).status()).toBe(200);
  await change({ method: "PUT", body: '{\n  "title": "{{ticket.title}}"\n}' });
  const conditions = {
    type: "group",
    mode: "all",
    conditions: [{ type: "test", field: "ticket.title", operator: "is_not_empty" }],
  };
  await change({ name: "Versioned and renamed", conditions });

  await page.goto(`${list}/${id}`);
  const history = page.getByRole("heading", { level: 1, name: "Version history" });
  await pickFromMenu(page.getByRole("button", { name: "More actions" }), "Version history", history);
  const versions = page.getByRole("navigation", { name: "Versions" });
  await expect(versions.getByRole("link")).toHaveCount(3);
  await expect(versions.getByRole("link").first()).toContainText("current");
  const comparison = page.getByRole("region", { name: "Comparison" });
  await expect(comparison.getByRole("table", { name: "Select tickets" })).toContainText("Title is not empty");

  await page.getByRole("combobox", { name: "From version" }).selectOption("1");
  await expect(page).toHaveURL(/from=1&to=3/);
  await expect(comparison.getByRole("row", { name: "HTTP Method POST PUT" })).toBeVisible();
  const body = comparison.getByRole("table", { name: "Body Template" });
  await expect(body).toContainText('removed: {"title": "{{ticket.title}}"}');
  await expect(body).toContainText('added:   "title": "{{ticket.title}}"');
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }

  await page.getByRole("button", { name: "Restore version 1" }).click();
  const question = page.getByRole("dialog", { name: "Restore version 1 of “Versioned and renamed”?" });
  await expect(question).toContainText("saved as version 4");
  await question.getByRole("button", { name: "Restore version 1" }).click();
  await expect(page.getByText("Version 1 restored as version 4.")).toBeVisible();
  await expect(page).toHaveURL(/from=3&to=4/);
  const restored = await read(api, id);
  expect(restored).toMatchObject({ version: 4, method: "POST", name: "Versioned and renamed", conditions });
  expect(restored.body).toBe('{"title": "{{ticket.title}}"}');
});

test("roles are dragged between the lists by keyboard and by mouse", async ({ page, api, mark }) => {
  const name = `For whom ${mark}`;
  const { id } = await newWebhook(api, { name, url });
  await page.goto(`${list}?q=${name}`);
  await page.getByRole("link", { name: `Roles of ${name}` }).click();
  const available = page.getByRole("list", { name: /^Available Roles/ });
  const current = page.getByRole("list", { name: /^Current Roles/ });
  const handle = page.getByRole("button", { name: "Drag Technician" });
  await expect(available).toContainText("Technician");
  await dragByKeys(page, handle, ["ArrowRight"], [/Technician: Current Roles/]);
  await expect(current).toContainText("Technician");
  await dragByMouse(page, handle, available, () => expect(available).toContainText("Technician", { timeout: 3_000 }));
  await expect(current).not.toContainText("Technician");
  await dragByMouse(page, handle, current, () => expect(current).toContainText("Technician", { timeout: 3_000 }));
  await expectAccessible(page);
  await saveButton(page).click();
  await expect(page.getByText(`Roles of “${name}” saved.`)).toBeVisible();
  expect((await read(api, id)).roleIds).toHaveLength(2);
});

test("the request takes as much room as it is given, also next time", async ({ page, api }) => {
  const { id } = await newWebhook(api, { name: "Roomy", url });
  await page.goto(`${list}/${id}`);
  const separator = page.getByRole("separator", { name: "Width of the request" });
  await expect(separator).toHaveAttribute("aria-valuenow", "45");
  const before = (await pane(page).boundingBox())?.width ?? 0;
  for (let presses = 0; presses < 3; presses++) await separator.press("ArrowLeft");
  await expect(separator).toHaveAttribute("aria-valuenow", "51");
  expect((await pane(page).boundingBox())?.width ?? 0).toBeGreaterThan(before + 40);
  await page.reload();
  await expect(separator).toHaveAttribute("aria-valuenow", "51");
  await separator.dblclick();
  await expect(separator).toHaveAttribute("aria-valuenow", "45");
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1280, 390])
    test(`every tab is accessible, ${colorScheme} at ${width} px`, async ({ page, api }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const { id } = await newWebhook(api, {
        name: `Looked at ${colorScheme} ${width}`,
        url: `${url}?t={{ticket.title}}`,
        headers: [{ name: "X-Source", value: "{{ticket.displayid}}" }],
        parameters: [{ name: "Reference" }, { name: "Id", isReadOnly: true, defaultText: "{{ticket.id}}" }],
        responseActions: {
          success: [
            { type: "add_note", body: "{{response.status}}" },
            { type: "assign_person", personId: null },
          ],
          failure: [{ type: "close" }],
        },
        conditions: {
          type: "group",
          mode: "any",
          conditions: [{ type: "test", field: "ticket.statusid", operator: "is_one_of", value: [1, 2] }],
        },
      });
      const tabs = [
        "basic",
        "parameters",
        "body",
        "response",
        "actions",
        "tickets",
        ...(width < 1000 ? ["request"] : []),
      ];
      for (const tab of tabs) {
        await page.goto(`${list}/${id}?tab=${tab}`);
        await expect(page.getByRole("tabpanel")).toBeVisible();
        // Before React has taken over, no tab can be reached by keyboard.
        await expect(page.getByRole("tab", { selected: true })).toHaveAttribute("tabindex", "0");
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      }
    });
