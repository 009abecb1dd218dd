import type { Page } from "@playwright/test";
import { e2e } from "./environment";
import { expect, test } from "./fixtures";
import { newTicket } from "./records";

const withKey = (token: string, path: string) =>
  fetch(`${e2e.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });

async function choose(page: Page, row: string, item: string) {
  await page.getByRole("button", { name: `Actions for ${row}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("a custom form gets a select field, is reordered, and is deleted by typing its name", async ({ page }) => {
  await page.goto("/admin/custom-forms/new");
  const form = page.getByRole("form", { name: "Custom form" });
  const save = form.getByRole("button", { name: "Save" });
  const field = (number: number) => form.getByRole("group", { name: `Field ${number}`, exact: true });
  await form.getByLabel("Name", { exact: true }).fill("Site visit");
  // Changes only: the forms of incidents are what other tests look at.
  for (const type of ["Incident", "Request", "Problem"]) await form.getByRole("checkbox", { name: type }).uncheck();
  await field(1).getByLabel("Field name").fill("Slot");
  await field(1).getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "Select" }).click();
  await save.click();
  await expect(field(1).getByLabel("Options")).toHaveAccessibleDescription("A select field needs options");
  await field(1).getByLabel("Options").fill("Morning\nAfternoon");
  await form.getByRole("button", { name: "Add field" }).click();
  await field(2).getByLabel("Field name").fill("Floor");
  await field(2).getByRole("button", { name: "Move field 2 up" }).click();
  await save.click();
  await expect(page.getByText("Form “Site visit” saved.")).toBeVisible();
  await expect(page).toHaveURL(/\/custom-forms\/\d+$/);
  await page.reload();
  await expect(field(1).getByLabel("Field name")).toHaveValue("Floor");
  await expect(field(2).getByLabel("Field name")).toHaveValue("Slot");
  await expect(field(2).getByLabel("Options")).toHaveValue("Morning\nAfternoon");

  await page.goto("/tickets/new");
  await page.getByRole("combobox", { name: "Type" }).click();
  await page.getByRole("option", { name: "Change" }).click();
  await page.getByRole("combobox", { name: "Slot" }).click();
  await expect(page.getByRole("option", { name: "Afternoon" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.goto("/admin/custom-forms");
  await choose(page, "Site visit", "Delete");
  const question = page.getByRole("dialog", { name: "Delete form “Site visit”?" });
  const confirm = question.getByRole("button", { name: "Delete form" });
  await expect(confirm).toBeDisabled();
  await question.getByLabel("Type “Site visit” to confirm").fill("Site visit");
  await confirm.click();
  await expect(page.getByText("Form “Site visit” deleted.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Site visit" })).toHaveCount(0);
});

test("a person is created, changed, and not deleted while a ticket names them", async ({ page, api }) => {
  await page.goto("/admin/people/new");
  const save = page.getByRole("button", { name: "Save" });
  await page.getByLabel("First name").fill("Petra");
  await save.click();
  await expect(page.getByLabel("Last name")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Last name").fill("Passing");
  await save.click();
  await expect(page.getByRole("heading", { level: 1, name: "Petra Passing" })).toBeVisible();
  const id = Number(new URL(page.url()).pathname.split("/").at(-1));
  await page.getByLabel("Last name").fill("Changed");
  await page.getByRole("form", { name: "Person" }).getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => (await (await api.get(`people/${id}`)).json()).name).toBe("Petra Changed");

  const ticket = await newTicket(api, "Names a person", { requesterId: id });
  await page.goto("/admin/people?q=Petra");
  await choose(page, "Petra Changed", "Delete");
  const question = page.getByRole("dialog", { name: "Delete Petra Changed?" });
  await question.getByRole("button", { name: "Delete person" }).click();
  await expect(question.getByRole("alert")).toHaveText(
    `Petra Changed is on ticket ${ticket.displayId}. Disable the person instead.`,
  );
  await api.patch(`tickets/${ticket.id}`, { data: { requesterId: null } });
  await question.getByRole("button", { name: "Delete person" }).click();
  await expect(page.getByText("Petra Changed deleted.")).toBeVisible();
  expect((await api.get(`people/${id}`)).status()).toBe(404);
});

test("a role is created, changed and deleted", async ({ page, api }) => {
  await page.goto("/admin/roles/new");
  const role = page.getByRole("form", { name: "Role" });
  await role.getByLabel("Name").fill("Technician");
  await role.getByRole("button", { name: "Save" }).click();
  await expect(role.getByLabel("Name")).toHaveAccessibleDescription("Another role has this name");
  await role.getByLabel("Name").fill("Watcher");
  for (const permission of ["Create and change tickets", "Fire webhooks from tickets", "See people"])
    await role.getByRole("checkbox", { name: permission }).uncheck();
  await role.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("row").filter({ hasText: "Watcher" });
  await expect(row).toContainText(/1 of \d+/);
  await row.getByRole("link", { name: "Watcher" }).click();
  await role.getByRole("checkbox", { name: "See deliveries with their requests and replies" }).check();
  await role.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText(/2 of \d+/);
  const { items } = (await (await api.get("roles")).json()) as { items: { name: string; permissions: string[] }[] };
  expect(items.find(({ name }) => name === "Watcher")?.permissions).toEqual(["tickets.read", "deliveries.read"]);

  await choose(page, "Watcher", "Delete");
  await page.getByRole("dialog").getByRole("button", { name: "Delete role" }).click();
  await expect(page.getByText("Role “Watcher” deleted.")).toBeVisible();
  await expect(row).toHaveCount(0);
});

test("an API key is shown once, may what its role may, and is refused once revoked", async ({ page }) => {
  await page.goto("/admin/api-keys");
  await page.getByRole("button", { name: "New API key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Relay");
  await dialog.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "Technician" }).click();
  await dialog.getByRole("button", { name: "Create key" }).click();
  await expect(dialog).toContainText("Copy the key now");
  const token = (await dialog.getByRole("region", { name: "API key" }).innerText()).trim();
  await dialog.getByRole("button", { name: "Done" }).click();
  expect((await withKey(token, "tickets")).status).toBe(200);
  expect((await withKey(token, "webhooks")).status).toBe(403);

  await page.reload();
  const row = page.getByRole("row").filter({ hasText: "Relay" });
  await expect(row).toContainText(`…${token.slice(-4)}`);
  await expect(row).toContainText("Active");
  expect(await page.content()).not.toContain(token);
  await choose(page, "Relay", "Revoke");
  await page
    .getByRole("dialog", { name: "Revoke API key “Relay”?" })
    .getByRole("button", { name: "Revoke key" })
    .click();
  await expect(row).toContainText("Revoked");
  expect((await withKey(token, "tickets")).status).toBe(401);
});

test("settings take a list entry, a status and a ticket type, and the audit tells", async ({ page, api }) => {
  await page.goto("/admin/settings?list=location");
  const lists = page.getByRole("region", { name: "Lists", exact: true });
  await lists.getByRole("button", { name: "Add to locations" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Name").fill("Basement");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(lists.getByRole("listitem").filter({ hasText: "Basement" })).toBeVisible();
  await lists.getByRole("button", { name: "Edit Basement" }).click();
  await dialog.getByLabel("Name").fill("Cellar");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(lists.getByRole("listitem").filter({ hasText: "Cellar" })).toBeVisible();

  await page.getByRole("button", { name: "Add status" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("Parked");
  await dialog.getByRole("combobox", { name: "Deskpro name" }).click();
  await page.getByRole("option", { name: "hold" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(
    page.getByRole("list", { name: "Statuses" }).getByRole("listitem").filter({ hasText: "Parked" }),
  ).toContainText("hold");

  await page.getByRole("button", { name: "Add ticket type" }).click();
  await dialog.getByLabel("Name").fill("Field visit");
  await dialog.getByLabel("Prefix").fill("in");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Prefix")).toHaveAccessibleDescription(/capital letters/);
  await dialog.getByLabel("Prefix").fill("FV");
  await dialog.getByLabel("Next number").fill("700");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  const { ticketTypes } = (await (await api.get("desk-lists")).json()) as {
    ticketTypes: { id: number; name: string }[];
  };
  const typeId = ticketTypes.find(({ name }) => name === "Field visit")?.id;
  expect(await newTicket(api, "First of its type", { typeId })).toMatchObject({ displayId: "FV700" });

  await lists.getByRole("button", { name: "Delete Cellar" }).click();
  await dialog.getByRole("button", { name: "Delete entry" }).click();
  await expect(page.getByText("“Cellar” deleted.")).toBeVisible();

  const row = (action: string, name: string) =>
    page.getByRole("row").filter({ hasText: action }).filter({ hasText: name });
  await page.goto("/admin/audit");
  for (const [action, name] of [
    ["listItem.create", "Basement"],
    ["listItem.update", "Cellar"],
    ["listItem.remove", "Cellar"],
    ["status.create", "Parked"],
    ["ticketType.create", "Field visit"],
  ] as const) {
    await page.getByRole("searchbox", { name: "Search audit" }).fill(name);
    await expect(row(action, name)).toHaveCount(1);
    await expect(row(action, name)).toContainText("Annie Admin");
  }
});
