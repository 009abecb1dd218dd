import { type ChildProcess, spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, test } from "./fixtures";

type Ticket = {
  id: number;
  displayId: string;
  title: string;
  statusName: string;
  forms: { Partner: Record<string, string> };
};

const apiKey = "e-bonding-key-0123456789abcdef";
const password = "e-bonding password";

/** Two free ports side by side. */
async function freePair(): Promise<number> {
  for (;;) {
    const first = createServer();
    await new Promise<void>((resolve) => first.listen(0, "127.0.0.1", resolve));
    const { port } = first.address() as AddressInfo;
    const second = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      second.once("error", () => resolve(false));
      second.listen(port + 1, "127.0.0.1", () => resolve(true));
    });
    await new Promise((resolve) => first.close(resolve));
    if (!isFree) continue;
    await new Promise((resolve) => second.close(resolve));
    return port;
  }
}

test.describe.configure({ mode: "serial", timeout: 180_000 });

/** For what goes through a worker, or two. */
const slow = { timeout: 30_000 };

let pair: ChildProcess;
let urls: [string, string];

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const port = await freePair();
  urls = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`];
  pair = spawn(process.execPath, ["scripts/e-bonding.mjs"], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      E_BONDING_PORT: String(port),
      HOOKDESK_API_KEY: apiKey,
      HOOKDESK_ADMIN_PASSWORD: password,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    let output = "";
    pair.stdout?.on("data", (chunk: Buffer) => {
      output += chunk;
      if (output.includes("[e-bonding] ready")) resolve();
    });
    pair.once("exit", (code) => reject(new Error(`the pair ended with ${code}: ${output}`)));
  });
});

test.afterAll(async () => {
  const ended = new Promise((resolve) => pair.once("exit", resolve));
  pair.kill("SIGTERM");
  await ended;
});

async function call<T>(instance: 0 | 1, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${urls[instance]}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
  return response.json() as Promise<T>;
}

const deliveries = async (instance: 0 | 1) =>
  (await call<{ total: number; items: { status: string }[] }>(instance, "GET", "/deliveries?pageSize=100")).items;

/** Nothing more is on its way on either side: the same finished deliveries for a while. */
async function settled() {
  const all = async () => [...(await deliveries(0)), ...(await deliveries(1))].map(({ status }) => status);
  await expect(async () => {
    const before = await all();
    expect(before.filter((status) => status === "pending" || status === "sending")).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await all()).toEqual(before);
  }).toPass({ timeout: 60_000 });
}

test("an incident on A appears on B, an update on B returns to A, and there it ends", async ({ browser }) => {
  const lists = await call<{ ticketTypes: { id: number; name: string }[]; statuses: { id: number; name: string }[] }>(
    0,
    "GET",
    "/desk-lists",
  );
  const typeId = lists.ticketTypes.find(({ name }) => name === "Incident")?.id;
  const onA = await call<Ticket>(0, "POST", "/tickets", { typeId, title: "Mail is down", description: "Since 9:00" });

  let onB: Ticket | undefined;
  await expect
    .poll(async () => {
      onB = (await call<{ items: Ticket[] }>(1, "GET", "/tickets?q=Mail%20is%20down")).items[0];
      return onB?.title;
    }, slow)
    .toBe("Mail is down");
  const twin = await call<Ticket>(1, "GET", `/tickets/${onB?.id}`);
  expect(twin.forms.Partner).toEqual({ "Partner ticket ID": String(onA.id), "Partner reference": onA.displayId });
  await expect
    .poll(async () => (await call<Ticket>(0, "GET", `/tickets/${onA.id}`)).forms.Partner, slow)
    .toEqual({ "Partner ticket ID": String(twin.id), "Partner reference": twin.displayId });

  const resolved = lists.statuses.find(({ name }) => name === "Resolved")?.id;
  await call(1, "PATCH", `/tickets/${twin.id}`, { statusId: resolved, title: "Mail was down" });
  await expect
    .poll(async () => {
      const { statusName, title } = await call<Ticket>(0, "GET", `/tickets/${onA.id}`);
      return { statusName, title };
    }, slow)
    .toEqual({ statusName: "Resolved", title: "Mail was down" });

  await settled();
  expect((await deliveries(0)).length).toBe(1);
  expect((await deliveries(1)).length).toBe(1);

  // What a person sees of it on A.
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto(`${urls[0]}/login`);
  await page.getByLabel("E-mail").fill("admin@example.com");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible({ timeout: 30_000 });
  await page.goto(`${urls[0]}/tickets/${onA.displayId}`);
  await expect(page.getByRole("heading", { name: "Mail was down" })).toBeVisible();
  await expect(page.getByText("Shared with the partner").first()).toBeVisible();
  await expect(page.getByText("PartnerIncidentSync").first()).toBeVisible();
  await context.close();
});

test("updates on both sides at once reach each other and end", async () => {
  const [ticket] = (await call<{ items: Ticket[] }>(0, "GET", "/tickets")).items;
  const mine = await call<Ticket>(0, "GET", `/tickets/${ticket?.id}`);
  const theirs = Number(mine.forms.Partner["Partner ticket ID"]);
  await Promise.all([
    call(0, "PATCH", `/tickets/${mine.id}`, { description: "Told by A" }),
    call(1, "PATCH", `/tickets/${theirs}`, { title: "Told by B" }),
  ]);
  await settled();
  expect((await deliveries(0)).length + (await deliveries(1)).length).toBeLessThanOrEqual(6);
});
