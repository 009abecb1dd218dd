import { neutralFailure } from "@/lib/core/transport";
import { e2e } from "./environment";
import { attentive, expect, test } from "./fixtures";
import { pickFromMenu, pickTicket } from "./pick";
import { newTicket, newWebhook } from "./records";

const list = "/admin/integration/webhooks";
const url = "https://partner.example/in";

test("mistakes are named beside their fields, and mark their tab", async ({ page, api }) => {
  await page.goto(`${list}/new?type=1`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await expect(name).toHaveAccessibleDescription("Enter a name technicians will understand");
  await expect(name).toBeFocused();
  await expect(page.getByLabel("Request URL")).toHaveAccessibleDescription(/Enter the request URL/);
  await expect(page.getByRole("tab", { name: "Basic details has errors" })).toBeVisible();

  await name.fill("Broken template");
  await page.getByLabel("Request URL").fill(url);
  await page.getByRole("tab", { name: "Request body" }).click();
  await page.getByRole("textbox", { name: "Body Template" }).focus();
  await page.keyboard.insertText('{\n  "a": "{{ticket.title"\n}');
  await page.getByRole("tab", { name: "Basic details" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("tab", { name: "Request body has errors", selected: true })).toBeVisible();
  await expect(page.getByRole("tab", { name: "Basic details", exact: true })).toBeVisible();
  await expect(page.getByRole("tabpanel").getByText(/line 2/i)).toBeVisible();

  const mended = '{\n  "a": "{{ticket.title}}"\n}';
  await page.getByRole("textbox", { name: "Body Template" }).focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(mended);
  await expect(page.getByRole("tab", { name: "Request body", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Broken template" })).toBeVisible();
  const id = new URL(page.url()).pathname.split("/").at(-1);
  // The browser of the tests says that it runs on Windows; line ends stay as they were typed.
  const { body } = (await (await api.get(`webhooks/${id}`)).json()) as { body: string };
  expect(body).toMatch(/^\{\n\s*"a": "\{\{ticket\.title\}\}"\n/);
  expect(body).not.toContain("\r");
});

test("leaving asks about unsaved changes, and Ctrl+S saves them", async ({ page, api }) => {
  const { id } = await newWebhook(api, { name: "Guarded", url });
  await page.goto(`${list}/${id}`);
  const toTickets = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tickets" });
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  const question = page.getByRole("dialog", { name: "Leave without saving?" });

  await name.fill("Guarded and saved");
  await toTickets.click();
  await expect(question).toContainText("1 unsaved change on this page");
  await question.getByRole("button", { name: "Stay on this page" }).click();
  await name.press("Control+s");
  await expect(page.getByText("Webhook “Guarded and saved” saved.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Guarded and saved" })).toBeVisible();

  await name.fill("Guarded and dropped");
  await toTickets.click();
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page).toHaveURL(/\/tickets$/);
  expect(await (await api.get(`webhooks/${id}`)).json()).toMatchObject({ name: "Guarded and saved" });
});

test("a webhook is duplicated, disabled and deleted from the list", async ({ page, api, mark }) => {
  const name = `Short-lived ${mark}`;
  const ticket = await newTicket(api, "Nothing to fire");
  const { id } = await newWebhook(api, { name, url });
  await page.goto(`${list}?q=${name}`);
  const menu = page.getByRole("button", { name: `Actions for ${name}`, exact: true });
  await pickFromMenu(menu, "Duplicate", page.getByLabel("Request URL"));
  await expect(page).not.toHaveURL(/q=Short-lived/);
  await expect(page.getByLabel("Request URL")).toHaveValue(url);
  await expect(page.getByRole("switch", { name: "Enabled" })).not.toBeChecked();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).not.toHaveValue(name);

  await page.goto(`/tickets/${ticket.displayId}`);
  const actions = page.getByRole("button", { name: "Actions", exact: true });
  await actions.click();
  await expect(page.getByRole("menuitem", { name, exact: true })).toBeVisible();

  await page.goto(`${list}?q=${name}`);
  await pickFromMenu(menu, "Disable", page.getByText(`“${name}” disabled.`));
  await page.goto(`/tickets/${ticket.displayId}`);
  await actions.click();
  await expect(page.getByRole("menuitem", { name: "Not listed?" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name, exact: true })).toHaveCount(0);
  const why = page.getByRole("dialog", { name: "Webhooks not listed here" });
  await pickFromMenu(actions, "Not listed?", why);
  const reason = why.getByText(name, { exact: true }).locator("xpath=following-sibling::dd");
  await expect(reason).toHaveText("It is disabled.");

  await page.goto(`${list}?q=${name}`);
  const question = page.getByRole("dialog", { name: `Delete webhook “${name}”?` });
  await pickFromMenu(menu, "Delete", question);
  await expect(question).toContainText("No delivery is waiting.");
  await question.getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByText(`Webhook “${name}” deleted.`)).toBeVisible();
  await expect(menu).toHaveCount(0);
  expect((await api.get(`webhooks/${id}`)).status()).toBe(404);
});

test("a role moved to the current ones may fire it, and learns no cause of a failure", async ({
  page,
  api,
  browser,
  mark,
}) => {
  const name = `Unreachable partner ${mark}`;
  const ticket = await newTicket(api, "Fired by a technician");
  // Nothing listens on port 1.
  const { id } = await newWebhook(api, { name, url: "http://127.0.0.1:1/", roleIds: [] });
  await page.goto(`${list}/${id}/roles`);
  await expect(page.getByText("No role may fire it by hand.", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Add Technician" }).click();
  await expect(page.getByRole("list", { name: /^Current Roles/ }).getByRole("listitem")).toContainText("Technician");
  await expect(page.getByRole("button", { name: "Remove Technician" })).toBeFocused();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText(`Roles of “${name}” saved.`)).toBeVisible();

  const context = await browser.newContext({ storageState: e2e.technicianState });
  const technician = attentive(await context.newPage());
  await technician.goto(`${e2e.url}/tickets/${ticket.displayId}`);
  const dialog = technician.getByRole("dialog", { name });
  await pickFromMenu(technician.getByRole("button", { name: "Actions", exact: true }), name, dialog);
  await dialog.getByRole("button", { name: "Fire" }).click();
  await expect(dialog.getByRole("alert")).toContainText(neutralFailure, { timeout: 30_000 });
  await expect(dialog).not.toContainText(/refused|127\.0\.0\.1/i);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  const history = technician.getByRole("region", { name: "History" });
  await expect(history.getByText(`“${name}” failed. ${neutralFailure}`).first()).toBeVisible();
  await expect(history).not.toContainText(/refused|127\.0\.0\.1/i);
  await context.close();
});

test("the request beside the form follows what is typed, and is tried on the inspector", async ({ page, api }) => {
  const ticket = await newTicket(api, 'Printer "on fire"');
  const { id } = await newWebhook(api, { name: "Previewed", url });
  await page.goto(`${list}/${id}`);
  const pane = page.getByRole("complementary", { name: "Live request" });
  const request = pane.getByRole("region", { name: "Request preview" });
  await pickTicket(pane, ticket.displayId);
  await expect(request.getByRole("region", { name: "Body" })).toContainText('{"title": "Printer \\"on fire\\""}');

  await page.getByLabel("Request URL").fill(`${url}/{{ticket.displayid}}`);
  await expect(request).toContainText(`${url}/${ticket.displayId}`);
  await page.getByLabel("Request URL").fill("");
  await expect(pane.getByText("Enter a request URL to see the request.")).toBeVisible();
  await expect(pane.getByRole("button", { name: "Send test" })).toBeDisabled();
  await page.getByLabel("Request URL").fill(`${url}/tests/{{ticket.displayid}}`);

  await pane.getByRole("button", { name: "Send test" }).click();
  const dialog = page.getByRole("dialog", { name: "Send test" });
  await dialog.getByRole("radio", { name: "To the real endpoint" }).check();
  await expect(dialog.getByText(/^Save first/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: `Fire on ${ticket.displayId}` })).toBeDisabled();
  await dialog.getByRole("radio", { name: "To the built-in inspector" }).check();
  await dialog.getByRole("button", { name: "Send to the inspector" }).click();
  await expect(dialog.getByText("The inspector received it and answered 200.")).toBeVisible();
  const href = await dialog.getByRole("link", { name: "Open in the inspector" }).getAttribute("href");
  await page.goto(href ?? "");
  const captured = page.getByRole("article", { name: "Request" });
  await expect(captured.getByRole("heading", { level: 2 })).toContainText(ticket.displayId);
  await expect(captured.getByRole("region", { name: "JSON body" })).toContainText('"Printer \\"on fire\\""');
});

test("someone else's save is explained, and can be loaded or written over", async ({ page, api }) => {
  const { id } = await newWebhook(api, { name: "Contested", url });
  await page.goto(`${list}/${id}`);
  const field = page.getByLabel("Request URL");
  const notice = page.getByRole("alert").filter({ hasText: "Someone else saved this webhook while you were editing" });
  const save = page.getByRole("button", { name: "Save", exact: true });

  await field.fill(`${url}/mine`);
  expect((await api.patch(`webhooks/${id}`, { data: { url: `${url}/theirs` } })).status()).toBe(200);
  await save.click();
  await expect(notice).toContainText("Your changes are still here and not saved.");
  await expect(field).toHaveValue(`${url}/mine`);
  await notice.getByRole("button", { name: "Load their version and drop my 1 unsaved change" }).click();
  await expect(field).toHaveValue(`${url}/theirs`);
  await expect(notice).toHaveCount(0);

  await field.fill(`${url}/mine`);
  expect((await api.patch(`webhooks/${id}`, { data: { url: `${url}/theirs/again` } })).status()).toBe(200);
  await save.click();
  await notice.getByRole("button", { name: "Keep mine" }).click();
  await expect(notice).toHaveCount(0);
  await save.click();
  await expect(page.getByText("Webhook “Contested” saved.")).toBeVisible();
  expect(await (await api.get(`webhooks/${id}`)).json()).toMatchObject({ url: `${url}/mine` });
});
