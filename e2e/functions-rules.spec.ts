import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";
import { pick, pickFromMenu, pickTicket } from "./pick";
import { newTicket } from "./records";

/** For what the worker does. */
const slow = { timeout: 60_000 };

const functions = "/admin/integration/functions";
const note = 'zoho.sdp.associate("notes", ticket, {"description": "Noted: " + text});';

/** A stored callback function, not published: rules need no URL. */
async function newFunction(api: APIRequestContext, name: string, source = note): Promise<{ id: string }> {
  const parameters = [
    { name: "ticket", type: "string" },
    { name: "text", type: "string" },
  ];
  const response = await api.post("functions", { data: { name, returnType: "void", parameters, source } });
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json()) as { id: string };
}

const addAction = (page: Page, label: string, place: number) =>
  pickFromMenu(
    page.getByRole("button", { name: "Add action" }),
    new RegExp(`^${label}$`),
    page.getByRole("group", { name: `Action ${place}: ${label}` }),
  );

/** A rule that runs a function on tickets of one title. */
async function newRule(api: APIRequestContext, name: string, title: string, functionId: string) {
  const conditions = {
    type: "group",
    mode: "all",
    conditions: [{ type: "test", field: "ticket.title", operator: "equals", value: title }],
  };
  const given = { ticket: "{{ticket.id}}", text: "{{ticket.title}}" };
  const actions = [{ type: "run_function", functionId, arguments: given }];
  const response = await api.post("triggers", { data: { name, ticketTypeId: 1, conditions, actions } });
  expect(response.status(), await response.text()).toBe(201);
}

test("a rule that runs a callback function is built, tried and saved; on a new ticket it runs", async ({
  page,
  api,
  mark,
}) => {
  test.setTimeout(240_000);
  const [name, rule, title] = [`Note it ${mark}`, `Ask for a note ${mark}`, `Coffee machine leaks ${mark}`];
  const { id } = await newFunction(api, name);
  const sample = await newTicket(api, `Another ticket ${mark}`);

  await page.goto("/admin/automation/triggers/new?type=1");
  await page.getByLabel("Rule Name").fill(rule);
  await page.getByRole("button", { name: "Add condition", exact: true }).click();
  await pick(page.getByRole("combobox", { name: "Field of condition 1" }), "Title", { search: "Title", exact: true });
  await page.getByLabel("Value of condition 1").fill(title);
  await addAction(page, "Run callback function", 1);
  const action = page.getByRole("group", { name: "Action 1: Run callback function" });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(action.getByText("Choose a callback function")).toBeVisible();
  await pick(action.getByRole("combobox", { name: "Callback function" }), name);
  await action.getByRole("textbox", { name: "ticket" }).fill("{{ticket.id}}");
  await action.getByRole("textbox", { name: "text" }).fill("{{ticket.title}}, by {{event.source}}");

  const pane = page.getByRole("complementary", { name: "Test on a ticket" });
  await pickTicket(pane, sample.displayId);
  const call = pane.getByRole("region", { name: `Run callback function “${name}”` });
  await expect(call.getByText(`Another ticket ${mark}, by api`)).toBeVisible(slow);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page).toHaveURL(/\/triggers\/trg_/);

  await page.goto(`/admin/automation/triggers?q=${encodeURIComponent(rule)}`);
  await expect(page.getByText(`Run callback function: ${name}`)).toBeVisible();

  const ticket = await newTicket(api, title);
  await page.goto(`/tickets/${ticket.displayId}`);
  await expect(page.getByText(`Rule “${rule}” ran “${name}”`)).toBeVisible(slow);
  await expect(page.getByText(`Noted: ${title}, by api`).first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Open run" }).click();
  await expect(page).toHaveURL(new RegExp(`${functions}/${id}\\?tab=runs`), slow);
  // Looked for by its id, it opens by itself.
  const run = page.getByRole("dialog", { name: "Run" });
  await expect(run.getByText(rule)).toBeVisible(slow);
  await expect(run.getByText("Succeeded")).toBeVisible();
  await run.getByRole("button", { name: "Close" }).click();
  const row = page.getByRole("row").filter({ hasText: "Succeeded" });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("Rule");
  await expect(row).toContainText(rule);

  // What a rule needs can't be deleted.
  const removed = await api.delete(`functions/${id}`);
  expect(removed.status()).toBe(409);
  expect(await removed.text()).toContain(rule);
});

test("a function that fails is told on the ticket without what its script said", async ({ page, api, mark }) => {
  test.setTimeout(120_000);
  const [name, rule, title] = [`Breaks ${mark}`, `Ask for trouble ${mark}`, `Lift is stuck ${mark}`];
  const { id } = await newFunction(api, name, 'throw "The partner’s secret door is shut";');
  await newRule(api, rule, title, id);
  const ticket = await newTicket(api, title);
  await page.goto(`/tickets/${ticket.displayId}`);
  await expect(page.getByText(`Rule “${rule}” ran “${name}”, which failed`)).toBeVisible(slow);
  await expect(page.getByText("secret door")).toHaveCount(0);
  await page.getByRole("link", { name: "Open run" }).click();
  await expect(page.getByRole("dialog", { name: "Run" }).getByText("secret door").first()).toBeVisible(slow);
});
