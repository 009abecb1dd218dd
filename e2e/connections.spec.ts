import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, expectAccessible, test } from "./fixtures";
import { pick, pickFromMenu } from "./pick";
import { fire, newTicket, newWebhook } from "./records";

const list = "/admin/integration/connections";
const webhooks = "/admin/integration/webhooks";

/** A partner that keeps the headers it was called with. */
async function openPartner() {
  const seen: Record<string, string | string[] | undefined>[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    request.resume();
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/in`,
    seen,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

test("a shared connection is created, chosen in a webhook, sent, and kept from deletion", async ({
  page,
  api,
  mark,
}) => {
  const [key, user] = [`Partner key ${mark}`, `With a shared key ${mark}`];
  const partner = await openPartner();
  try {
    await page.goto(list);
    await page.getByRole("link", { name: "New connection" }).first().click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill(key);
    await pick(page.getByRole("combobox", { name: "Authentication Type" }), "API key header");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByLabel("Header", { exact: true })).toHaveAccessibleDescription(/Enter/);
    await page.getByLabel("Header", { exact: true }).fill("X-Partner-Key");
    await page.getByLabel("Key", { exact: true }).fill("s3cret-partner-key");
    await page.getByLabel("Hosts").fill("127.0.0.1");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText(`Connection “${key}” saved.`)).toBeVisible();

    // The stored key is never shown again.
    await page.getByRole("link", { name: key }).click();
    await expect(page.getByLabel("Key", { exact: true })).toHaveAttribute("placeholder", "stored; leave blank to keep");
    await expect(page.getByLabel("Key", { exact: true })).toHaveValue("");

    const ticket = await newTicket(api, "Keyed");
    const webhook = await newWebhook(api, { name: user, url: partner.url });
    await page.goto(`${webhooks}/${webhook.id}`);
    await pick(page.getByRole("combobox", { name: "Authentication Type" }), "Shared connection");
    await pick(page.getByRole("combobox", { name: "Connection", exact: true }), key);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText(`Webhook “${user}” saved.`)).toBeVisible();

    const delivery = await fire(api, webhook.id, ticket.id);
    await expect.poll(() => partner.seen[0]?.["x-partner-key"]).toBe("s3cret-partner-key");
    const logged = await (await api.get(`deliveries/${delivery}`)).text();
    expect(logged).not.toContain("s3cret-partner-key");

    await page.goto(list);
    const question = page.getByRole("dialog", { name: `Delete connection “${key}”?` });
    await pickFromMenu(page.getByRole("button", { name: `Actions for ${key}`, exact: true }), "Delete", question);
    await question.getByRole("button", { name: "Delete connection" }).click();
    await expect(question).toContainText(user);
  } finally {
    await partner.close();
  }
});

test("a stored password is asked for again when the URL leads to another host", async ({ page, api }) => {
  const webhook = await newWebhook(api, {
    name: "Redirected",
    url: "https://partner.example/in",
    auth: { type: "basic", username: "desk", password: "s3cret-passphrase" },
  });
  await page.goto(`${webhooks}/${webhook.id}`);
  await page.getByLabel("Request URL").fill("https://elsewhere.example/in");
  await page.getByRole("textbox", { name: "Name", exact: true }).focus();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/another host/);
  await page.getByLabel("Password", { exact: true }).fill("another secret");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Webhook “Redirected” saved.")).toBeVisible();
});

test("a cURL command shows what it would change, and drafts the request", async ({ page, api }) => {
  const webhook = await newWebhook(api, { name: "From cURL", url: "https://partner.example/in" });
  await page.goto(`${webhooks}/${webhook.id}`);
  await page.getByRole("button", { name: "Import from cURL" }).click();
  const dialog = page.getByRole("dialog", { name: "Import from cURL" });
  const box = dialog.getByLabel("cURL command");
  await box.fill("wget https://x.example");
  await expect(box).toHaveAccessibleDescription(/not a cURL command/);
  await box.fill(
    `curl -k -X PUT 'https://api.partner.example/v2?sync=1' -u desk:s3cret -H 'X-Source: desk' -H 'Content-Type: application/json' -d '{"a": 1}'`,
  );
  await expect(dialog.getByRole("row", { name: /HTTP Method POST PUT/ })).toBeVisible();
  await expect(dialog).toContainText("Certificates are always checked");
  await expect(dialog.getByRole("table")).not.toContainText("s3cret");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByLabel("Request URL")).toHaveValue("https://api.partner.example/v2?sync=1");
  await expect(page.getByLabel("Username")).toHaveValue("desk");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Webhook “From cURL” saved.")).toBeVisible();
  expect(await (await api.get(`webhooks/${webhook.id}`)).json()).toMatchObject({
    method: "PUT",
    body: '{"a": 1}',
    headers: [{ name: "X-Source", value: "desk" }],
    auth: { type: "basic", username: "desk", hasPassword: true },
  });
});
