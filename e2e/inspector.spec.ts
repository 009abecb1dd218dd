import { createHmac } from "node:crypto";
import { expect, test } from "./fixtures";
import { pick, pickFromMenu } from "./pick";
import { newBin } from "./records";

const pageOf = ({ id }: { id: string }) => `/admin/integration/inspector/${id}`;

test("requests appear by themselves, are parsed, shown raw and found again", async ({ page, api }) => {
  const bin = await newBin(api, "Arrivals");
  await page.goto(pageOf(bin));
  await expect(page.getByText("Waiting for the first request")).toBeVisible();
  // Gone after a reload: shows that none happened.
  await page.evaluate(() => Object.assign(window, { stayed: true }));

  const form = "ticket[agent][name]=Ann+Lee&ticket[labels][]=vpn&ticket[labels][]=urgent";
  const answered = await fetch(`${bin.url}/forms?from=partner`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-partner": "Customer X" },
    body: form,
  });
  expect(answered.status).toBe(200);

  const request = page.getByRole("article", { name: "Request" });
  await expect(request.getByRole("heading", { name: /POST\s*\/forms\?from=partner/ })).toBeVisible();
  const tree = request.getByRole("list", { name: "Form fields" });
  const ticket = tree.getByRole("listitem").filter({ hasText: /^ticket/ });
  const agent = ticket.getByRole("listitem").filter({ hasText: /^agent/ });
  await expect(agent.getByRole("listitem").filter({ hasText: /^name/ })).toHaveText("nameAnn Lee");
  await expect(ticket.getByRole("listitem").filter({ hasText: /^labels/ })).toContainText(/vpn\s*urgent/);
  await expect(request.getByRole("region", { name: "Headers" })).toContainText("Customer X");
  await request.getByRole("tab", { name: "Raw" }).click();
  await expect(request.getByRole("region", { name: "Raw body" })).toContainText(form);

  await fetch(`${bin.url}/soap`, {
    method: "POST",
    headers: { "content-type": "text/xml" },
    body: '<ticket id="7"><tag>vpn</tag><tag>mail</tag></ticket>',
  });
  const xml = request.getByRole("list", { name: "XML elements" });
  await expect(xml.getByRole("listitem").filter({ hasText: /^tag/ })).toHaveText(["tagvpn", "tagmail"]);

  await fetch(`${bin.url}/orders/7`, { method: "PUT", body: '{"state":"shipped"}' });
  await expect(request.getByRole("heading", { name: /PUT\s*\/orders\/7/ })).toBeVisible();
  const list = page.getByRole("region", { name: "Requests" });
  await expect(list.getByText("3 requests", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => "stayed" in window)).toBe(true);

  await list.getByRole("searchbox", { name: "Search requests" }).fill("Customer X");
  await expect(list.getByText("1 request with “Customer X”")).toBeVisible();
  await expect(list.getByRole("link")).toHaveCount(1);
  await expect(list.getByRole("link")).toContainText("/forms?from=partner");
  await list.getByRole("searchbox", { name: "Search requests" }).fill("nowhere to be found");
  await expect(page.getByText("Nothing matches")).toBeVisible();
});

test("a request is copied as a curl command", async ({ page, context, api }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const bin = await newBin(api, "Copied");
  await fetch(`${bin.url}/copy`, { method: "PATCH", headers: { "x-token": "it's" }, body: "plain & simple" });
  await page.goto(pageOf(bin));
  await page.getByRole("button", { name: "Copy as cURL" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("curl");
  expect(copied).toContain("PATCH");
  expect(copied).toContain(`${bin.url}/copy`);
  expect(copied).toContain("plain & simple");
  expect(copied).toContain("it'\\''s");
});

test("a bin answers as it is told to, is cleared and deleted after asking", async ({ page, api, mark }) => {
  const name = `Down for maintenance ${mark}`;
  const bin = await newBin(api, name);
  await page.goto(pageOf(bin));
  await page.getByRole("button", { name: "Response settings" }).click();
  const sheet = page.getByRole("dialog", { name: "Response settings" });
  await sheet.getByLabel("Status").fill("900");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet.getByLabel("Status")).toHaveAccessibleDescription("From 200 to 599");
  await sheet.getByLabel("Status").fill("503");
  await sheet.getByRole("button", { name: "Add header" }).click();
  await sheet.getByLabel("Name of header 2").fill("retry-after");
  await sheet.getByLabel("Value of header 2").fill("120");
  await sheet.getByLabel("Body").fill("back soon");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The bin now answers 503.")).toBeVisible();
  await expect(page.getByText(/^Answers 503/)).toBeVisible();

  const answered = await fetch(bin.url);
  expect(answered.status).toBe(503);
  expect(answered.headers.get("retry-after")).toBe("120");
  expect(await answered.text()).toBe("back soon");
  await expect(page.getByRole("article", { name: "Request" })).toBeVisible();

  const menu = page.getByRole("button", { name: `Actions for ${name}` });
  const clearing = page.getByRole("dialog", { name: `Clear 1 request of “${name}”?` });
  await pickFromMenu(menu, "Clear requests", clearing);
  await clearing.getByRole("button", { name: "Cancel" }).click();
  await expect(clearing).toBeHidden();
  await expect(page.getByRole("article", { name: "Request" })).toBeVisible();
  await pickFromMenu(menu, "Clear requests", clearing);
  await clearing.getByRole("button", { name: "Clear requests" }).click();
  await expect(page.getByText("Waiting for the first request")).toBeVisible();

  const removal = page.getByRole("dialog").getByRole("button", { name: "Delete bin" });
  await pickFromMenu(menu, "Delete bin", removal);
  await removal.click();
  await expect(page).toHaveURL(/\/inspector$/);
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
  expect((await fetch(bin.url)).status).toBe(404);
});

test("a preset scripts 500, 500, 200, and a challenge guards it", async ({ page, api }) => {
  const bin = await newBin(api, "Rehearsal");
  await page.goto(pageOf(bin));
  await page.getByRole("button", { name: "Response settings" }).click();
  const sheet = page.getByRole("dialog", { name: "Response settings" });
  await sheet.getByRole("button", { name: "500, 500, 200" }).click();
  await expect(sheet.getByRole("group", { name: "Reply 3" }).getByLabel("Status")).toHaveValue("200");
  await pick(sheet.getByRole("combobox", { name: "Challenge" }), /^Basic/);
  await sheet.getByLabel("User", { exact: true }).fill("ann");
  await sheet.getByLabel("Password").fill("made up");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The bin now answers 500, 500, 200.")).toBeVisible();
  await expect(page.getByText(/next is reply 1 of 3, behind a Basic challenge/)).toBeVisible();

  const headers = { authorization: `Basic ${btoa("ann:made up")}` };
  expect((await fetch(bin.url)).status).toBe(401);
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) statuses.push((await fetch(bin.url, { headers })).status);
  expect(statuses).toEqual([500, 500, 200, 200]);
  await page.reload();
  await expect(page.getByText(/next is reply 3 of 3/)).toBeVisible();
  await page.getByRole("button", { name: "Response settings" }).click();
  await sheet.getByRole("button", { name: "Start over" }).click();
  await expect(page.getByText("The next request gets the first reply.")).toBeVisible();
  expect((await fetch(bin.url, { headers })).status).toBe(500);
});

test("a signature is verified, and a wrong secret told from an altered body", async ({ page, api }) => {
  const bin = await newBin(api, "Signed");
  const sign = (secret: string, body: string) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  await fetch(bin.url, {
    method: "POST",
    headers: { "x-hub-signature-256": sign("s3cret", '{"a":1}') },
    body: '{"a": 1}',
  });
  await fetch(bin.url, { method: "POST", headers: { "x-hub-signature-256": sign("s3cret", "whole") }, body: "whole" });
  await page.goto(pageOf(bin));
  await page.getByRole("button", { name: "Verify signature" }).click();
  const dialog = page.getByRole("dialog", { name: "Verify signature" });
  await expect(dialog.getByRole("combobox", { name: "Scheme" })).toContainText("GitHub");
  const check = async (secret: string) => {
    await dialog.getByLabel("Secret").fill(secret);
    await dialog.getByRole("button", { name: "Verify" }).click();
  };
  await check("s3cret");
  await expect(dialog.getByText("Valid", { exact: true })).toBeVisible();
  await check("other");
  await expect(dialog.getByRole("alert")).toContainText("does not fit");
  await dialog.getByRole("button", { name: "Close" }).click();

  await page.getByRole("region", { name: "Requests" }).getByRole("link").last().click();
  await expect(page.getByRole("article", { name: "Request" })).toContainText('"a"');
  await page.getByRole("button", { name: "Verify signature" }).click();
  await check("s3cret");
  await expect(dialog.getByRole("alert")).toContainText("the body was altered");
});

test("two requests are compared", async ({ page, api }) => {
  const bin = await newBin(api, "Compared");
  for (const state of ["open", "closed"])
    await fetch(`${bin.url}/t?state=${state}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: 1, state }),
    });
  await page.goto(pageOf(bin));
  const list = page.getByRole("region", { name: "Requests" });
  await list.getByRole("checkbox", { name: "Compare POST /t?state=open" }).click();
  await expect(list.getByText("Pick another to compare")).toBeVisible();
  await list.getByRole("checkbox", { name: "Compare POST /t?state=closed" }).click();
  await list.getByRole("link", { name: "Compare", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Compare requests" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Method and path" })).toContainText("The same in both");
  const body = page.getByRole("table", { name: "Body" });
  await expect(body.getByRole("row").filter({ hasText: "state" })).toContainText(/"open".*"closed"/);
});

test("a request is replayed to another address, and pinned ones are marked", async ({ page, api }) => {
  const [bin, other] = [await newBin(api, "From"), await newBin(api, "To")];
  await api.put(`inspector/bins/${other.id}/response`, { data: { status: 202, body: "taken" } });
  await fetch(`${bin.url}/a`, {
    method: "PUT",
    headers: { "x-mark": "kept", authorization: "Bearer t" },
    body: "again",
  });
  await page.goto(pageOf(bin));
  await page.getByRole("button", { name: "Replay" }).click();
  const dialog = page.getByRole("dialog", { name: "Replay request" });
  await dialog.getByLabel("URL").fill("ftp://x");
  await dialog.getByRole("button", { name: "Send PUT" }).click();
  await expect(dialog.getByLabel("URL")).toHaveAccessibleDescription(/http:\/\//);
  await dialog.getByLabel("URL").fill(`${other.url}/b`);
  await dialog.getByRole("button", { name: "Send PUT" }).click();
  await expect(dialog.getByText("202 Accepted")).toBeVisible();
  await expect(dialog.getByRole("region", { name: "Reply", exact: true })).toContainText("taken");
  const { items } = (await (await api.get(`inspector/bins/${other.id}/requests`)).json()) as {
    items: { method: string; target: string; body: string; headers: [string, string][] }[];
  };
  expect(items[0]).toMatchObject({ method: "PUT", target: "/b", body: "again" });
  const names = items[0]?.headers.map(([name]) => name.toLowerCase());
  expect(names).toContain("x-mark");
  expect(names).not.toContain("authorization");
  await dialog.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: "Pin", exact: true }).click();
  await expect(page.getByRole("button", { name: "Unpin" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Requests" }).getByText("pinned")).toBeAttached();
  await expect(page.getByText("Keeps the newest 500 requests; the oldest is dropped next.")).toBeVisible();
});

test("the next request is waited for by API", async ({ api }) => {
  const bin = await newBin(api, "Awaited");
  const waiting = api.get(`inspector/bins/${bin.id}/requests/next?timeoutSeconds=20`);
  // Without after, only what comes in from now on counts: keep sending until one did.
  let isOver = false;
  void waiting.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await fetch(`${bin.url}/came`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(await (await waiting).json()).toMatchObject({ request: { method: "GET", target: "/came" } });
});
