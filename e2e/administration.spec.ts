import type { Locator, Page } from "@playwright/test";
import { e2e } from "./environment";
import { expect, test } from "./fixtures";
import { pick, pickFromMenu } from "./pick";
import { newTicket } from "./records";

const withKey = (token: string, path: string) =>
  fetch(`${e2e.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });

const choose = (page: Page, row: string, item: string, effect: Locator) =>
  pickFromMenu(page.getByRole("button", { name: `Actions for ${row}`, exact: true }), item, effect);

test("a custom form gets a select field, is reordered, and is deleted by typing its name", async ({ page, mark }) => {
  const [name, slot] = [`Site visit ${mark}`, `Slot ${mark}`];
  await page.goto("/admin/custom-forms/new");
  const form = page.getByRole("form", { name: "Custom form" });
  const save = form.getByRole("button", { name: "Save" });
  const field = (number: number) => form.getByRole("group", { name: `Field ${number}`, exact: true });
  await form.getByLabel("Name", { exact: true }).fill(name);
  // Changes only: the forms of incidents are what other tests look at.
  for (const type of ["Incident", "Request", "Problem"]) await form.getByRole("checkbox", { name: type }).uncheck();
  await field(1).getByLabel("Field name").fill(slot);
  await pick(field(1).getByRole("combobox", { name: "Kind" }), "Select");
  await save.click();
  await expect(field(1).getByLabel("Options")).toHaveAccessibleDescription("A select field needs options");
  await field(1).getByLabel("Options").fill("Morning\nAfternoon");
  await form.getByRole("button", { name: "Add field" }).click();
  await field(2).getByLabel("Field name").fill("Floor");
  await field(2).getByRole("button", { name: "Move field 2 up" }).click();
  await save.click();
  await expect(page.getByText(`Form “${name}” saved.`)).toBeVisible();
  await expect(page).toHaveURL(/\/custom-forms\/\d+$/);
  await page.reload();
  await expect(field(1).getByLabel("Field name")).toHaveValue("Floor");
  await expect(field(2).getByLabel("Field name")).toHaveValue(slot);
  await expect(field(2).getByLabel("Options")).toHaveValue("Morning\nAfternoon");

  await page.goto("/tickets/new");
  await pick(page.getByRole("combobox", { name: "Type" }), "Change");
  await page.getByRole("combobox", { name: slot }).click();
  await expect(page.getByRole("option", { name: "Afternoon" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.goto("/admin/custom-forms");
  const question = page.getByRole("dialog", { name: `Delete form “${name}”?` });
  await choose(page, name, "Delete", question);
  const confirm = question.getByRole("button", { name: "Delete form" });
  await expect(confirm).toBeDisabled();
  await question.getByLabel(`Type “${name}” to confirm`).fill(name);
  await confirm.click();
  await expect(page.getByText(`Form “${name}” deleted.`)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
});

test("a person is created, changed, and not deleted while a ticket names them", async ({ page, api, mark }) => {
  const [before, after] = [`Passing ${mark}`, `Changed ${mark}`];
  await page.goto("/admin/people/new");
  const save = page.getByRole("button", { name: "Save" });
  await page.getByLabel("First name").fill("Petra");
  await save.click();
  await expect(page.getByLabel("Last name")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Last name").fill(before);
  await save.click();
  await expect(page.getByRole("heading", { level: 1, name: `Petra ${before}` })).toBeVisible();
  const id = Number(new URL(page.url()).pathname.split("/").at(-1));
  await page.getByLabel("Last name").fill(after);
  await page.getByRole("form", { name: "Person" }).getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => (await (await api.get(`people/${id}`)).json()).name).toBe(`Petra ${after}`);

  const ticket = await newTicket(api, "Names a person", { requesterId: id });
  await page.goto(`/admin/people?q=${mark}`);
  const question = page.getByRole("dialog", { name: `Delete Petra ${after}?` });
  await choose(page, `Petra ${after}`, "Delete", question);
  await question.getByRole("button", { name: "Delete person" }).click();
  await expect(question.getByRole("alert")).toHaveText(
    `Petra ${after} is on ticket ${ticket.displayId}. Disable the person instead.`,
  );
  await api.patch(`tickets/${ticket.id}`, { data: { requesterId: null } });
  await question.getByRole("button", { name: "Delete person" }).click();
  await expect(page.getByText(`Petra ${after} deleted.`)).toBeVisible();
  expect((await api.get(`people/${id}`)).status()).toBe(404);
});

test("a role is created, changed and deleted", async ({ page, api, mark }) => {
  const watcher = `Watcher ${mark}`;
  await page.goto("/admin/roles/new");
  const role = page.getByRole("form", { name: "Role" });
  await role.getByLabel("Name").fill("Technician");
  await role.getByRole("button", { name: "Save" }).click();
  await expect(role.getByLabel("Name")).toHaveAccessibleDescription("Another role has this name");
  await role.getByLabel("Name").fill(watcher);
  for (const permission of ["Create and change tickets", "Fire webhooks from tickets", "See people"])
    await role.getByRole("checkbox", { name: permission }).uncheck();
  await role.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("row").filter({ hasText: watcher });
  await expect(row).toContainText(/1 of \d+/);
  await row.getByRole("link", { name: watcher }).click();
  await role.getByRole("checkbox", { name: "See deliveries with their requests and replies" }).check();
  await role.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText(/2 of \d+/);
  const { items } = (await (await api.get("roles")).json()) as { items: { name: string; permissions: string[] }[] };
  expect(items.find(({ name }) => name === watcher)?.permissions).toEqual(["tickets.read", "deliveries.read"]);

  const removal = page.getByRole("dialog").getByRole("button", { name: "Delete role" });
  await choose(page, watcher, "Delete", removal);
  await removal.click();
  await expect(page.getByText(`Role “${watcher}” deleted.`)).toBeVisible();
  await expect(row).toHaveCount(0);
});

test("an API key is shown once, may what its role may, and is refused once revoked", async ({ page, mark }) => {
  const relay = `Relay ${mark}`;
  await page.goto("/admin/api-keys");
  await page.getByRole("button", { name: "New API key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(relay);
  await pick(dialog.getByRole("combobox", { name: "Role" }), "Technician");
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog).toContainText("Copy the key now");
  const token = (await dialog.getByRole("region", { name: "API key" }).innerText()).trim();
  await dialog.getByRole("button", { name: "Done" }).click();
  expect((await withKey(token, "tickets")).status).toBe(200);
  expect((await withKey(token, "webhooks")).status).toBe(403);

  await page.reload();
  const row = page.getByRole("row").filter({ hasText: relay });
  await expect(row).toContainText(`…${token.slice(-4)}`);
  await expect(row).toContainText("Active");
  expect(await page.content()).not.toContain(token);
  const question = page.getByRole("dialog", { name: `Revoke API key “${relay}”?` });
  await choose(page, relay, "Revoke", question);
  await question.getByRole("button", { name: "Revoke key" }).click();
  await expect(row).toContainText("Revoked");
  expect((await withKey(token, "tickets")).status).toBe(401);
});

test("settings take a list entry, a status and a ticket type, and the audit tells", async ({ page, api, mark }) => {
  const [basement, cellar, parked, visit] = ["Basement", "Cellar", "Parked", "Field visit"].map(
    (name) => `${name} ${mark}`,
  ) as [string, string, string, string];
  // Five capital letters of its own.
  const prefix = Array.from({ length: 5 }, () => String.fromCharCode(65 + Math.random() * 26)).join("");
  await page.goto("/admin/settings?list=location");
  const lists = page.getByRole("region", { name: "Lists", exact: true });
  await lists.getByRole("button", { name: "Add to locations" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Name").fill(basement);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(lists.getByRole("listitem").filter({ hasText: basement })).toBeVisible();
  await lists.getByRole("button", { name: `Edit ${basement}` }).click();
  await dialog.getByLabel("Name").fill(cellar);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(lists.getByRole("listitem").filter({ hasText: cellar })).toBeVisible();

  await page.getByRole("button", { name: "Add status" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill(parked);
  await pick(dialog.getByRole("combobox", { name: "Deskpro name" }), "hold");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(
    page.getByRole("list", { name: "Statuses" }).getByRole("listitem").filter({ hasText: parked }),
  ).toContainText("hold");

  await page.getByRole("button", { name: "Add ticket type" }).click();
  await dialog.getByLabel("Name").fill(visit);
  await dialog.getByLabel("Prefix").fill("in");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Prefix")).toHaveAccessibleDescription(/capital letters/);
  await dialog.getByLabel("Prefix").fill(prefix);
  await dialog.getByLabel("Next number").fill("700");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  const { ticketTypes } = (await (await api.get("desk-lists")).json()) as {
    ticketTypes: { id: number; name: string }[];
  };
  const typeId = ticketTypes.find(({ name }) => name === visit)?.id;
  expect(await newTicket(api, "First of its type", { typeId })).toMatchObject({ displayId: `${prefix}700` });

  await lists.getByRole("button", { name: `Delete ${cellar}` }).click();
  await dialog.getByRole("button", { name: "Delete entry" }).click();
  await expect(page.getByText(`“${cellar}” deleted.`)).toBeVisible();

  const row = (action: string, name: string) =>
    page.getByRole("row").filter({ hasText: action }).filter({ hasText: name });
  await page.goto("/admin/audit");
  for (const [action, name] of [
    ["listItem.create", basement],
    ["listItem.update", cellar],
    ["listItem.remove", cellar],
    ["status.create", parked],
    ["ticketType.create", visit],
  ] as const) {
    await page.getByRole("searchbox", { name: "Search audit" }).fill(name);
    await expect(row(action, name)).toHaveCount(1);
    await expect(row(action, name)).toContainText("Annie Admin");
  }
});
