import type { Page } from "@playwright/test";
import { e2e } from "./environment";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";
import { pick, pickFromMenu } from "./pick";

/** Types into Monaco as a person does; it closes brackets and quotes by itself, so the text goes in as one insertion. */
async function typeBody(page: Page, text: string) {
  const editor = page.getByRole("textbox", { name: "Body Template" });
  await editor.focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}

async function createBin(page: Page, name: string): Promise<string> {
  await page.goto("/admin/integration/inspector");
  await page.getByRole("button", { name: "New bin" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New bin" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create bin" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return `${e2e.url}/inspect/${new URL(page.url()).pathname.split("/").at(-1)}`;
}

async function answerWith(page: Page, body: string) {
  await page.getByRole("button", { name: "Response" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Body").fill(body);
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The bin now answers 200.")).toBeVisible();
}

const looks = [
  { scheme: "light", width: 1280 },
  { scheme: "dark", width: 1280 },
  { scheme: "light", width: 390 },
  { scheme: "dark", width: 390 },
] as const;

for (const { scheme, width } of looks) {
  test(`from an empty bin to the partner's answer on the ticket, ${scheme} at ${width} px`, async ({
    page,
    api,
    mark,
  }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    const look = async () => {
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    };
    const name = `Send to customer ${scheme} ${width} ${mark}`;

    // A ticket of its own, so that runs side by side don't meet.
    const created = await api.post("tickets", { data: { typeId: 1, title: `Journey ${scheme} ${width}` } });
    expect(created.status(), await created.text()).toBe(201);
    const ticket = (await created.json()) as { id: number; displayId: string };

    const binUrl = await createBin(page, `Partner ${scheme} ${width} ${mark}`);
    await answerWith(page, '{"result":{"number":"INC0012345"}}');
    await look();

    await page.goto("/admin/integration/webhooks");
    const blank = page.getByRole("heading", { level: 1, name: "New webhook" });
    await pickFromMenu(page.getByRole("button", { name: "Add Webhook" }), "Incident", blank);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByRole("checkbox", { name: "Encoded URL parameters" }).check();
    await page.getByRole("switch", { name: "Show as button" }).click();
    await page.getByLabel("Action description").fill("Sent with reference {{parameters.Customer reference}}");
    await page.getByLabel("Request URL").fill(`${binUrl}/incidents?from={{ticket.displayid}}`);
    // Out of the field, so that its suggestions close.
    await page.getByRole("heading", { level: 1 }).click();
    await look();

    await page.getByRole("tab", { name: "Parameters" }).click();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const parameters = page.getByRole("list", { name: "Parameters" }).getByRole("listitem");
    await parameters.first().getByLabel("Name").fill("Customer reference");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const second = parameters.nth(1);
    await second.getByLabel("Name").fill("Ticket ID");
    await second.getByRole("checkbox", { name: "Read only" }).check();
    await second.getByLabel("Default text").fill("{{ticket.id}}");
    await look();

    await page.getByRole("tab", { name: "Request body" }).click();
    const template =
      '{"id": "{{parameters.Ticket ID}}", "title": "{{ticket.title}}", "reference": "{{Customer reference}}"}';
    await typeBody(page, template);
    await look();

    await page.getByRole("tab", { name: "Response fields" }).click();
    await page.getByLabel("Sample reply").fill('{"result":{"number":"INC0012345"}}');
    await page.getByRole("button", { name: "Map result.number" }).click();
    await pick(page.getByRole("combobox", { name: "Custom form" }), "Integration");
    await pick(page.getByRole("combobox", { name: "Field" }), "VivantiotestID");
    await look();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

    await page.goto(`/tickets/${ticket.displayId}`);
    await page.getByRole("button", { name, exact: true }).click();
    const dialog = page.getByRole("dialog", { name });
    await expect(dialog.getByLabel("Ticket ID")).toHaveValue(String(ticket.id));
    await expect(dialog.getByLabel("Ticket ID")).not.toBeEditable();
    await dialog.getByLabel("Customer reference").fill('C-1 "quoted" & more');
    await look();
    await dialog.getByRole("button", { name: "Fire" }).click();
    await expect(dialog.getByRole("status").filter({ hasText: `${name} succeeded` })).toBeAttached({ timeout: 30_000 });
    await look();
    await dialog.getByRole("button", { name: "Close" }).last().click();

    await expect(page.getByLabel("VivantiotestID")).toHaveValue("INC0012345");
    const history = page.getByRole("region", { name: "History" });
    await expect(history.getByText('Sent with reference C-1 "quoted" & more')).toBeVisible();
    await expect(history.getByText(/INC0012345|filled Integration › VivantiotestID/).first()).toBeVisible();
    await look();

    await page.goto(new URL(binUrl).pathname.replace("/inspect/", "/admin/integration/inspector/"));
    await page.getByRole("link", { name: /POST/ }).first().click();
    const request = page.getByRole("article", { name: "Request" });
    await expect(request.getByText(`/incidents?from=${ticket.displayId}`).first()).toBeVisible();
    await look();
    const received = await api.get(`inspector/bins/${binUrl.split("/").at(-1)}/requests`);
    const { items } = (await received.json()) as { items: { method: string; target: string; body: string }[] };
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      method: "POST",
      target: `/incidents?from=${ticket.displayId}`,
      body: `{"id": "${ticket.id}", "title": "Journey ${scheme} ${width}", "reference": "C-1 \\"quoted\\" & more"}`,
    });

    await page.goto("/admin/integration/deliveries");
    await page.getByRole("row").filter({ hasText: ticket.displayId }).getByRole("link").first().click();
    await expect(page.getByText(/Delivered on the first attempt/)).toBeVisible();
    await look();
  });
}
