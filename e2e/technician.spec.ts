import type { ServerResponse } from "node:http";
import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { e2e } from "./environment";
import { attentive, expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { pick, pickFromMenu } from "./pick";
import { openReceiver } from "./receiver";
import { newTicket, newWebhook } from "./records";

type Named = { id: number; name: string };
type Desk = { statuses: Named[]; lists: { priority: Named[] } };

// Each look is eight rounds of axe.
test.describe.configure({ timeout: 180_000 });

const json = { "content-type": "application/json" };
const integration = (value: string) => ({ forms: { Integration: { VivantiotestID: value } } });

async function technicianRole(api: APIRequestContext): Promise<string> {
  const { items } = (await (await api.get("roles")).json()) as { items: { id: string; builtIn: string | null }[] };
  return items.find(({ builtIn }) => builtIn === "technician")?.id ?? "";
}

/** The path `id` of the reply lands in Integration › VivantiotestID. */
async function idField(api: APIRequestContext) {
  type Form = Named & { fields: Named[] };
  const { items } = (await (await api.get("custom-forms")).json()) as { items: Form[] };
  const form = items.find(({ name }) => name === "Integration");
  const field = form?.fields.find(({ name }) => name === "VivantiotestID");
  return { path: "id", formId: form?.id ?? 0, fieldId: field?.id ?? 0 };
}

/** Both widths, light and dark: nothing scrolls sideways, and axe finds nothing. */
async function look(page: Page) {
  for (const width of [1280, 390])
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
  await page.setViewportSize({ width: 1280, height: 900 });
}

const actions = (page: Page) => page.getByRole("button", { name: "Actions", exact: true });

async function fireFromMenu(page: Page, name: string) {
  const dialog = page.getByRole("dialog", { name });
  await expect(dialog).toBeHidden();
  await pickFromMenu(actions(page), name, dialog);
  await dialog.getByRole("button", { name: "Fire", exact: true }).click();
  return dialog;
}

/** One of the steps the firing dialog shows. */
const step = (dialog: Locator, text: string) => dialog.getByRole("listitem").filter({ hasText: text });

/** A partner whose reply waits until it is told to go. */
async function openSlowPartner() {
  const held: ServerResponse[] = [];
  const receiver = await openReceiver((_request, response) => held.push(response));
  return {
    ...receiver,
    reply: (body: unknown) => {
      for (const response of held.splice(0)) response.writeHead(200, json).end(JSON.stringify(body));
    },
  };
}

test.describe("a technician", () => {
  test.use({ storageState: e2e.technicianState });

  test("sees what the role may fire, what will be sent, and what the reply did", async ({ page, api, mark }) => {
    const name = `Hand over to partner ${mark}`;
    const receiver = await openReceiver((_request, response) => response.writeHead(200, json).end('{"id": "INC-7"}'));
    const { statuses } = (await (await api.get("desk-lists")).json()) as Desk;
    const resolved = statuses.find((status) => status.name === "Resolved");
    await newWebhook(api, {
      name,
      url: `${receiver.url}/incidents?from={{ticket.displayid}}`,
      roleIds: [await technicianRole(api)],
      showAsButton: true,
      headers: [{ name: "X-Reference", value: "{{parameters.Reference}}" }],
      auth: { type: "basic", username: "desk", password: "never shown" },
      parameters: [
        { name: "Reference", defaultText: "ref {{ticket.id}}" },
        { name: "Ticket number", isReadOnly: true, defaultText: "{{ticket.displayid}}" },
        { name: "Remarks", displayType: "multiline" },
      ],
      responseFields: [await idField(api)],
      responseActions: {
        success: [
          { type: "set_status", statusId: resolved?.id },
          { type: "add_note", body: "Partner took it as {{response.value.id}}" },
        ],
      },
    });
    const ticket = await newTicket(api, "Handed over");
    await page.goto(`/tickets/${ticket.displayId}`);
    await page.getByRole("button", { name, exact: true }).click();
    const dialog = page.getByRole("dialog", { name });
    await expect(dialog.getByLabel("Reference")).toHaveValue(`ref ${ticket.id}`);
    await expect(dialog.getByLabel("Ticket number")).toHaveValue(ticket.displayId);
    await expect(dialog.getByLabel("Ticket number")).not.toBeEditable();
    await dialog.getByLabel("Reference").fill("mine");
    await dialog.getByText("What will be sent").click();
    const preview = dialog.getByRole("region", { name: "What will be sent" });
    await expect(preview.getByText("X-Reference")).toBeVisible();
    await expect(preview.getByText("mine")).toBeVisible();
    await expect(preview).not.toContainText("never shown");
    await look(page);
    await dialog.getByRole("button", { name: "Fire", exact: true }).click();
    await expect(step(dialog, "2 fields updated")).toBeVisible();
    await expect(dialog.getByText(/added a note/)).toBeVisible();
    await expect(dialog.getByRole("list").filter({ hasText: "INC-7" })).toContainText("Resolved");
    await look(page);
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await expect(page.getByLabel("VivantiotestID")).toHaveValue("INC-7");
    await expect(page.getByRole("region", { name: "Conversation" })).toContainText("Partner took it as INC-7");
    await actions(page).click();
    await expect(page.getByRole("menuitem", { name })).toContainText("Succeeded");
    await receiver.close();
  });

  test("is told why a webhook is not offered: the role, the condition, or another type", async ({
    page,
    api,
    mark,
  }) => {
    const names = ["For administrators", "For the first priority", "For another type"].map((name) => `${name} ${mark}`);
    const [forAdministrators, forFirst, forAnother] = names as [string, string, string];
    const { lists } = (await (await api.get("desk-lists")).json()) as Desk;
    const [first, second] = lists.priority;
    const url = "http://127.0.0.1:1/";
    const role = await technicianRole(api);
    await newWebhook(api, { name: forAdministrators, url });
    const conditions = {
      type: "group",
      mode: "all",
      conditions: [
        { type: "test", field: "ticket.priorityid", operator: "equals", value: first?.id },
        { type: "test", field: "ticket.title", operator: "like", value: "%icky" },
      ],
    };
    await newWebhook(api, { name: forFirst, url, roleIds: [role], conditions });
    await newWebhook(api, { name: forAnother, url, roleIds: [role], ticketTypeId: 2 });

    const ticket = await newTicket(api, "Picky", { priorityId: second?.id });
    await page.goto(`/tickets/${ticket.displayId}`);
    await actions(page).click();
    await expect(page.getByRole("menuitem", { name: "Not listed?" })).toBeVisible();
    for (const name of names) await expect(page.getByRole("menuitem", { name })).toHaveCount(0);
    const dialog = page.getByRole("dialog", { name: "Webhooks not listed here" });
    await pickFromMenu(actions(page), "Not listed?", dialog);
    const reasonOf = (name: string) => dialog.getByText(name, { exact: true }).locator("xpath=following-sibling::dd");
    await expect(reasonOf(forAdministrators)).toHaveText("Your role is not among its current roles.");
    await expect(dialog.getByText(forAnother)).toHaveCount(0);
    await expect(dialog.getByText(/acts? on other ticket types/)).toBeVisible();
    const picky = reasonOf(forFirst);
    await picky.getByText("Which condition fails").click();
    await expect(picky).toContainText("Match All: 1 of 2 holds");
    await expect(picky.getByRole("listitem").filter({ hasText: "Does not hold" })).toContainText(
      `Priority equals ${first?.name} — it is ${second?.name}`,
    );
    await look(page);

    // The moment it matches, it is there.
    await api.patch(`tickets/${ticket.id}`, { data: { priorityId: first?.id } });
    await dialog.getByRole("button", { name: "Close" }).click();
    await actions(page).click();
    await expect(page.getByRole("menuitem", { name: forFirst })).toBeVisible();
  });

  test("fires on twelve tickets, of which two do not match, and sees how each fares", async ({ page, api, mark }) => {
    const [name, dodo] = [`Tell everyone ${mark}`, `Dodo${mark}`];
    let isUp = true;
    const receiver = await openReceiver((_request, response) => response.writeHead(isUp ? 200 : 503).end());
    await newWebhook(api, {
      name,
      url: receiver.url,
      roleIds: [await technicianRole(api)],
      headers: [{ name: "X-Wave", value: "{{parameters.Wave}}" }],
      parameters: [
        { name: "Wave", defaultText: "wave of {{ticket.displayid}}" },
        { name: "Number", isReadOnly: true, defaultText: "{{ticket.id}}" },
      ],
      conditions: {
        type: "group",
        mode: "none",
        conditions: [{ type: "test", field: "ticket.title", operator: "like", value: "%left out%" }],
      },
    });
    for (let index = 1; index <= 12; index++) await newTicket(api, `${dodo} ${index}${index > 10 ? " left out" : ""}`);

    await page.goto(`/tickets?q=${dodo}&pageSize=10`);
    await page.getByRole("checkbox", { name: "Select all rows on this page" }).check();
    await expect(page.getByText("10 selected")).toBeVisible();
    await page.getByRole("button", { name: "Fire on all 12 that match…" }).click();
    const choosing = page.getByRole("dialog", { name: "Fire webhook on many tickets" });
    await expect(choosing).toContainText("On 12 tickets.");
    await pick(choosing.getByRole("combobox", { name: "Webhook" }), name);
    await expect(choosing.getByLabel("Wave")).toHaveAttribute("placeholder", "wave of {{ticket.displayid}}");
    await expect(choosing.getByLabel("Number")).not.toBeEditable();
    await expect(choosing.getByText("12 tickets: 10 will be fired, 2 not.")).toBeVisible();
    await expect(choosing.getByText("This ticket does not match its Select tickets conditions.")).toBeVisible();
    await look(page);
    await choosing.getByLabel("Wave").fill("first");
    await choosing.getByRole("button", { name: "Fire on 10 tickets" }).click();

    const results = page.getByRole("dialog", { name });
    await expect(results.getByText("10 fired: 10 succeeded. 2 left out before.")).toBeVisible({ timeout: 45_000 });
    expect(receiver.received()).toBe(10);
    await expect(results.getByRole("row").filter({ hasText: "Succeeded" })).toHaveCount(10);
    await expect(results.getByRole("row").filter({ hasText: "Left out" })).toHaveCount(2);
    await look(page);
    await results.getByRole("button", { name: "Close" }).last().click();

    // What the partner refuses is told per ticket.
    isUp = false;
    await page.getByRole("button", { name: "Clear selection" }).click();
    await page.getByRole("table", { name: "Tickets" }).getByRole("link", { name: /^IN/ }).first().waitFor();
    await page.goto(`/tickets?q=${dodo} 3`);
    await page.getByRole("checkbox", { name: /^Select IN/ }).check();
    await page.getByRole("button", { name: "Fire webhook…" }).click();
    await pick(choosing.getByRole("combobox", { name: "Webhook" }), name);
    await choosing.getByRole("button", { name: "Fire on 1 ticket" }).click();
    const failed = results.getByRole("row").filter({ hasText: "Failed, will retry" });
    await expect(failed).toContainText("The partner answered 503.", { timeout: 30_000 });
    // To send again is for those who may change deliveries.
    await expect(results.getByRole("button", { name: /^Retry/ })).toHaveCount(0);
    await receiver.close();
  });
});

test("a reply that meets an edit asks, and the reply is applied from the ticket", async ({ page, api, mark }) => {
  const partner = await openSlowPartner();
  const webhook = { name: `Ask before overwriting ${mark}`, url: partner.url, writeBack: "ask" };
  await newWebhook(api, { ...webhook, responseFields: [await idField(api)] });
  const ticket = await newTicket(api, "Edited meanwhile", integration("before"));
  await page.goto(`/tickets/${ticket.displayId}`);
  const dialog = await fireFromMenu(page, webhook.name);
  await expect.poll(partner.received).toBe(1);
  await api.patch(`tickets/${ticket.id}`, { data: integration("typed by hand") });
  partner.reply({ id: "INC-8" });
  await expect(step(dialog, "Waits for a decision")).toBeVisible();
  await expect(dialog.getByRole("alert")).toContainText(`“${webhook.name}” would set`);
  await dialog.getByRole("button", { name: "Close" }).last().click();

  const notice = page.getByRole("alert").filter({ hasText: `“${webhook.name}” would set` });
  await expect(notice).toContainText("Integration › VivantiotestID: typed by hand → INC-8");
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByRole("button", { name: "Keep ours" })).toBeVisible();
  await look(page);
  await expect(page.getByLabel("VivantiotestID")).toHaveValue("typed by hand");
  await notice.getByRole("button", { name: "Apply reply" }).click();
  await expect(page.getByLabel("VivantiotestID")).toHaveValue("INC-8");
  await expect(notice).toHaveCount(0);
  await expect(history.getByText("Reply applied by Annie Admin")).toBeVisible();

  // The same once more, and the edit stays.
  await fireFromMenu(page, webhook.name);
  await expect.poll(partner.received).toBe(2);
  await api.patch(`tickets/${ticket.id}`, { data: integration("typed again") });
  partner.reply({ id: "INC-9" });
  await dialog.getByRole("button", { name: "Keep ours" }).click();
  await expect(page.getByText("Kept your team’s edit.")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByLabel("VivantiotestID")).toHaveValue("typed again");
  await expect(history.getByText("Edit kept by Annie Admin")).toBeVisible();
  await expect(notice).toHaveCount(0);
  await partner.close();
});

test("a reply that meets an edit leaves it, and says so", async ({ page, api, mark }) => {
  const name = `Keep the edit ${mark}`;
  const partner = await openSlowPartner();
  await newWebhook(api, { name, url: partner.url, responseFields: [await idField(api)] });
  const ticket = await newTicket(api, "Kept", integration("before"));
  await page.goto(`/tickets/${ticket.displayId}`);
  const dialog = await fireFromMenu(page, name);
  await expect.poll(partner.received).toBe(1);
  await api.patch(`tickets/${ticket.id}`, { data: integration("typed by hand") });
  partner.reply({ id: "INC-10" });
  await expect(dialog.getByText(/^Left Integration › VivantiotestID as .+ set it\.$/)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByLabel("VivantiotestID")).toHaveValue("typed by hand");
  await partner.close();
});

test("what a reply set is taken back from the timeline, except what was changed since", async ({ page, api, mark }) => {
  const name = `Set and regret ${mark}`;
  const receiver = await openReceiver((_request, response) => response.writeHead(200, json).end('{"id": "INC-11"}'));
  await newWebhook(api, {
    name,
    url: receiver.url,
    responseFields: [await idField(api)],
    responseActions: {
      success: [{ type: "set_field", field: "ticket.thirdpartyid", value: "TP-{{response.value.id}}" }],
    },
  });
  const ticket = await newTicket(api, "Taken back", { ...integration("mine"), thirdPartyId: "TP-0" });
  await page.goto(`/tickets/${ticket.displayId}`);
  const dialog = await fireFromMenu(page, name);
  await expect(step(dialog, "2 fields updated")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByLabel("VivantiotestID")).toHaveValue("INC-11");
  await api.patch(`tickets/${ticket.id}`, { data: { thirdPartyId: "TP-mine" } });
  await expect(page.getByLabel("Third party id")).toHaveValue("TP-mine");

  const history = page.getByRole("region", { name: "History" });
  const ending = history
    .getByRole("listitem")
    .filter({ hasText: `“${name}” succeeded (200)` })
    .last();
  await ending.getByRole("button", { name: "Undo" }).click();
  const question = page.getByRole("dialog", { name: "Take this back?" });
  const values = question.getByRole("list", { name: "What will be taken back" }).getByRole("listitem");
  await expect(values.filter({ hasText: "VivantiotestID" })).toContainText("INC-11 → mine");
  await expect(values.filter({ hasText: "Third party" })).toContainText("stays. It was changed since.");
  await look(page);
  await question.getByRole("button", { name: "Take back 1 field" }).click();
  await expect(page.getByText("Took back Integration › VivantiotestID.")).toBeVisible();
  await expect(page.getByLabel("VivantiotestID")).toHaveValue("mine");
  await expect(page.getByLabel("Third party id")).toHaveValue("TP-mine");
  await expect(history.getByText("Undone by Annie Admin")).toBeVisible();
  await expect(ending.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await receiver.close();
});

test("firing on many is stopped between tickets, and what failed is tried again", async ({ page, api, mark }) => {
  const [name, moa] = [`Stop and go ${mark}`, `Moa${mark}`];
  let isUp = false;
  const receiver = await openReceiver((_request, response) => response.writeHead(isUp ? 200 : 410).end());
  await newWebhook(api, { name, url: receiver.url });
  for (let index = 1; index <= 12; index++) await newTicket(api, `${moa} ${index}`);
  await page.goto(`/tickets?q=${moa}`);
  await page.getByRole("checkbox", { name: "Select all rows on this page" }).check();
  await page.getByRole("button", { name: "Fire webhook…" }).click();
  const choosing = page.getByRole("dialog", { name: "Fire webhook on many tickets" });
  await pick(choosing.getByRole("combobox", { name: "Webhook" }), name);
  // Answers of 410 end a delivery and, unlike 5xx, leave the breaker alone.
  // The first call is held back, so that there is a moment to stop in.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/tickets*", async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await choosing.getByRole("button", { name: "Fire on 12 tickets" }).click();
  const results = page.getByRole("dialog", { name });
  await expect(results.getByRole("progressbar", { name: "Fired" })).toBeVisible();
  await page.keyboard.press("Escape");
  const question = page.getByRole("dialog", { name: "Stop firing?" });
  await question.getByRole("button", { name: "Go on firing" }).click();
  await results.getByRole("button", { name: "Stop firing" }).click();
  release();
  await expect(results.getByText(/^10 fired.* 2 not fired\.$/)).toBeVisible();
  await page.unroute("**/tickets*");
  await results.getByRole("button", { name: "Fire on the 2 left" }).click();
  await expect(results.getByText("12 fired: 12 failed.")).toBeVisible({ timeout: 45_000 });
  isUp = true;
  await results.getByRole("button", { name: "Retry 12 failed" }).click();
  await expect(results.getByText("12 fired: 12 succeeded.")).toBeVisible({ timeout: 45_000 });
  await receiver.close();
});

test("a loop that was stopped is drawn on the ticket, with links for those who may follow them", async ({
  page,
  api,
  browser,
  mark,
}) => {
  const [circle, inCircles, everyUpdate] = [
    `Circle ${mark}`,
    `Sync in circles ${mark}`,
    `On every update of a circle ${mark}`,
  ];
  const receiver = await openReceiver((_request, response) => response.writeHead(200, json).end('{"id": "INC-12"}'));
  const sync = await newWebhook(api, {
    name: inCircles,
    url: receiver.url,
    responseFields: [await idField(api)],
    runRulesAfterResponse: true,
  });
  const rule = await api.post("triggers", {
    data: {
      name: everyUpdate,
      ticketTypeId: 1,
      executeWhen: "updated",
      conditions: {
        type: "group",
        mode: "all",
        conditions: [{ type: "test", field: "ticket.title", operator: "equals", value: circle }],
      },
      actions: [{ type: "execute_webhook", webhookId: sync.id }],
    },
  });
  expect(rule.status(), await rule.text()).toBe(201);
  const { id: ruleId } = (await rule.json()) as { id: string };
  const ticket = await newTicket(api, circle);
  await api.patch(`tickets/${ticket.id}`, { data: { description: "Round and round." } });

  await page.goto(`/tickets/${ticket.displayId}`);
  const steps = page.getByRole("region", { name: "History" }).getByRole("list", { name: "What led here" }).first();
  await expect(steps.getByRole("listitem")).toHaveText([
    `Rule ${everyUpdate}`,
    `Webhook ${inCircles}`,
    `Rule, not run ${everyUpdate}`,
  ]);
  await expect(steps.getByRole("link", { name: inCircles })).toHaveAttribute(
    "href",
    `/admin/integration/webhooks/${sync.id}`,
  );
  await look(page);
  const context = await browser.newContext({ storageState: e2e.technicianState });
  const technician = attentive(await context.newPage());
  await technician.goto(`${e2e.url}/tickets/${ticket.displayId}`);
  const history = technician.getByRole("region", { name: "History" });
  await expect(history.getByRole("list", { name: "What led here" }).first()).toContainText(inCircles);
  await expect(history.getByRole("link")).toHaveCount(0);
  await steps.getByRole("link", { name: everyUpdate }).first().click();
  await expect(page).toHaveURL(new RegExp(`/admin/automation/triggers/${ruleId}`));
  await context.close();
  await api.delete(`triggers/${ruleId}`);
  await receiver.close();
});
