import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { e2e } from "./environment";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./fixtures";

const list = "/admin/integration/functions";

/** What an external application does: no browser, no cookies, only the URL. */
async function call(shown: string, given: Record<string, unknown>, method: "GET" | "POST" = "GET") {
  const { search } = new URL(shown);
  const url = `${e2e.url}/AppIntegrations${search}`;
  const text = JSON.stringify(given);
  const response = await (method === "GET"
    ? fetch(`${url}&arguments=${encodeURIComponent(text)}`)
    : fetch(url, { method, body: new URLSearchParams({ arguments: text }) }));
  expect(response.status).toBe(200);
  return (await response.json()) as { content: string | { result: string; output?: string; errorMessage?: string } };
}

type Made = { id: string; name: string };
async function newFunction(api: APIRequestContext, input: { name: string } & Record<string, unknown>): Promise<Made> {
  const response = await api.post("functions", { data: input });
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json()) as Made;
}

/** The code editor, once it can be typed into. */
async function codeOf(page: Page): Promise<Locator> {
  const code = page.getByRole("region", { name: "Script" }).locator(".monaco-editor").first();
  await expect(code.locator(".view-line").first()).toBeVisible();
  // The palette waits for the editor.
  await expect(page.getByRole("button", { name: "return", exact: true })).toBeEnabled();
  return code;
}

const lines = (code: Locator) => code.locator(".view-lines");

/** Puts the cursor at the end of the script. */
async function toEnd(page: Page, code: Locator) {
  await code.locator(".view-line").last().click();
  await page.keyboard.press("Control+End");
}

async function execute(page: Page, given: Record<string, string>) {
  await page.getByRole("button", { name: "Save & Execute" }).click();
  const dialog = page.getByRole("dialog", { name: "Arguments" });
  for (const [name, text] of Object.entries(given)) await dialog.getByLabel(name, { exact: true }).fill(text);
  await dialog.getByRole("button", { name: "Execute" }).click();
  await expect(dialog).toBeHidden();
}

async function publish(page: Page, again = "") {
  await page.getByRole("button", { name: `Publish${again}`, exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Publish${again}`, exact: true })
    .click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

test("a function is written, mended, executed, published and called from outside", async ({ page, mark }) => {
  test.setTimeout(180_000);
  const name = `Add ${mark}`;
  await page.goto(`${list}/new`);
  await page.getByRole("textbox", { name: "Function name" }).fill(name);
  await page.getByRole("textbox", { name: "API name" }).fill(`add_${mark}`);
  await page.getByRole("button", { name: "Add parameter" }).click();
  await page.getByRole("textbox", { name: "Name of parameter 1" }).fill("a");
  await page.getByLabel("Type of parameter 1").selectOption("int");
  await page.getByRole("textbox", { name: "Name of parameter 1" }).press("Enter");
  await page.getByRole("textbox", { name: "Name of parameter 2" }).fill("b");
  await page.getByLabel("Type of parameter 2").selectOption("int");

  const code = await codeOf(page);
  await code.click();
  await page.keyboard.type('word = "sum";');
  await page.keyboard.press("Enter");
  await page.keyboard.type("loud = word.toUp");
  await expect(page.getByRole("listitem", { name: /^toUpperCase/ }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(lines(code)).toContainText("word.toUpperCase()");
  await page.keyboard.type(";");

  // Dropped on a line with code, a statement goes onto one of its own behind it, its words selected.
  await page.getByRole("button", { name: "info", exact: true }).dragTo(code.locator(".view-line").nth(1));
  await expect(code.locator(".view-line").nth(2)).toContainText("info");
  await page.keyboard.type("loud");
  await page.keyboard.press("Escape");
  await toEnd(page, code);
  // By keyboard: the palette's elements are buttons.
  await page.getByRole("button", { name: "return", exact: true }).press("Enter");
  await expect(code.locator(".view-line").nth(3)).toContainText("return");
  await page.keyboard.type("a + bee");

  const problems = page.getByRole("region", { name: "Problems" });
  await expect(problems).toContainText("Line 4: Variable 'bee' is not defined");
  await expect(code.locator(".squiggly-error")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+s");
  await expect(page.getByText(/The script can’t be saved. Line 4: Variable 'bee' is not defined/)).toBeVisible();
  await expect(page).toHaveURL(/\/functions\/new$/);

  // Refusing has selected the line.
  await page.keyboard.type("return a + b;");
  await page.keyboard.press("Escape");
  await expect(problems).toBeHidden();
  await execute(page, { a: "2", b: "40" });
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const result = page.getByRole("region", { name: "Result", exact: true });
  await expect(result.getByText("Succeeded")).toBeVisible();
  await expect(result.getByText(/^4 statements$/)).toBeVisible();
  await expect(result.getByRole("region", { name: "Return value" })).toHaveText("42");
  await expect(result.getByRole("region", { name: "Log" })).toHaveText("SUM");
  const step = result.getByRole("button", { name: /Line 2 .*loud = SUM/ });
  await step.click();
  await expect(step).toHaveAttribute("aria-pressed", "true");

  await publish(page);
  const shown = page.getByRole("region", { name: "Callback URL" });
  await expect(shown).toContainText(`api_name=add_${mark}`);
  const first = (await shown.innerText()).trim();
  const success = (output: string) => ({ status: 200, content: { result: "success", output } });
  expect(await call(first, { a: 1, b: 2 })).toEqual(success("3"));
  expect(await call(first, { a: "20", b: 3 }, "POST")).toEqual(success("23"));
  await expect(page.getByRole("region", { name: "cURL example" })).toContainText("curl");

  await publish(page, " again");
  await expect(shown).not.toContainText(first);
  const second = (await shown.innerText()).trim();
  expect((await call(first, { a: 1, b: 2 })).content).toBe("Invalid callback function url");
  expect(await call(second, { a: 1, b: 2 })).toEqual(success("3"));

  await page.getByRole("button", { name: "Unpublish" }).click();
  await page
    .getByRole("dialog", { name: `Unpublish “${name}”?` })
    .getByRole("button", { name: "Unpublish" })
    .click();
  await expect(page.getByText(`“${name}” unpublished.`)).toBeVisible();
  await expect(shown).toBeHidden();
  expect((await call(second, { a: 1, b: 2 })).content).toBe("Invalid callback function url");
});

test("an error while running says where, and leads there", async ({ page, api, mark }) => {
  const { id } = await newFunction(api, {
    name: `Failing ${mark}`,
    parameters: [{ name: "zero", type: "int" }],
    source: 'data = Map();\ninfo "before";\nreturn 1 / zero;',
  });
  await page.goto(`${list}/${id}`);
  await codeOf(page);
  await execute(page, { zero: "0" });
  const result = page.getByRole("region", { name: "Result", exact: true });
  await expect(result.getByRole("alert")).toContainText("Error at line number : 3");
  await expect(result.getByRole("button", { name: "Go to line 3" })).toBeVisible();
  await expect(result.getByRole("region", { name: "Log" })).toHaveText("before");
  // What was typed last is there again.
  await page.getByRole("button", { name: "Save & Execute" }).click();
  await expect(page.getByRole("dialog", { name: "Arguments" }).getByLabel("zero")).toHaveValue("0");
});

test("the editor explains, mends and lays out", async ({ page, api, mark }) => {
  const { id } = await newFunction(api, { name: `Explained ${mark}`, source: "" });
  await page.goto(`${list}/${id}`);
  const code = await codeOf(page);
  await code.click();
  await page.keyboard.type('text = "hello"; x = text.subString(');
  await expect(page.locator(".parameter-hints-widget")).toContainText("start");
  await page.keyboard.press("Escape");
  // The editor has closed the parenthesis itself.
  await page.keyboard.type("1); y = txt;");
  await page.keyboard.press("Escape");
  const problems = page.getByRole("region", { name: "Problems" });
  await problems.getByRole("button", { name: /Variable 'txt' is not defined/ }).click();
  await page.keyboard.press("Control+.");
  await expect(page.locator(".action-widget").first()).toContainText("text");
  await page.keyboard.press("Enter");
  await expect(problems.getByText("'txt'")).toBeHidden();
  await page.getByRole("button", { name: "Format" }).click();
  await expect(code.locator(".view-line")).toHaveCount(4);
  await code.getByText("subString", { exact: true }).hover();
  await expect(page.getByRole("tooltip").filter({ hasText: "subString" })).toBeVisible();
});

test("unsaved changes survive a closed tab", async ({ page, api, context, mark }) => {
  const { id, name } = await newFunction(api, { name: `Drafted ${mark}`, source: "return 1;" });
  await page.goto(`${list}/${id}`);
  const code = await codeOf(page);
  await toEnd(page, code);
  await page.keyboard.press("Enter");
  await page.keyboard.type("// kept");
  await expect(page.getByText("1 unsaved change")).toBeVisible();
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("hookdesk.function-draft.")));
  await page.close();

  const next = await context.newPage();
  await next.goto(`${list}/${id}`);
  await next.getByRole("button", { name: "Restore draft" }).click();
  await expect(lines(await codeOf(next))).toContainText("// kept");
  await next.getByRole("button", { name: "Save", exact: true }).click();
  await expect(next.getByText(`Function “${name}” saved.`)).toBeVisible();
  await next.reload();
  await expect(lines(await codeOf(next))).toContainText("// kept");
  await expect(next.getByRole("button", { name: "Restore draft" })).toBeHidden();
});

test("a published function is saved against its test cases only on demand", async ({ page, api, mark }) => {
  test.setTimeout(120_000);
  const { id, name } = await newFunction(api, {
    name: `Tested ${mark}`,
    apiName: `tested_${mark}`,
    parameters: [{ name: "n", type: "int" }],
    source: "return n + 1;",
  });
  await page.goto(`${list}/${id}`);
  const code = await codeOf(page);
  await execute(page, { n: "1" });
  await page.getByRole("button", { name: "Keep as test case" }).click();
  const dialog = page.getByRole("dialog", { name: "Add test case" });
  await dialog.getByLabel("Name").fill("one and one");
  await expect(dialog.getByLabel("Return value")).toHaveValue("2");
  await dialog.getByRole("button", { name: "Save test case" }).click();
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByText("1 of 1 passed")).toBeVisible();

  await page.getByRole("tab", { name: "Function" }).click();
  await publish(page);
  const shown = page.getByRole("region", { name: "Callback URL" });
  const url = (await shown.innerText()).trim();
  await toEnd(page, code);
  await page.keyboard.press("Backspace");
  await page.keyboard.type(" + 1;");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("one and one: gave “3”")).toBeVisible();
  expect((await call(url, { n: 1 })).content).toMatchObject({ output: "2" });
  await page.getByRole("tab", { name: /^Test cases/ }).click();
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByText("0 of 1 passed")).toBeVisible();
  await expect(page.getByRole("table", { name: "Expected and actual of one and one" })).toContainText("3");
  await page.getByRole("tab", { name: "Function" }).click();
  await page.getByRole("button", { name: "Save anyway" }).click();
  await expect(page.getByText(`Function “${name}” saved.`)).toBeVisible();
  // The same URL, the new script.
  expect((await call(url, { n: 1 })).content).toMatchObject({ output: "3" });
});

test("accessible and never wider than a phone", async ({ page, api, mark }) => {
  test.setTimeout(240_000);
  const { id, name } = await newFunction(api, {
    name: `Looked at ${mark}`,
    apiName: `looked_${mark}`,
    description: "Checked by axe",
    parameters: [{ name: "who", type: "string" }],
    source: '// greets\ndata = Map();\ndata.put("text", ("Hello " + who));\ninfo data;\nreturn data.get("text");\n',
  });
  expect((await api.post(`functions/${id}/publish`, { data: {} })).status()).toBe(200);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${list}/${id}`);
    await codeOf(page);
    await execute(page, { who: "axe" });
    await expect(page.getByRole("region", { name: "Return value" })).toHaveText("Hello axe");
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    for (const tab of ["tests", "runs", "versions"]) {
      await page.goto(`${list}/${id}?tab=${tab}`);
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }
    await page.goto(`${list}/new`);
    await codeOf(page);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
});
