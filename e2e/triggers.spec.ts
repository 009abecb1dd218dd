import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { e2e } from "./environment";
import { attentive, expect, expectAccessible, test } from "./fixtures";
import { pick, pickFromMenu, pickTicket } from "./pick";
import { openReceiver } from "./receiver";
import { newTicket, newWebhook } from "./records";

const list = "/admin/automation/triggers";

/** A partner that keeps the `ref` of every request, and answers with a number that is new each time. */
async function openPartner() {
  const refs: string[] = [];
  const receiver = await openReceiver((request, response) => {
    refs.push(new URL(request.url ?? "/", "http://partner").searchParams.get("ref") ?? "");
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ urgency: 7 + refs.length }));
  });
  return { ...receiver, refs };
}

const titleIs = (title: string) => ({ type: "test", field: "ticket.title", operator: "equals", value: title });

async function newTrigger(
  api: APIRequestContext,
  input: { name: string; conditions: object[]; actions: object[] } & Record<string, unknown>,
): Promise<{ id: string }> {
  const conditions = { type: "group", mode: "all", conditions: input.conditions };
  const response = await api.post("triggers", { data: { ticketTypeId: 1, ...input, conditions } });
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json()) as { id: string };
}

const newSender = (api: APIRequestContext, name: string, base: string, more: Record<string, unknown> = {}) =>
  newWebhook(api, {
    name,
    url: `${base}/in?ref={{parameters.Reference}}`,
    parameters: [{ name: "Reference", defaultText: "none" }],
    ...more,
  });

/** For what the worker does. */
const slow = { timeout: 30_000 };

/** Chooses from a drop-down with a search box. */
const choose = (box: Locator, option: string) => pick(box, option, { search: option, exact: true });

const executes = (webhookId: string, parameters = {}) => ({ type: "execute_webhook", webhookId, parameters });

async function update(api: APIRequestContext, id: number, data: Record<string, unknown>) {
  const response = await api.patch(`tickets/${id}`, { data });
  expect(response.status(), await response.text()).toBe(200);
}

const historyOf = async (api: APIRequestContext, id: number) =>
  (
    (await (await api.get(`tickets/${id}/history?pageSize=100`)).json()) as {
      items: { kind: string; summary: string }[];
    }
  ).items;

const runsOf = async (api: APIRequestContext, id: string) =>
  ((await (await api.get(`triggers/${id}`)).json()) as { runs: number }).runs;

/** Adds an action, which becomes the last, the `place`th. */
const addAction = (page: Page, label: string, place: number) =>
  pickFromMenu(
    page.getByRole("button", { name: "Add action" }),
    new RegExp(`^${label}$`),
    page.getByRole("group", { name: `Action ${place}: ${label}` }),
  );

test("a rule is built, tried on a ticket, saved, and runs once per ticket", async ({ page, api, mark }) => {
  test.setTimeout(240_000);
  const partner = await openPartner();
  const [sender, rule, title] = [`Tell partner ${mark}`, `Urgent fires ${mark}`, `Server room on fire ${mark}`];
  await newSender(api, sender, partner.url);
  const ticket = await newTicket(api, title);
  const save = page.getByRole("button", { name: "Save", exact: true });

  await page.goto(list);
  const name = page.getByLabel("Rule Name");
  await pickFromMenu(page.getByRole("button", { name: "New trigger" }), "Incident", name);
  await expect(page).toHaveURL(/\/new\?type=1$/);
  await save.click();
  await expect(name).toHaveAccessibleDescription("Enter a rule name");
  await expect(name).toBeFocused();
  await expect(page.getByText("Add at least one action")).toBeVisible();
  await name.fill(rule);

  await page.getByRole("button", { name: "Add condition", exact: true }).click();
  await choose(page.getByRole("combobox", { name: "Field of condition 1" }), "Title");
  await page.getByLabel("Value of condition 1").fill(title);
  await page.getByRole("button", { name: "Add group", exact: true }).click();
  await choose(page.getByRole("combobox", { name: "Field of condition 2.1" }), "Urgency");
  await page.getByLabel("Operator of condition 2.1").selectOption({ label: "Greater than" });
  await page.getByLabel("Value of condition 2.1").fill("5");
  await page.getByRole("button", { name: "Add condition to group 2" }).click();
  await choose(page.getByRole("combobox", { name: "Field of condition 2.2" }), "Priority");
  await page.getByRole("button", { name: "Add this condition" }).click();
  await expect(page.getByLabel("Operator of condition 3")).toHaveValue("does_not_equal");
  await expect(page.getByText("answering each other forever")).toHaveCount(0);

  await addAction(page, "Execute Webhook", 1);
  await pick(page.getByRole("combobox", { name: "Webhook", exact: true }), sender);
  await page.getByRole("button", { name: "Give Reference a value" }).click();
  await page.getByRole("textbox", { name: "Reference" }).fill("{{ticket.displayid}}");
  await addAction(page, "Set field", 2);
  const second = page.getByRole("group", { name: "Action 2: Set field" });
  await choose(second.getByRole("combobox", { name: "Field" }), "Third party reference");
  await second.getByRole("textbox", { name: "Value" }).fill("asked by {{event.source}}");
  await addAction(page, "Add note", 3);
  await page.getByRole("textbox", { name: "Note" }).fill("Partner informed about {{ticket.title}}");

  const pane = page.getByRole("complementary", { name: "Test on a ticket" });
  const result = pane.getByRole("region", { name: "Result of the test" });
  await expect(pane.getByText("Complete the conditions to see how they come out.")).toBeVisible();
  await pick(page.getByRole("combobox", { name: "Value of condition 2.2" }), "High", { exact: true });
  await pickTicket(pane, ticket.displayId);
  await expect(result.getByText("It would not run now")).toBeVisible();
  await expect(result.getByText("The ticket does not match the conditions.")).toBeVisible();
  await expect(result.getByText("Holds: Title equals")).toBeVisible();
  await expect(result.getByText(/^Does not hold: Urgency is greater than 5 — it is 1/)).toBeVisible();
  await expect(result.getByRole("region", { name: "What it would do if it ran" })).toContainText(
    `Partner informed about ${title}`,
  );
  const firing = result.getByRole("region", { name: `Execute Webhook “${sender}”` });
  await expect(firing).toContainText(`${partner.url}/in?ref=${ticket.displayId}`);
  await page.getByLabel("Value of condition 2.1").fill("0");
  await expect(result.getByText("It would run now")).toBeVisible();
  await page.getByLabel("Value of condition 2.1").fill("5");
  await expect(result.getByText("It would not run now")).toBeVisible();
  expect(partner.refs).toEqual([]);
  await expectAccessible(page);

  await name.press("Control+s");
  await expect(page.getByText(`Trigger “${rule}” created.`)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(rule);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  await update(api, ticket.id, { urgency: 2 });
  await update(api, ticket.id, { urgency: 6 });
  await expect.poll(() => partner.refs, slow).toEqual([ticket.displayId]);
  await update(api, ticket.id, { urgency: 9 });
  await expect
    .poll(async () => (await historyOf(api, ticket.id)).some(({ kind }) => kind === "webhook.succeeded"), slow)
    .toBe(true);
  await page.waitForTimeout(1_500);
  expect(partner.refs).toEqual([ticket.displayId]);
  expect(await runsOf(api, id)).toBe(1);

  await page.reload();
  await pickTicket(pane, ticket.displayId);
  await expect(result.getByText("It already ran on this ticket, and runs once per ticket.")).toBeVisible();

  await page.goto(`/tickets/${ticket.displayId}`);
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByRole("link", { name: rule }).first()).toBeVisible();
  await expect(history.getByText(sender).first()).toBeVisible();
  await expect(page.getByText(`Partner informed about ${title}`).first()).toBeVisible();
  await expect
    .poll(async () => (await (await api.get(`tickets/${ticket.id}`)).json()).thirdPartyRef)
    .toBe("asked by api");
  await partner.close();
});

test("“Matching Ticket updated” runs on every update, but not on the creation", async ({ api, page, mark }) => {
  const [name, sender] = [`Every turn ${mark}`, `Tell about every update ${mark}`];
  const partner = await openPartner();
  const webhook = await newSender(api, sender, partner.url);
  const title = `Told at every turn ${mark}`;
  const { id } = await newTrigger(api, {
    name,
    executeWhen: "updated",
    conditions: [titleIs(title)],
    actions: [executes(webhook.id, { Reference: "{{ticket.urgency}}" })],
  });
  const ticket = await newTicket(api, title);
  await update(api, ticket.id, { urgency: 2 });
  await expect.poll(() => partner.refs, slow).toEqual(["2"]);
  await update(api, ticket.id, { urgency: 3 });
  await expect.poll(() => partner.refs, slow).toEqual(["2", "3"]);

  // The list counts the runs, and its switch stops them.
  await page.goto(`${list}?q=${mark}`);
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText(`Title equals “${title}”`);
  await expect(row).toContainText(`Execute Webhook: ${sender}`);
  // Its place in the order may be the same number.
  await expect(row.getByRole("cell", { name: "2", exact: true }).last()).toBeVisible();
  await row.getByRole("switch", { name: `${name} enabled` }).click();
  await expect(page.getByText(`“${name}” disabled.`)).toBeVisible();
  await expect(row.getByRole("switch")).not.toBeChecked();
  await update(api, ticket.id, { urgency: 4 });
  await page.waitForTimeout(1_500);
  expect(partner.refs).toEqual(["2", "3"]);
  expect(await runsOf(api, id)).toBe(2);

  await page.goto(`${list}/${id}`);
  const pane = page.getByRole("complementary", { name: "Test on a ticket" });
  await pickTicket(pane, ticket.displayId);
  await expect(pane.getByText("The rule is disabled.")).toBeVisible();
  await page.getByRole("switch", { name: "Enabled" }).click();
  await expect(pane.getByText("It would run now")).toBeVisible();
  await pane.getByLabel("What happens to it").selectOption({ label: "Ticket created" });
  await expect(pane.getByText("the rule waits for an update", { exact: false })).toBeVisible();
  await pane.getByLabel("What happens to it").selectOption({ label: "Message added" });
  await pane.getByLabel("Update source").selectOption({ label: "Caller" });
  await expect(pane.getByText("Asked about: Message added", { exact: false })).toBeVisible();
  await expect(pane.getByText("It would run now")).toBeVisible();
  await partner.close();
});

test("rules are put in order, duplicated and deleted", async ({ page, api, mark }) => {
  test.setTimeout(180_000);
  const [one, two, three] = ["one", "two", "three"].map((name) => `Order ${mark} ${name}`) as [string, string, string];
  for (const name of [one, two, three])
    await newTrigger(api, {
      name,
      ticketTypeId: 2,
      conditions: [titleIs("No such ticket")],
      actions: [{ type: "close" }],
    });
  const ofType = async () => {
    const { items } = await (await api.get("triggers?ticketTypeId=2&pageSize=100")).json();
    return (items as { name: string }[]).map(({ name }) => name);
  };
  const stored = async () => (await ofType()).filter((name) => name.startsWith(`Order ${mark}`));
  const names = page.getByRole("row").getByRole("link", { name: new RegExp(`^Order ${mark}`) });
  const open = () => page.goto(`${list}?type=2&q=Order+${mark}`);
  await open();
  await expect(names).toHaveText([one, two, three]);

  // Rules of other tests and of earlier attempts stand before.
  const before = (await ofType()).indexOf(one);
  const said = (text: string) => expect(page.getByText(new RegExp(`^${text}`))).toBeAttached();
  // Alt and an arrow, anywhere in the row.
  await names.nth(0).focus();
  await page.keyboard.press("Alt+ArrowDown");
  await said(`${one} moved to position ${before + 2} of \\d+ in Request\\.$`);
  await expect(names).toHaveText([two, one, three]);
  await expect(names.nth(1)).toBeFocused();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(names).toHaveText([two, three, one]);
  // The handle, with Space and arrows.
  await page.getByRole("button", { name: `Reorder ${one}` }).focus();
  await page.keyboard.press("Space");
  await said(`Picked up ${one}, position ${before + 3}`);
  await page.keyboard.press("ArrowUp");
  await said(`${one}: position ${before + 2}`);
  await page.keyboard.press("Space");
  await expect(names).toHaveText([two, one, three]);
  // The menu.
  await pickFromMenu(
    page.getByRole("button", { name: `Actions for ${three}` }),
    "Move up",
    names.nth(1).getByText(three),
  );
  await expect(names).toHaveText([two, three, one]);
  await expect.poll(stored).toEqual([two, three, one]);
  await page.reload();
  await expect(names).toHaveText([two, three, one]);
  // The mouse.
  await page.getByRole("button", { name: `Reorder ${one}` }).hover();
  await page.mouse.down();
  const target = await names.nth(0).boundingBox();
  await page.mouse.move(target?.x ?? 0, (target?.y ?? 0) + 4, { steps: 12 });
  await page.mouse.up();
  await expect(names).toHaveText([one, two, three]);
  await expect.poll(stored).toEqual([one, two, three]);

  const copy = page.getByRole("heading", { level: 1, name: `${two} (copy)` });
  await pickFromMenu(page.getByRole("button", { name: `Actions for ${two}` }), "Duplicate", copy);
  await expect(page.getByRole("switch", { name: "Enabled" })).not.toBeChecked();
  const question = page.getByRole("dialog", { name: `Delete trigger “${two} (copy)”?` });
  await pickFromMenu(page.getByRole("button", { name: "More actions" }), "Delete", question);
  await question.getByRole("button", { name: "Delete trigger" }).click();
  await expect(page.getByText(`Trigger “${two} (copy)” deleted.`)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${list}$`));
  expect(await stored()).toEqual([one, two, three]);
});

test("someone else's save is explained, and can be written over", async ({ page, api, mark }) => {
  const contested = `Contested rule ${mark}`;
  const { id } = await newTrigger(api, {
    name: contested,
    conditions: [titleIs("No such ticket")],
    actions: [{ type: "close" }],
  });
  await page.goto(`${list}/${id}`);
  const name = page.getByLabel("Rule Name");
  const notice = page.getByRole("alert").filter({ hasText: "Someone else saved this rule while you were editing" });
  await name.fill(`${contested}, mine`);
  expect((await api.patch(`triggers/${id}`, { data: { name: `${contested}, theirs` } })).status()).toBe(200);
  await name.press("Control+s");
  await expect(notice).toContainText("Your changes are still here and not saved.");
  await notice.getByRole("button", { name: "Keep mine" }).click();
  await expect(notice).toHaveCount(0);
  await name.press("Control+s");
  await expect(page.getByText(`Trigger “${contested}, mine” saved.`)).toBeVisible();

  await name.fill("Dropped");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Tickets" }).click();
  const question = page.getByRole("dialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Leave without saving" }).click();
  await expect(page).toHaveURL(/\/tickets$/);
  expect(await (await api.get(`triggers/${id}`)).json()).toMatchObject({ name: `${contested}, mine` });
});

test("a loop through a webhook's reply is stopped, and explained on the ticket", async ({ page, api, mark }) => {
  const [asks, sender] = [`Asks at every change ${mark}`, `Ask for the urgency ${mark}`];
  const partner = await openPartner();
  const webhook = await newSender(api, sender, partner.url, {
    runRulesAfterResponse: true,
    responseActions: {
      success: [{ type: "set_field", field: "ticket.urgency", value: "{{response.value.urgency}}" }],
      failure: [],
    },
  });
  const title = `Round and round ${mark}`;
  const { id } = await newTrigger(api, {
    name: asks,
    executeWhen: "updated",
    conditions: [titleIs(title), { type: "test", field: "ticket.urgency", operator: "changed", value: null }],
    actions: [executes(webhook.id)],
  });
  const ticket = await newTicket(api, title);
  await update(api, ticket.id, { urgency: 2 });
  await expect
    .poll(async () => (await historyOf(api, ticket.id)).map(({ kind }) => kind), slow)
    .toContain("chain.stopped");
  expect(partner.refs).toEqual(["none"]);
  expect(await runsOf(api, id)).toBe(1);

  await page.goto(`/tickets/${ticket.displayId}`);
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByText(`“${asks}” did not run again`)).toBeVisible();
  const chain = history.getByRole("list", { name: "What led here" }).first();
  await expect(chain.getByRole("listitem")).toHaveText([
    new RegExp(`Rule ${asks}`),
    new RegExp(`Webhook ${sender}`),
    new RegExp(`Rule, not run ${asks}`),
  ]);
  await partner.close();
});

test("technicians see no rules", async ({ browser, api, mark }) => {
  const name = `Not for technicians ${mark}`;
  const { id } = await newTrigger(api, {
    name,
    conditions: [titleIs("No such ticket")],
    actions: [{ type: "close" }],
  });
  const context = await browser.newContext({ storageState: e2e.technicianState });
  const technician = attentive(await context.newPage());
  for (const path of [list, `${list}/${id}`]) {
    await technician.goto(`${e2e.url}${path}`);
    await expect(technician.getByRole("navigation", { name: "Main" })).toBeVisible();
    await expect(technician.getByText(name)).toHaveCount(0);
  }
  await expect(technician.getByRole("navigation", { name: "Main" }).getByText("Triggers")).toHaveCount(0);
  await context.close();
});
